#pragma once

#include "src/optimiser/bound/lagrangian_bound.hpp"
#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/search/exact_search.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// True if some curve of the level is not convex where its dimension can end.
[[nodiscard]] bool has_concave_break(const LevelView& view, const std::vector<Span>& spans);

/// When a branching ends.
struct BranchingLimits {
  double gap_limit = 0;        ///< Relative gap that is small enough.
  std::uint64_t work_end = 0;  ///< Value of the work counter.
};

/// Best-first branch and bound (Land and Doig 1960) over the tiers: splits the span of a dimension
/// where its curve jumps or its price falls and bounds both halves, the node with the least bound
/// first. Returns a true lower bound of the level, at least `root.bound`, and improves `best` from
/// the relaxed assignments of the nodes.
[[nodiscard]] Int128 branch_on_tiers(const LevelView& view, const std::vector<Span>& spans,
                                     const LagrangianBound& root, const BranchingLimits& limits,
                                     WorkBudget& budget, Incumbent& best);

}  // namespace bgpte::optimiser
