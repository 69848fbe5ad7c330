#pragma once

#include <cstdint>
#include <vector>

#include "src/advice/parts.hpp"

namespace bgpte::advice {

/// How far a measured share may miss the range of a forecast that is right: the error of the
/// measurement. What shares wander by themselves is in the range.
[[nodiscard]] double share_tolerance(const model::Scenario& scenario);

/// What to do where so little of the prefix moves that a link does not get below its ceiling. Only
/// where the range of the forecast reaches that far and one further change on the prefix helps.
[[nodiscard]] std::vector<Contingency> contingencies_of(const NetworkToday& network,
                                                        const EvaluatedPlan& advice,
                                                        model::PrefixIndex prefix,
                                                        std::int64_t wait_s);

}  // namespace bgpte::advice
