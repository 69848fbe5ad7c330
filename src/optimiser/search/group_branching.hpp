#pragma once

#include "src/optimiser/bound/lagrangian_bound.hpp"
#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/search/exact_search.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// Best-first branch and bound with prices of its own at every node, for the gap that is left where
/// a few large units are undecided in the relaxed answer: the columns of one of them are divided by
/// what they bring to the sum that matters most, and both halves are bounded. Columns whose reduced
/// cost exceeds the gap of a node leave it, so that nodes soon are small. Returns a true lower
/// bound of the stage, at least `root.bound`, and improves `best`; ends within `gap_limit` of it,
/// or when the work counter passes `work_end`. Not for replayed bills.
[[nodiscard]] Int128 branch_on_units(const LevelView& view, const LagrangianBound& root,
                                     double gap_limit, std::uint64_t work_end, WorkBudget& budget,
                                     Incumbent& best);

}  // namespace bgpte::optimiser
