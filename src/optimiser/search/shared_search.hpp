#pragma once

#include "src/optimiser/search/search.hpp"

namespace bgpte::optimiser {

/// One level where candidates are shared (candidate_classes.hpp): the bound by prices over all
/// candidates, the plan by 1-opt and exchanges over those that were cheap. `start` keeps the
/// level's limits and caps.
[[nodiscard]] Reached shared_search(Problem& problem, const LevelView& view,
                                    const Assignment& start, double gap_limit, WorkBudget& budget);

}  // namespace bgpte::optimiser
