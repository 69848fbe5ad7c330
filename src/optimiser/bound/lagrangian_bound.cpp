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

/// From this many columns on only `few_columns` of each group are looked at in every step.
constexpr std::size_t min_partial_columns = 400'000;
constexpr std::size_t few_columns = 20;
/// Rounds of such an ascent, and steps of a round.
constexpr int max_rounds = 16;
constexpr std::size_t steps_of_a_round = 25;
/// Relaxed assignments of the last steps that are kept.
constexpr std::size_t max_visited = 12;

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
    std::vector<double> costs(problem_.groups.size());
    std::vector<std::size_t> picks(problem_.groups.size());
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
      costs[u] = least;
      picks[u] = best;
    }
    keep_most_negative(costs, problem_.most_changes, [&](std::size_t u) { picks[u] = 0; });
    double value = 0;
    for (std::size_t u = 0; u < problem_.groups.size(); ++u) {
      assignment[u] = open_[first_[u] + picks[u]];
      value += costs[u];
      for (std::size_t d = 0; picks[u] != 0 && d < dims; ++d) {
        gradient[d] += packed_[(first_[u] + picks[u]) * dims + d];
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

std::size_t column_count(const Problem& problem) {
  std::size_t columns = 0;
  for (const DecisionGroup& group : problem.groups) {
    columns += group.columns.size();
  }
  return columns;
}

/// The ascent of the bound over the prices. A problem with very many columns is partial: it ascends
/// over the few columns of each group that are cheap, and prices all of them between two rounds.
class BoundAscent {
 public:
  BoundAscent(const LevelView& view, const std::vector<Span>& spans, const AscentLimits& limits,
              WorkBudget& budget, Lagrangian& lagrangian)
      : view_(view),
        spans_(spans),
        budget_(budget),
        lagrangian_(lagrangian),
        variables_(lagrangian.variables()),
        columns_(column_count(view.problem())),
        partial_(columns_ > min_partial_columns),
        scale_(price_scale(view, spans)),
        nonnegative_(variables_, false),
        goal_(static_cast<double>(limits.target - view.constant())),
        close_enough_(std::max(0.5, limits.tolerance * std::max(1.0, std::abs(goal_)))),
        steps_left_(limits.max_steps),
        assignment_(view.problem().groups.size(), 0) {
    std::fill(nonnegative_.begin() + static_cast<std::ptrdiff_t>(view.dimensions()),
              nonnegative_.end(), true);
  }

  /// The best prices found from those of `result` on. Fills visited and open.
  std::vector<double> best_prices(LagrangianBound& result) {
    centre_ = as_variables(result.prices);
    open_cheapest();
    if (!partial_) {
      ascend(steps_left_, result);
      return centre_;
    }
    proven_centre_ = centre_;
    for (int round = 0; round < max_rounds; ++round) {
      steps_left_ -= ascend(std::min(steps_left_, steps_of_a_round), result);
      if (!price_all_columns() || budget_.asked_to_stop()) {
        break;
      }
    }
    result.open = lagrangian_.open_lists();
    return proven_centre_;
  }

 private:
  void open_cheapest() {
    lagrangian_.open(centre_, partial_ ? few_columns : columns_);
    budget_.spend(columns_ * variables_);
  }

  /// At most so many steps of the bundle method over the open columns. Returns how many were made.
  std::size_t ascend(std::size_t max_steps, LagrangianBound& result) {
    const std::uint64_t step_work = lagrangian_.open_columns() * variables_;
    value_ = lagrangian_.at(centre_, gradient_, assignment_);
    if (result.visited.empty()) {
      result.visited.push_back(assignment_);
    }
    BundleAscent ascent(centre_, scale_, nonnegative_, lagrangian_.known(scale_), goal_,
                        close_enough_);
    ascent.renew(value_, gradient_);
    ascent.scale_step(first_step_);
    const std::size_t steps = ascent.ascend(
        max_steps,
        [&](const std::vector<double>& at, std::vector<double>& slope) {
          budget_.spend(step_work);
          return lagrangian_.at(at, slope, assignment_);
        },
        [&] { return budget_.stop().has_value(); },
        [&] {
          result.visited.push_back(assignment_);
          if (result.visited.size() > max_visited) {
            result.visited.erase(result.visited.begin());
          }
        });
    centre_ = ascent.centre();
    value_ = ascent.value();
    return steps;
  }

  /// What all columns together prove at the centre; opens those that are cheap there. Where the
  /// open columns led astray, the ascent goes back and begins with shorter steps. False where
  /// nothing more is to be gained.
  bool price_all_columns() {
    const double reached = value_;
    open_cheapest();
    value_ = lagrangian_.total(lagrangian_.at(centre_, gradient_, assignment_), centre_);
    if (value_ > proven_) {
      const bool done = reached - value_ <= std::max(close_enough_, 1e-5 * std::abs(goal_)) &&
                        value_ - proven_ <= 1e-5 * std::abs(goal_);
      proven_ = value_;
      proven_centre_ = centre_;
      return !done;
    }
    if (reached - value_ <= close_enough_) {
      return false;
    }
    centre_ = proven_centre_;
    first_step_ *= 0.2;
    return true;
  }

  const LevelView& view_;
  const std::vector<Span>& spans_;
  WorkBudget& budget_;
  Lagrangian& lagrangian_;
  std::size_t variables_;
  std::size_t columns_;
  bool partial_;
  std::vector<double> scale_;
  std::vector<bool> nonnegative_;  ///< [variable]: prices of capped goals and of replayed bills.
  double goal_;                    ///< The target, without the level's constant.
  double close_enough_;
  std::size_t steps_left_;
  Assignment assignment_;  ///< The relaxed assignment where the Lagrangian was evaluated last.
  std::vector<double> gradient_;
  std::vector<double> centre_;
  double value_ = 0;       ///< At the centre, over the open columns.
  double first_step_ = 1;  ///< Factor of the first step of a round.
  std::vector<double> proven_centre_;
  double proven_ = -std::numeric_limits<double>::infinity();  ///< Over all columns.
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
  std::vector<Int128> costs(problem.groups.size(), 0);
  Assignment picks(problem.groups.size(), 0);
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
  if (assignment != nullptr) {
    *assignment = std::move(picks);
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
  const std::vector<double> centre =
      BoundAscent(view, spans, limits, budget, lagrangian).best_prices(result);
  result.prices = rounded(view, spans, centre, result.prices);
  Assignment last(view.problem().groups.size(), 0);
  const LevelView::Bound bound = exact_bound(view, result.prices, spans, &last);
  budget.spend(4 * column_count(view.problem()) * lagrangian.variables());
  result.possible = bound.possible;
  result.bound = bound.value;
  result.visited.push_back(last);
  return result;
}

}  // namespace bgpte::optimiser
