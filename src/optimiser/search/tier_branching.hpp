#pragma once

#include "src/optimiser/bound/lagrangian_bound.hpp"
#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/search/exact_search.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// True if some curve of the stage is not convex where its dimension can end.
[[nodiscard]] bool has_jumps(const LevelView& view, const std::vector<Span>& spans);

/// Branches on the tiers: splits the span of a dimension where its curve jumps or its price falls
/// and bounds both halves, the box with the least bound first. Returns a true lower bound of the
/// stage, at least `root.bound`, and improves `best` from the relaxed answers of the boxes.
[[nodiscard]] Int128 branch_on_tiers(const LevelView& view, const std::vector<Span>& spans,
                                     const LagrangianBound& root, double gap_limit,
                                     std::uint64_t work_end, WorkBudget& budget, Incumbent& best);

}  // namespace bgpte::optimiser
