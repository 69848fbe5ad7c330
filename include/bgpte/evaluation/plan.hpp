#pragma once

#include <map>
#include <vector>

#include "bgpte/model/scenario.hpp"

namespace bgpte::evaluation {

/// The advertisements of the prefixes that change. Every other prefix keeps today's.
using Plan = std::map<model::PrefixIndex, model::Advertisement>;

/// The advertisement of `prefix` under `plan`.
[[nodiscard]] const model::Advertisement& advertisement(const model::Scenario& scenario,
                                                        const Plan& plan,
                                                        model::PrefixIndex prefix);

/// The plan as changes, ordered by (prefix, link).
[[nodiscard]] std::vector<model::Change> changes_of(const model::Scenario& scenario,
                                                    const Plan& plan);

/// Changes applied to today's advertisements, in order: of two changes of one prefix on one link
/// the later one wins.
[[nodiscard]] Plan plan_of(const model::Scenario& scenario,
                           const std::vector<model::Change>& changes);

}  // namespace bgpte::evaluation
