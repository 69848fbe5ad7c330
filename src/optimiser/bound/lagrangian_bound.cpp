// The Lagrangian bound of stored columns: the relaxation, its ascent, the bound in integers.
#include "src/optimiser/bound/lagrangian_bound.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "src/optimiser/bound/bundle_ascent.hpp"
#include "src/optimiser/bound/relaxed_curves.hpp"
#include "src/optimiser/search/primal_rounding.hpp"

namespace bgpte::optimiser {
namespace {

/// From this many columns on only `few_columns` of each group are looked at in every step.
constexpr std::size_t min_partial_columns = 400'000;
constexpr std::size_t few_columns = 20;

/// Columns of relaxed assignments that are kept for their mean.
constexpr std::size_t max_kept_columns = 50'000'000;

/// The Lagrangian in floating point over the columns that are open.
class Lagrangian {
 public:
  Lagrangian(const LevelView& view, const std::vector<Span>& spans, const Prices& start)
      : problem_(view.problem()),
        curves_(view, spans, start),
        known_(curves_.possible() && !curves_.known(price_scale(view, spans)).empty()) {}

  [[nodiscard]] bool possible() const { return curves_.possible(); }
  [[nodiscard]] std::size_t variables() const { return curves_.variables(); }
  /// The curves' part, each of its own price; where it is known `at` leaves it out.
  [[nodiscard]] std::vector<ConcaveEnvelope> known(const std::vector<double>& scale) const {
    return curves_.known(scale);
  }
  [[nodiscard]] double total(double value, const std::vector<double>& prices) const {
    std::vector<double> unused(variables());
    return known_ ? value + curves_.add(prices, unused) : value;
  }

  /// Value and supergradient at the prices (dimensions, then caps); the relaxed assignment.
  double at(const std::vector<double>& prices, std::vector<double>& gradient,
            Assignment& assignment) const {
    const std::size_t dims = curves_.dimensions();
    gradient.assign(variables(), 0.0);
    double value = 0;
    for (std::size_t u = 0; u < problem_.groups.size(); ++u) {
      const double* flows = packed_.data() + first_[u] * dims;
      const std::size_t columns = first_[u + 1] - first_[u];
      double least = 0;  // Today's column, always the first, adds nothing.
      std::size_t best = 0;
      for (std::size_t c = 1; c < columns; ++c) {
        const double* row = flows + c * dims;
        double cost = 0;
        for (std::size_t d = 0; d < dims; ++d) {
          cost += row[d] * prices[d];
        }
        if (cost < least) {
          least = cost;
          best = c;
        }
      }
      assignment[u] = open_[first_[u] + best];
      value += least;
      for (std::size_t d = 0; d < dims; ++d) {
        gradient[d] += flows[best * dims + d];
      }
    }
    return known_ ? value : value + curves_.add(prices, gradient);
  }

