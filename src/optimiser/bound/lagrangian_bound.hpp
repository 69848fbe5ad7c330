#pragma once

#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

using model::Int128;

/// The best prices found for a level over the given spans, and the lower bound that they prove by
/// Lagrangian relaxation (Geoffrion 1974; Fisher 1981): docs/optimiser.md, "The lower bound".
struct LagrangianBound {
  Prices prices;
  Int128 bound = 0;      ///< Exact integer arithmetic: no plan within the spans is below it.
  bool possible = true;  ///< False: no plan within the spans keeps the limits.
  std::vector<Assignment> visited;  ///< Relaxed choices of the last steps.
};

/// Where an ascent begins and ends.
struct AscentLimits {
  Int128 target = 0;              ///< The goal of a known plan.
  double tolerance = 0;           ///< It ends when the bound is this near the target, relative.
  std::size_t max_steps = 0;      ///< Steps of the bundle method.
  const Prices* start = nullptr;  ///< Null: the slopes of the curves at today's loads.
};

/// Maximises the Lagrangian bound over the prices by a proximal bundle method (bundle_ascent.hpp):
/// one price for each dimension and each capped goal. Ends at the limits, or when nothing more is
/// expected. The bound is computed again in integers at the prices reached.
[[nodiscard]] LagrangianBound raise_bound(const LevelView& view, const std::vector<Span>& spans,
                                          const AscentLimits& limits, WorkBudget& budget);

/// What the sum of each dimension can be over all assignments, since a plan changes no more groups
/// than it may have changes. [dimension]
[[nodiscard]] std::vector<Span> full_spans(const Problem& problem);

}  // namespace bgpte::optimiser
