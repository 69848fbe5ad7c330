#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/evaluate.hpp"
#include "bgpte/evaluation/plan.hpp"

namespace bgpte::evaluation {

/// A link, or a shared-risk group of links, that fails at once.
struct FailureCase {
  std::string name;                     ///< "A", or the group's name ("edge1").
  std::vector<model::LinkIndex> links;  ///< Sorted.
  bool operator==(const FailureCase&) const = default;
};

/// Every single link, then every shared-risk group of two or more links that is not the whole
/// network; each set of links once, by name.
[[nodiscard]] std::vector<FailureCase> failure_cases(const model::Scenario& scenario);

/// What is left of an advertisement while a case lasts.
[[nodiscard]] model::Advertisement surviving(const model::Advertisement& x,
                                             const FailureCase& failure);

/// For each prefix, the listed prefixes that cover it, longest first.
[[nodiscard]] std::vector<std::vector<model::PrefixIndex>> covering_prefixes(
    const model::Scenario& scenario);

/// The advertisement that a prefix without any link left follows: that of the longest covering
/// prefix which is still announced; nothing if there is none. `covering` is the prefix's entry of
/// covering_prefixes.
[[nodiscard]] std::optional<model::Advertisement> followed(
    const model::Scenario& scenario, const std::vector<model::PrefixIndex>& covering,
    const Plan& plan, const FailureCase& failure);

/// Traffic of no listed prefix on each link, at the peak, while a case lasts: that of failed links
/// re-enters in proportion to the capacity that remains. The high end has all of it on any one
/// link, the low end none (docs/evaluation.md, "Failures").
struct FailureBackground {
  Rates low, expected, high;
};
[[nodiscard]] FailureBackground background_under(const Baseline& baseline,
                                                 const FailureCase& failure);

/// What the links left carry while a case lasts (docs/evaluation.md, "Failures").
struct FailureLoad {
  std::vector<RateRange> peak;  ///< [link]; zero on failed links.
  model::Bps unreachable;       ///< Expected: listed traffic with no link and no covering prefix.
  bool operator==(const FailureLoad&) const = default;
};
[[nodiscard]] FailureLoad load_under(const Baseline& baseline, const Plan& plan,
                                     const FailureCase& failure);

}  // namespace bgpte::evaluation
