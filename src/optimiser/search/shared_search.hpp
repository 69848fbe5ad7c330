#pragma once

#include <optional>

#include "src/optimiser/search/search.hpp"

namespace bgpte::optimiser {

/// What a search over shared candidates reached.
struct SharedReached {
  Reached reached;
  bool feasible = false;  ///< `reached.best` keeps the limits and holds.
};

/// One stage where candidates are shared (candidate_classes.hpp): the bound by prices over all
/// candidates, the plan by 1-opt and exchanges over those that were cheap. `start` keeps the
/// stage's holds; without it there may be no answer.
[[nodiscard]] SharedReached shared_search(Problem& problem, const LevelView& view,
                                          const Assignment* start, double gap_limit,
                                          WorkBudget& budget);

/// Both stages at once: the objective among plans with as little excess as can be thought of. Where
/// such a plan is found, the excess is proven too; else nothing, and the stages have to be gone
/// through one after the other.
struct TwoStages {
  Reached excess, value;
};
[[nodiscard]] std::optional<TwoStages> both_stages(Problem& problem, double gap_limit,
                                                   WorkBudget& budget);

}  // namespace bgpte::optimiser
