#pragma once

#include <string>
#include <vector>

#include "bgpte/evaluation/evaluate.hpp"

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

/// What the links left carry while a case lasts (mathematics.md, section 4).
struct FailureLoad {
  std::vector<RateRange> peak;  ///< [link]; zero on failed links.
  model::Bps unreachable;       ///< Expected: listed traffic with no link and no covering prefix.
  bool operator==(const FailureLoad&) const = default;
};
[[nodiscard]] FailureLoad load_under(const model::Scenario& scenario,
                                     const ingress::IngressModel& ingress, const Plan& plan,
                                     const FailureCase& failure);

}  // namespace bgpte::evaluation
