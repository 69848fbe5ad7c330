#pragma once

#include <utility>
#include <vector>

#include "src/optimiser/problem/lexicographic_level.hpp"

namespace bgpte::optimiser {

/// An assignment whose loads are near those of the weighted mean of relaxed assignments. Groups on
/// which these agree take that column; the others, the largest first, the one of their columns that
/// keeps the loads decided so far nearest to their mean. Weights sum to 1.
[[nodiscard]] Assignment round_mixture(
    const Problem& problem, const std::vector<Span>& spans,
    const std::vector<std::pair<const Assignment*, double>>& answers);

/// The loads of the weighted mean of relaxed assignments, those of today included. [dimension]
[[nodiscard]] std::vector<double> mean_loads(
    const LevelView& view, const std::vector<std::pair<const Assignment*, double>>& answers);

/// Loads to come near to, and how near.
struct LoadTarget {
  const std::vector<double>& loads;  ///< [dimension]
  double distance = 0;  ///< A load that is off by this part of its target doubles its price.
};

/// Greedy pull of the loads of an assignment towards a target, where the goal bends or a limit lies
/// near it: one group at a time takes the column that is least in reduced cost plus the squares of
/// the distances, weighed by 1 / distance. The penalty is smooth, so that it is not held up where
/// several curves have their break points, as 1-opt is.
void approach(const LevelView& view, const OpenColumns& open, const Prices& prices,
              const LoadTarget& target, WorkBudget& budget, Assignment& assignment);

}  // namespace bgpte::optimiser
