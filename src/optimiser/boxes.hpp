#pragma once

#include "closing.hpp"
#include "dual.hpp"
#include "effort.hpp"
#include "stage.hpp"

namespace bgpte::optimiser {

/// True if some curve of the stage is not convex where its dimension can end.
[[nodiscard]] bool has_jumps(const StageView& view, const std::vector<Span>& spans);

/// Branches on the tiers: splits the span of a dimension where its curve jumps or its price falls
/// and bounds both halves, the box with the least bound first. Returns a true lower bound of the
/// stage, at least `root.bound`, and improves `best` from the relaxed answers of the boxes.
[[nodiscard]] Int128 branch_on_tiers(const StageView& view, const std::vector<Span>& spans,
                                     const Dual& root, double gap_limit, std::uint64_t work_end,
                                     Effort& effort, Incumbent& best);

}  // namespace bgpte::optimiser
