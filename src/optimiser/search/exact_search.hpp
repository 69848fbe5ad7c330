#pragma once

#include <optional>

#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// A plan with what a stage thinks of it.
struct Incumbent {
  Assignment choice;
  Int128 value = 0;
  TieRank tie;
};

/// Value less bound is at most `limit` of the value, as the advice gives it.
[[nodiscard]] bool within_gap(Int128 value, Int128 bound, double limit);

/// Depth-first branch and bound over the columns that the prices leave open. The bound at a node
/// is the Lagrangian with the node's own spans, so it becomes exact as the spans close.
struct Closing {
  bool complete = false;  ///< The incumbent is the least by (value, ties).
  Int128 lower_bound = 0;
};

/// Improves `best` until it is proven least by value and, with `ties`, by changes, prepends and
/// removals; or until the work counter passes `work_end` or the budget stops.
[[nodiscard]] Closing close(const LevelView& view, const Prices& prices, bool ties,
                            std::uint64_t work_end, WorkBudget& budget, Incumbent& best);

/// Among the plans that equal `best` in value and ties, the one whose change list is least.
/// False if the work ran out before that was certain.
[[nodiscard]] bool first_in_order(const LevelView& view, const Prices& prices,
                                  std::uint64_t work_end, WorkBudget& budget, Incumbent& best);

}  // namespace bgpte::optimiser
