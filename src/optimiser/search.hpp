#pragma once

#include "closing.hpp"
#include "effort.hpp"
#include "stage.hpp"

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
/// exchanges, the rest closed by branch and bound as far as the effort goes. Where candidates are
/// shared, the problem gets the columns that are wanted.
[[nodiscard]] Reached search(Problem& problem, const Stage& stage, const Choice& start, bool ties,
                             double gap_limit, Effort& effort);

/// Value less bound is at most `limit` of the value, as the advice gives it.
[[nodiscard]] bool within(const Reached& reached, double limit);

}  // namespace bgpte::optimiser
