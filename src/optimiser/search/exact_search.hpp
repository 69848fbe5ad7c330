#pragma once

#include <cstdint>

#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// Whether plans of equal value are told apart.
enum class Ties : std::uint8_t { ignored, settled };

/// The best plan known: its value is the goal of the level, its tie rank is zero where ties are
/// ignored.
struct Incumbent {
  Assignment assignment;
  Int128 value = 0;
  TieRank tie;
};

/// (value - bound) / |value| is at most `limit`: the gap as the advice gives it.
[[nodiscard]] bool within_gap(Int128 value, Int128 bound, double limit);

struct ExactResult {
  bool complete = false;   ///< The incumbent is the least by value, then by ties if settled.
  Int128 lower_bound = 0;  ///< Of the value; equals it where complete.
};

/// Depth-first branch and bound (Land and Doig 1960) over the columns that the prices leave open:
/// those whose reduced cost does not exceed the gap. The bound at a node is the Lagrangian at these
/// prices over the loads that the node can still reach, so that it is exact at a leaf. Improves
/// `best` until it is proven least by value and, where ties are settled, by the tie rules but the
/// last (tie_break.hpp); or until the work counter passes `work_end` or the budget stops.
[[nodiscard]] ExactResult exact_search(const LevelView& view, const Prices& prices, Ties ties,
                                       std::uint64_t work_end, WorkBudget& budget, Incumbent& best);

/// Among the plans that equal `best` in value and tie rank, the first by the last tie rule. False
/// if the work ran out before that was certain.
[[nodiscard]] bool first_in_order(const LevelView& view, const Prices& prices,
                                  std::uint64_t work_end, WorkBudget& budget, Incumbent& best);

}  // namespace bgpte::optimiser
