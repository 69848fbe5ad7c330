#pragma once

#include <utility>
#include <vector>

#include "stage.hpp"

namespace bgpte::optimiser {

/// A plan that comes as near as it can to a mean of relaxed answers, the loads together: units on
/// which they agree take that column; the others, the largest first, the one of their columns that
/// keeps the sum of all decided so far nearest to its mean. Weights sum to 1.
[[nodiscard]] Choice round_mixture(const Problem& problem, const std::vector<Span>& spans,
                                   const std::vector<std::pair<const Choice*, double>>& answers);

}  // namespace bgpte::optimiser
