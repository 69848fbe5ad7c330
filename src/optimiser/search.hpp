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
/// exchanges, the rest closed by branch and bound as far as the effort goes.
[[nodiscard]] Reached search(const StageView& view, const Choice& start, bool ties,
                             double gap_limit, Effort& effort);

}  // namespace bgpte::optimiser
