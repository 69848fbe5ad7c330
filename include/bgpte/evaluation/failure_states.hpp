#pragma once

#include <optional>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/failures.hpp"

namespace bgpte::evaluation {

/// What is left of an advertisement while a case lasts.
[[nodiscard]] model::Advertisement surviving(const model::Advertisement& x,
                                             const FailureCase& failure);

/// For each prefix, the listed prefixes that cover it, longest first.
[[nodiscard]] std::vector<std::vector<model::PrefixIndex>> covering_prefixes(
    const model::Scenario& scenario);

/// The advertisement that a prefix without any link left follows: that of the longest covering
/// prefix which is still announced, if there is one.
[[nodiscard]] std::optional<model::Advertisement> followed(
    const model::Scenario& scenario, const std::vector<model::PrefixIndex>& covering,
    const Plan& plan, const FailureCase& failure);

/// Background at the peak while a case lasts: that of failed links re-enters in proportion to the
/// capacity that remains; high has all of it on any one link, low none.
struct FailureBackground {
  Rates low, expected, high;
};
[[nodiscard]] FailureBackground background_under(const Baseline& states,
                                                 const FailureCase& failure);

[[nodiscard]] FailureLoad load_under(const Baseline& states, const Plan& plan,
                                     const FailureCase& failure);

}  // namespace bgpte::evaluation
