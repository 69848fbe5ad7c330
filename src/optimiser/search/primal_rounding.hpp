#pragma once

#include <utility>
#include <vector>

#include "src/optimiser/problem/lexicographic_level.hpp"

namespace bgpte::optimiser {

/// A plan that comes as near as it can to a mean of relaxed answers, the loads together: units on
/// which they agree take that column; the others, the largest first, the one of their columns that
/// keeps the sum of all decided so far nearest to its mean. Weights sum to 1.
[[nodiscard]] Assignment round_mixture(
    const Problem& problem, const std::vector<Span>& spans,
    const std::vector<std::pair<const Assignment*, double>>& answers);

/// The sums of the mean of weighted answers, today's included: what `approach` aims at.
[[nodiscard]] std::vector<double> mean_loads(
    const LevelView& view, const std::vector<std::pair<const Assignment*, double>>& answers);

/// Brings the sums of a choice near `target`, where the goal bends or limits lie, by what costs
/// least at the prices, one unit at a time: a sum that is off by the part `far` of it doubles its
/// price. Being smooth it is not held up where several curves have their break points, as 1-opt is.
void approach(const LevelView& view, const OpenColumns& open, const Prices& prices,
              const std::vector<double>& target, double far, WorkBudget& budget,
              Assignment& choice);

}  // namespace bgpte::optimiser
