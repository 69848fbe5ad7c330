#pragma once

#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/search/exact_search.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// What one stage reached.
struct Reached {
  Incumbent best;
  Int128 lower_bound = 0;
  bool proven = false;   ///< best.value is the least.
  bool near = false;     ///< Within the gap limit.
  bool ordered = false;  ///< And the ties are settled.
};

/// Minimises one stage from a choice that keeps its holds: bound by prices, incumbent by 1-opt and
/// exchanges, the rest closed by branch and bound as far as the budget goes. Where candidates are
/// shared, the problem gets the columns that are wanted.
[[nodiscard]] Reached search(Problem& problem, const LexicographicLevel& stage,
                             const Assignment& start, bool ties, double gap_limit,
                             WorkBudget& budget);

/// Value less bound is at most `limit` of the value, as the advice gives it.
[[nodiscard]] bool within(const Reached& reached, double limit);

}  // namespace bgpte::optimiser