  /// Adds the columns that cost least at these prices, `most` of each group, to today's and those
  /// that were open before.
  void open(const std::vector<double>& prices, std::size_t count) {
    const std::size_t dims = curves_.dimensions();
    const std::vector<std::uint32_t> old = std::move(open_);
    const std::vector<std::size_t> old_first = std::move(first_);
    open_.clear();
    first_.assign(1, 0);
    packed_.clear();
    std::vector<std::pair<double, std::uint32_t>> order;
    for (const DecisionGroup& group : problem_.groups) {
      order.clear();
      for (std::uint32_t c = 1; c < group.columns.size(); ++c) {
        double cost = 0;
        for (std::size_t d = 0; d < dims; ++d) {
          cost += group.flows[c * dims + d] * prices[d];
        }
        order.emplace_back(cost, c);
      }
      if (order.size() > count) {
        std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count),
                         order.end());
        order.resize(count);
      }
      const std::size_t u = first_.size() - 1;
      if (!old.empty()) {
        for (std::size_t i = old_first[u] + 1; i < old_first[u + 1]; ++i) {
          order.emplace_back(0.0, old[i]);
        }
      }
      for (auto& [cost, c] : order) {
        cost = static_cast<double>(c);
      }
      std::sort(order.begin(), order.end());
      order.erase(std::unique(order.begin(), order.end()), order.end());
      order.emplace(order.begin(), 0.0, 0U);
      for (const auto& [cost, c] : order) {
        open_.push_back(c);
        packed_.insert(packed_.end(), group.flows.begin() + static_cast<std::ptrdiff_t>(c * dims),
                       group.flows.begin() + static_cast<std::ptrdiff_t>((c + 1) * dims));
      }
      first_.push_back(open_.size());
    }
  }
  [[nodiscard]] std::size_t open_columns() const { return open_.size(); }
  [[nodiscard]] OpenColumns open_lists() const {
    OpenColumns lists;
    for (std::size_t u = 0; u + 1 < first_.size(); ++u) {
      lists.emplace_back(open_.begin() + static_cast<std::ptrdiff_t>(first_[u]),
                         open_.begin() + static_cast<std::ptrdiff_t>(first_[u + 1]));
    }
    return lists;
  }

 private:
  const Problem& problem_;
  RelaxedCurves curves_;
  bool known_;
  std::vector<std::uint32_t> open_;  ///< Columns looked at, group after group.
  std::vector<std::size_t> first_;   ///< Where a group's begin in `open_`.
  std::vector<double> packed_;       ///< Their flows.
};

}  // namespace

std::vector<Span> full_spans(const Problem& problem) {
  const std::size_t dims = problem.dimensions.size();
  std::vector<Span> spans(dims);
  for (std::size_t d = 0; d < dims; ++d) {
    spans[d] = {problem.dimensions[d].base, problem.dimensions[d].base};
  }
  std::vector<double> lo(dims), hi(dims);
  for (const DecisionGroup& group : problem.groups) {
    std::fill(lo.begin(), lo.end(), 0.0);
    std::fill(hi.begin(), hi.end(), 0.0);
    for (std::size_t c = 0; c < group.columns.size(); ++c) {
      for (std::size_t d = 0; d < dims; ++d) {
        lo[d] = std::min(lo[d], group.flows[c * dims + d]);
        hi[d] = std::max(hi[d], group.flows[c * dims + d]);
      }
    }
    for (std::size_t d = 0; d < dims; ++d) {
      spans[d].lo += static_cast<std::int64_t>(lo[d]);
      spans[d].hi += static_cast<std::int64_t>(hi[d]);
    }
  }
  return spans;
}

LevelView::Bound exact_bound(const LevelView& view, const Prices& prices,
                             const std::vector<Span>& spans, Assignment* assignment) {
  LevelView::Bound bound = view.bound(prices, view.priced(prices), spans);
  const Problem& problem = view.problem();
  for (std::size_t u = 0; u < problem.groups.size(); ++u) {
    Int128 least = 0;
    std::size_t best = 0;
    for (std::size_t c = 1; c < problem.groups[u].columns.size(); ++c) {
      const Int128 cost = reduced_cost(problem, problem.groups[u], c, prices);
      if (cost < least) {
        least = cost;
        best = c;
      }
    }
    bound.value += least;
    if (assignment != nullptr) {
      (*assignment)[u] = static_cast<std::uint32_t>(best);
    }
  }
  return bound;
}

