#pragma once

#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/search/exact_search.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// What a local search works on.
struct SearchContext {
  const LevelView& view;
  const Prices& prices;  ///< Prices of the Lagrangian: what a unit of each dimension is worth.
  Int128 bound = 0;      ///< Lower bound of the level that these prices prove.
  WorkBudget& budget;
  Incumbent& best;  ///< Replaced by every better plan, compared exactly.
};

/// 1-opt: makes an assignment feasible if it can, then better one group at a time until no single
/// group helps (the least violation first, then the goal). Replaces `best` if the result, compared
/// in integers, is better.
void improve(const LevelView& view, Assignment start, WorkBudget& budget, Incumbent& best);

/// 2-opt: changes the columns of two groups at once, which can bring several loads to their break
/// points together. Tries the columns whose reduced cost is least, and only those that a plan
/// better than `best` can contain, given the bound. Ends where nothing helps or the work counter
/// passes `work_end`.
void exchange(const SearchContext& context, Assignment start, std::uint64_t work_end);

}  // namespace bgpte::optimiser
