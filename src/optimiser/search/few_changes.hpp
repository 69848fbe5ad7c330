#pragma once

#include <set>
#include <utility>

#include "src/optimiser/search/exact_search.hpp"

namespace bgpte::optimiser {

/// Plans of more changes than this are too many to try.
inline constexpr std::size_t max_tried_changes = 10;

/// Columns of groups that no plan takes: (group, column).
using ExcludedColumns = std::set<std::pair<std::size_t, std::uint32_t>>;

/// Tries every plan without `excluded` columns that can be better, where each change must bring a
/// part of the relief so that a plan can only have few: the level minimises the loss or the excess,
/// or holds one of them. The columns are sorted by the relief that they bring at most, less the
/// relief that their changes must bring, and plans are given up as soon as what is left cannot
/// bring what is needed. Improves `best` by value, then by all rules of ties. True if no plan is
/// left untried; false where the level is not of this kind, there are too many plans, or the budget
/// ends.
[[nodiscard]] bool few_changes(const LevelView& view, std::uint64_t work_end, WorkBudget& budget,
                               Incumbent& best, const ExcludedColumns& excluded = {});

}  // namespace bgpte::optimiser