LagrangianBound raise_bound(const LevelView& view, const std::vector<Span>& spans,
                            const AscentLimits& limits, WorkBudget& budget) {
  LagrangianBound result;
  result.prices = limits.start != nullptr ? *limits.start : first_prices(view);
  Lagrangian lagrangian(view, spans, result.prices);
  if (!lagrangian.possible()) {
    result.possible = false;
    return result;
  }
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  const std::size_t variables = lagrangian.variables();
  const std::vector<double> scale = price_scale(view, spans);
  std::vector<double> centre = as_variables(result.prices);
  std::size_t columns = 0;
  for (const DecisionGroup& group : problem.groups) {
    columns += group.columns.size();
  }
  // A large problem ascends over the few columns of each group that cost least, and looks at all of
  // them again when that is done.
  const bool partial = columns > min_partial_columns;
  const std::size_t max_open = partial ? few_columns : columns;
  lagrangian.open(centre, max_open);
  budget.spend(columns * variables);
  Assignment assignment(problem.groups.size(), 0);
  std::vector<double> gradient;
  const double goal = static_cast<double>(limits.target - view.constant());
  const double close_enough = std::max(0.5, limits.tolerance * std::max(1.0, std::abs(goal)));
  std::vector<bool> signs(variables, false);
  std::fill(signs.begin() + static_cast<std::ptrdiff_t>(dims), signs.end(), true);
  double value = 0;
  std::size_t steps_left = limits.max_steps;
  std::vector<double> proven_centre = centre;
  double proven = -std::numeric_limits<double>::infinity();
  double shorter = 1;
  for (int round = 0; round < (partial ? 16 : 1); ++round) {
    const std::uint64_t step_work = lagrangian.open_columns() * variables;
    value = lagrangian.at(centre, gradient, assignment);
    if (round == 0) {
      result.visited.push_back(assignment);
    }
    const std::size_t now = partial ? std::min<std::size_t>(steps_left, 25) : steps_left;
    BundleAscent ascent(centre, scale, signs, lagrangian.known(scale), goal, close_enough);
    ascent.renew(value, gradient);
    ascent.scale_step(shorter);
    std::vector<Assignment> asked;
    if ((now + 1) * assignment.size() <= max_kept_columns) {
      asked.push_back(assignment);
    }
    const std::size_t steps = ascent.ascend(
        now,
        [&](const std::vector<double>& at, std::vector<double>& slope) {
          budget.spend(step_work);
          const double there = lagrangian.at(at, slope, assignment);
          if (!asked.empty()) {
            asked.push_back(assignment);
          }
          return there;
        },
        [&] { return budget.stop().has_value(); },
        [&] {
          result.visited.push_back(assignment);
          if (result.visited.size() > 12) {
            result.visited.erase(result.visited.begin());
          }
        });
    centre = ascent.centre();
    value = ascent.value();
    steps_left -= steps;
    if (steps > 0 && !asked.empty()) {
      std::vector<std::pair<const Assignment*, double>> answers;
      for (const auto& [answer, weight] : ascent.mixture()) {
        answers.emplace_back(&asked[answer], weight);
      }
      result.rounded = round_mixture(problem, spans, answers);
      result.mean = mean_loads(view, answers);
    }
    if (partial) {
      const double reached = value;
      lagrangian.open(centre, max_open);
      budget.spend(columns * variables);
      value = lagrangian.total(lagrangian.at(centre, gradient, assignment), centre);
      // What all columns together prove; where the open ones led astray, back and with care.
      if (value > proven) {
        const bool done = reached - value <= std::max(close_enough, 1e-5 * std::abs(goal)) &&
                          value - proven <= 1e-5 * std::abs(goal);
        proven = value;
        proven_centre = centre;
        if (done) {
          break;
        }
      } else if (reached - value <= close_enough) {
        break;  // Nothing was left out, and nothing is to be gained.
      } else {
        centre = proven_centre;
        shorter *= 0.2;
      }
      if (budget.asked_to_stop()) {
        break;
      }
    }
  }
  if (partial) {
    centre = proven_centre;
  }
  if (partial) {
    result.open = lagrangian.open_lists();
  }
  result.prices = rounded(view, spans, centre, result.prices);
  Assignment last(problem.groups.size(), 0);
  const LevelView::Bound bound = exact_bound(view, result.prices, spans, &last);
  budget.spend(4 * columns * variables);
  result.possible = bound.possible;
  result.bound = bound.value;
  result.visited.push_back(last);
  return result;
}

}  // namespace bgpte::optimiser
