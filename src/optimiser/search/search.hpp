#pragma once

#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/search/exact_search.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// What the search of one level reached.
struct Reached {
  Incumbent best;
  Int128 lower_bound = 0;
  bool proven = false;   ///< No feasible plan has a smaller value.
  bool near = false;     ///< Value and bound are within the gap limit.
  bool ordered = false;  ///< The last tie rule is settled too.
};

/// Minimises one level from an assignment that keeps its caps: a lower bound by Lagrangian
/// relaxation (Geoffrion 1974, Fisher 1981), a plan by 1-opt and exchanges from relaxed
/// assignments, the rest by branch and bound as far as the budget goes. Where candidates are
/// shared, the problem gets the columns that are wanted.
[[nodiscard]] Reached search(Problem& problem, const LexicographicLevel& level,
                             const Assignment& start, Ties ties, double gap_limit,
                             WorkBudget& budget);

/// (value - bound) / |value| is at most `limit`: the gap as the advice gives it.
[[nodiscard]] bool within(const Reached& reached, double limit);

}  // namespace bgpte::optimiser
