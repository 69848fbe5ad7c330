#pragma once

#include "src/optimiser/search/search.hpp"

namespace bgpte::optimiser {

/// What a search over shared candidates reached.
struct SharedReached {
  Reached reached;
  bool feasible = false;  ///< `reached.best` keeps the limits and caps.
};

/// One level where candidates are shared (candidate_classes.hpp): the bound by prices over all
/// candidates, the plan by 1-opt and exchanges over those that were cheap. `start` keeps the
/// level's caps; without it there may be no answer.
[[nodiscard]] SharedReached shared_search(Problem& problem, const LevelView& view,
                                          const Assignment* start, double gap_limit,
                                          WorkBudget& budget);

}  // namespace bgpte::optimiser
