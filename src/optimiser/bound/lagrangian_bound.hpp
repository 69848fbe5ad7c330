#pragma once

#include "src/optimiser/problem/lexicographic_level.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

using model::Int128;

/// The best prices found for a stage over the given spans, and the true lower bound they prove.
struct LagrangianBound {
  Prices prices;
  Int128 bound = 0;      ///< Exact integer arithmetic: no plan within the spans is below it.
  bool possible = true;  ///< False: no plan within the spans keeps the limits.
  std::vector<Assignment> visited;  ///< Relaxed choices of the last steps.
  /// The plan nearest to the mean of relaxed assignments that is nearly optimal; empty where that
  /// mean is not known.
  Assignment rounded;
  std::vector<double> mean;  ///< What the dimensions sum to at that mean.
  OpenColumns open;          ///< Where there are very many columns: those worth a look.
};

/// Maximises the Lagrangian bound by a proximal bundle method: one price for each dimension and
/// hold, cuts from the relaxed answers, steps that grow while they succeed. `target` is the value
/// of a known plan; the search ends when the bound is within `tolerance` of it (relative), or
/// nothing more is expected.
[[nodiscard]] LagrangianBound raise_bound(const LevelView& view, const std::vector<Span>& spans,
                                          Int128 target, double tolerance, std::size_t most_steps,
                                          const Prices* warm, WorkBudget& budget);

/// Where every dimension can end, from all columns.
[[nodiscard]] std::vector<Span> full_spans(const Problem& problem);

/// The exact bound at given prices; the least columns go to `choice` where it is not null.
[[nodiscard]] LevelView::Bound exact_bound(const LevelView& view, const Prices& prices,
                                           const std::vector<Span>& spans, Assignment* choice);

}  // namespace bgpte::optimiser
