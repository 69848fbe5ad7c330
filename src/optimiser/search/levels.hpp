#pragma once

#include <vector>

#include "src/optimiser/search/search.hpp"

namespace bgpte::optimiser {

/// What the levels of one problem came to (docs/optimiser.md, "Levels").
struct LevelsReached {
  Assignment assignment;
  /// The goals before the last: what each is held at, its best value and its tolerance.
  std::vector<LexicographicLevel::GoalCap> caps;
  /// [cap] the plans that reached them. A cap is the problem's own only if its plan keeps every
  /// rule, those that are left out as well.
  std::vector<Assignment> held;
  /// Lower bounds of the goals, with the least relief for each change.
  Int128 loss_bound = 0, excess_bound = 0, failures_bound = 0, targets_bound = 0, value_bound = 0;
  bool proven = true;    ///< Every level.
  bool relieved = true;  ///< Every level before the objective, within its tolerance.
  bool near = true;      ///< The objective is near its bound.
  bool ordered = true;   ///< The rules of ties are settled.
};

/// Solves one level after the other. Where `last` is not the objective it stops before that level.
[[nodiscard]] LevelsReached solve_levels(Problem& problem, const evaluation::Baseline& baseline,
                                         const Options& options, WorkBudget& budget,
                                         Goal last = Goal::value);

}  // namespace bgpte::optimiser
