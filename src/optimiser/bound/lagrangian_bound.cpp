// The Lagrangian bound of stored columns: the relaxation, its ascent, the bound in integers.
#include "src/optimiser/bound/lagrangian_bound.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "src/optimiser/bound/bundle_ascent.hpp"
#include "src/optimiser/bound/most_negative.hpp"
#include "src/optimiser/bound/relaxed_curves.hpp"

namespace bgpte::optimiser {
namespace {

/// Relaxed assignments of the last steps that are kept.
constexpr std::size_t max_visited = 12;

/// The groups' part of the Lagrangian in floating point: value, what it adds to the gradient, and
/// the relaxed assignment.
double relax(const Problem& problem, const std::vector<double>& prices,
             std::vector<double>& gradient, Assignment& assignment) {
  const std::size_t dims = problem.dimensions.size();
  std::vector<double> costs(problem.groups.size(), 0.0);
  for (std::size_t u = 0; u < problem.groups.size(); ++u) {
    const DecisionGroup& group = problem.groups[u];
    assignment[u] = 0;  // Today's column adds nothing.
    for (std::uint32_t c = 1; c < group.columns.size(); ++c) {
      const double* row = group.flows.data() + c * dims;
      double cost = 0;
      for (std::size_t d = 0; d < dims; ++d) {
        cost += row[d] * prices[d];
      }
      if (cost < costs[u]) {
        costs[u] = cost;
        assignment[u] = c;
      }
    }
  }
  keep_most_negative(costs, problem.most_changes, [&](std::size_t u) { assignment[u] = 0; });
  double value = 0;
  for (std::size_t u = 0; u < problem.groups.size(); ++u) {
    value += costs[u];
    const double* row = problem.groups[u].flows.data() + assignment[u] * dims;
    for (std::size_t d = 0; assignment[u] != 0 && d < dims; ++d) {
      gradient[d] += row[d];
    }
  }
  return value;
}

/// The exact bound at given prices, and its columns: `picks` is today at first.
LevelView::Bound exact_bound(const LevelView& view, const Prices& prices,
                             const std::vector<Span>& spans, Assignment& picks) {
  LevelView::Bound bound = view.bound(prices, view.priced(prices), spans);
  const Problem& problem = view.problem();
  std::vector<Int128> costs(problem.groups.size(), 0);
  for (std::size_t u = 0; u < problem.groups.size(); ++u) {
    Int128& least = costs[u];
    for (std::size_t c = 1; c < problem.groups[u].columns.size(); ++c) {
      const Int128 cost = reduced_cost(problem, problem.groups[u], c, prices);
      if (cost < least) {
        least = cost;
        picks[u] = static_cast<std::uint32_t>(c);
      }
    }
  }
  keep_most_negative(costs, problem.most_changes, [&](std::size_t u) { picks[u] = 0; });
  for (const Int128 cost : costs) {
    bound.value += cost;
  }
  return bound;
}

/// The best prices found from those of `result` on. Fills visited.
std::vector<double> best_prices(const LevelView& view, const RelaxedCurves& curves,
                                const std::vector<Span>& spans, const AscentLimits& limits,
                                WorkBudget& budget, LagrangianBound& result) {
  const std::size_t variables = curves.variables();
  const std::vector<double> scale = price_scale(view, spans);
  std::vector<ConcaveEnvelope> lines = curves.known(scale);
  const bool known = !lines.empty();                // Else the curves are part of the cuts.
  std::vector<bool> nonnegative(variables, false);  // Prices of capped goals and replayed bills.
  std::fill(nonnegative.begin() + static_cast<std::ptrdiff_t>(view.dimensions()), nonnegative.end(),
            true);
  const auto goal = static_cast<double>(limits.target - view.constant());
  const double close_enough = std::max(0.5, limits.tolerance * std::max(1.0, std::abs(goal)));
  const std::uint64_t step_work = view.problem().column_count() * variables;
  Assignment assignment(view.problem().groups.size(), 0);
  const auto at = [&](const std::vector<double>& prices, std::vector<double>& slope) {
    budget.spend(step_work);
    slope.assign(variables, 0.0);
    const double value = relax(view.problem(), prices, slope, assignment);
    return known ? value : value + curves.add(prices, slope);
  };
  BundleAscent ascent(as_variables(result.prices), scale, nonnegative, std::move(lines), goal,
                      close_enough);
  std::vector<double> gradient;
  const double value = at(ascent.centre(), gradient);
  ascent.renew(value, gradient);
  result.visited.push_back(assignment);
  ascent.ascend(
      limits.max_steps, at, [&] { return budget.stop().has_value(); },
      [&] {
        result.visited.push_back(assignment);
        if (result.visited.size() > max_visited) {
          result.visited.erase(result.visited.begin());
        }
      });
  return ascent.centre();
}

}  // namespace

std::vector<Span> full_spans(const Problem& problem) {
  const std::size_t dims = problem.dimensions.size();
  std::vector<Span> spans(dims);
  // What each group takes off a dimension and adds to it at most, exact integers.
  std::vector<std::int64_t> off(problem.groups.size());
  std::vector<std::int64_t> on(problem.groups.size());
  for (std::size_t d = 0; d < dims; ++d) {
    for (std::size_t u = 0; u < off.size(); ++u) {
      const DecisionGroup& group = problem.groups[u];
      double least = 0;
      double most = 0;
      for (std::size_t c = 0; c < group.columns.size(); ++c) {
        least = std::min(least, group.flows[c * dims + d]);
        most = std::max(most, group.flows[c * dims + d]);
      }
      off[u] = -static_cast<std::int64_t>(least);
      on[u] = static_cast<std::int64_t>(most);
    }
    const std::int64_t base = problem.dimensions[d].base;
    spans[d] = {base - sum_of_greatest(off, problem.most_changes),
                base + sum_of_greatest(on, problem.most_changes)};
  }
  return spans;
}

LagrangianBound raise_bound(const LevelView& view, const std::vector<Span>& spans,
                            const AscentLimits& limits, WorkBudget& budget) {
  LagrangianBound result;
  result.prices = limits.start != nullptr ? *limits.start : first_prices(view);
  const RelaxedCurves curves(view, spans, result.prices);
  if (!curves.possible()) {
    result.possible = false;
    return result;
  }
  const std::vector<double> centre = best_prices(view, curves, spans, limits, budget, result);
  result.prices = rounded(view, spans, centre, result.prices);
  Assignment last(view.problem().groups.size(), 0);
  const LevelView::Bound bound = exact_bound(view, result.prices, spans, last);
  budget.spend(4 * view.problem().column_count() * curves.variables());
  result.possible = bound.possible;
  result.bound = bound.value;
  result.visited.push_back(last);
  return result;
}

}  // namespace bgpte::optimiser
