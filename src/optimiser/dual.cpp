#include "dual.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bundle.hpp"

namespace bgpte::optimiser {
namespace {

/// From this many columns on only `few_columns` of each unit are looked at in every step.
constexpr std::size_t many_columns = 400'000;
constexpr std::size_t few_columns = 20;

/// One stretch of a dimension, clipped to its span, with all its curves linear on it.
struct Stretch {
  double from = 0, to = 0;
  double value = 0, slope = 0;           ///< Of the stage's goal (and joint bills) at `from`.
  std::vector<double> held, held_slope;  ///< Of each hold.
};

std::int64_t next_from(const std::vector<std::int64_t>& starts, std::size_t i, std::int64_t hi) {
  return i + 1 < starts.size() ? std::min(hi, starts[i + 1] - 1) : hi;
}

double slope_at(const Piecewise& curve, std::int64_t rate) {
  return static_cast<double>(curve.at(rate + 1) - curve.at(rate));
}

/// The Lagrangian in floating point: what the bundle climbs. Its end point is evaluated again in
/// integers, so nothing here needs to be exact.
class Lagrangian {
 public:
  Lagrangian(const StageView& view, const std::vector<Span>& spans, const Prices& start)
      : problem_(view.problem()), holds_(view.stage().holds.size()) {
    Prices joint_only = start;
    std::fill(joint_only.holds.begin(), joint_only.holds.end(), Int128{0});
    const std::vector<Piecewise> curves = view.priced(joint_only);
    for (std::size_t d = 0; d < spans.size(); ++d) {
      const std::int64_t hi = std::min(spans[d].hi, view.limit(d));
      if (hi < spans[d].lo) {
        possible_ = false;
        return;
      }
      std::vector<std::int64_t> starts{spans[d].lo};
      const auto add = [&](const Piecewise& curve) {
        for (const Piecewise::Segment& segment : curve.segments()) {
          if (segment.from > spans[d].lo && segment.from <= hi) {
            starts.push_back(segment.from);
          }
        }
      };
      add(curves[d]);
      for (std::size_t k = 0; k < holds_; ++k) {
        add(view.held(k, d));
      }
      std::sort(starts.begin(), starts.end());
      starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
      std::vector<Stretch> stretches;
      for (std::size_t i = 0; i < starts.size(); ++i) {
        Stretch stretch;
        stretch.from = static_cast<double>(starts[i]);
        stretch.to = static_cast<double>(next_from(starts, i, hi));
        stretch.value = static_cast<double>(curves[d].at(starts[i]));
        const bool wide = stretch.to > stretch.from;
        stretch.slope = wide ? slope_at(curves[d], starts[i]) : 0;
        for (std::size_t k = 0; k < holds_; ++k) {
          stretch.held.push_back(static_cast<double>(view.held(k, d).at(starts[i])));
          stretch.held_slope.push_back(wide ? slope_at(view.held(k, d), starts[i]) : 0);
        }
        stretches.push_back(std::move(stretch));
      }
      stretches_.push_back(std::move(stretches));
    }
    for (std::size_t k = 0; k < holds_; ++k) {
      most_.push_back(static_cast<double>(view.stage().holds[k].most));
    }
  }

  [[nodiscard]] bool possible() const { return possible_; }
  [[nodiscard]] std::size_t variables() const { return stretches_.size() + holds_; }

  /// Value and supergradient at the prices (dimensions, then holds); the relaxed answer.
  double at(const std::vector<double>& prices, std::vector<double>& gradient,
            Choice& choice) const {
    const std::size_t dims = stretches_.size();
    gradient.assign(variables(), 0.0);
    double value = 0;
    for (std::size_t u = 0; u < problem_.units.size(); ++u) {
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
      choice[u] = open_[first_[u] + best];
      value += least;
      for (std::size_t d = 0; d < dims; ++d) {
        gradient[d] += flows[best * dims + d];
      }
    }
    for (std::size_t d = 0; d < dims; ++d) {
      double least = std::numeric_limits<double>::infinity();
      double argument = 0;
      const Stretch* where = nullptr;
      for (const Stretch& stretch : stretches_[d]) {
        double start = stretch.value;
        double slope = stretch.slope - prices[d];
        for (std::size_t k = 0; k < holds_; ++k) {
          start += prices[dims + k] * stretch.held[k];
          slope += prices[dims + k] * stretch.held_slope[k];
        }
        start -= prices[d] * stretch.from;
        const double y = slope < 0 ? stretch.to : stretch.from;
        const double total = start + slope * (y - stretch.from);
        if (total < least) {
          least = total;
          argument = y;
          where = &stretch;
        }
      }
      const auto base = static_cast<double>(problem_.dimensions[d].base);
      value += least + prices[d] * base;
      gradient[d] += base - argument;
      for (std::size_t k = 0; k < holds_; ++k) {
        gradient[dims + k] += where->held[k] + where->held_slope[k] * (argument - where->from);
      }
    }
    for (std::size_t k = 0; k < holds_; ++k) {
      value -= prices[dims + k] * most_[k];
      gradient[dims + k] -= most_[k];
    }
    return value;
  }

  /// Adds the columns that cost least at these prices, `most` of each unit, to today's and those
  /// that were open before.
  void open(const std::vector<double>& prices, std::size_t most) {
    const std::size_t dims = stretches_.size();
    const std::vector<std::uint32_t> old = std::move(open_);
    const std::vector<std::size_t> old_first = std::move(first_);
    open_.clear();
    first_.assign(1, 0);
    packed_.clear();
    std::vector<std::pair<double, std::uint32_t>> order;
    for (const Unit& unit : problem_.units) {
      order.clear();
      for (std::uint32_t c = 1; c < unit.columns.size(); ++c) {
        double cost = 0;
        for (std::size_t d = 0; d < dims; ++d) {
          cost += unit.flows[c * dims + d] * prices[d];
        }
        order.emplace_back(cost, c);
      }
      if (order.size() > most) {
        std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most),
                         order.end());
        order.resize(most);
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
        packed_.insert(packed_.end(), unit.flows.begin() + static_cast<std::ptrdiff_t>(c * dims),
                       unit.flows.begin() + static_cast<std::ptrdiff_t>((c + 1) * dims));
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
  std::size_t holds_;
  std::vector<std::uint32_t> open_;  ///< Columns looked at, unit after unit.
  std::vector<std::size_t> first_;   ///< Where a unit's begin in `open_`.
  std::vector<double> packed_;       ///< Their flows.
  bool possible_ = true;
  std::vector<std::vector<Stretch>> stretches_;
  std::vector<double> most_;
};

Prices rounded(const std::vector<double>& prices, const Prices& like) {
  Prices result = like;
  const std::size_t dims = like.dimensions.size();
  for (std::size_t d = 0; d < dims; ++d) {
    result.dimensions[d] = static_cast<Int128>(std::floor(prices[d] + 0.5));
  }
  for (std::size_t k = 0; k < like.holds.size(); ++k) {
    result.holds[k] = std::max<Int128>(0, static_cast<Int128>(std::floor(prices[dims + k] + 0.5)));
  }
  return result;
}

Prices first_prices(const StageView& view) {
  const Problem& problem = view.problem();
  Prices prices;
  prices.holds.assign(view.stage().holds.size(), 0);
  for (const JointBill& bill : problem.joint_bills) {
    std::int64_t rate = 0;
    for (const JointBill::Part& part : bill.parts) {
      rate += std::max(part.floor, problem.dimensions[part.dimension].base);
    }
    prices.joint.push_back(view.joint_factor() * (bill.outer.at(rate + 1) - bill.outer.at(rate)));
  }
  for (std::size_t d = 0; d < view.dimensions(); ++d) {
    const std::int64_t base = problem.dimensions[d].base;
    prices.dimensions.push_back(view.objective(d).at(base + 1) - view.objective(d).at(base));
  }
  return prices;
}

}  // namespace

std::vector<Span> full_spans(const Problem& problem) {
  const std::size_t dims = problem.dimensions.size();
  std::vector<Span> spans(dims);
  for (std::size_t d = 0; d < dims; ++d) {
    spans[d] = {problem.dimensions[d].base, problem.dimensions[d].base};
  }
  std::vector<double> lo(dims), hi(dims);
  for (const Unit& unit : problem.units) {
    std::fill(lo.begin(), lo.end(), 0.0);
    std::fill(hi.begin(), hi.end(), 0.0);
    for (std::size_t c = 0; c < unit.columns.size(); ++c) {
      for (std::size_t d = 0; d < dims; ++d) {
        lo[d] = std::min(lo[d], unit.flows[c * dims + d]);
        hi[d] = std::max(hi[d], unit.flows[c * dims + d]);
      }
    }
    for (std::size_t d = 0; d < dims; ++d) {
      spans[d].lo += static_cast<std::int64_t>(lo[d]);
      spans[d].hi += static_cast<std::int64_t>(hi[d]);
    }
  }
  return spans;
}

StageView::Bound exact_bound(const StageView& view, const Prices& prices,
                             const std::vector<Span>& spans, Choice* choice) {
  StageView::Bound bound = view.bound(prices, view.priced(prices), spans);
  const Problem& problem = view.problem();
  for (std::size_t u = 0; u < problem.units.size(); ++u) {
    Int128 least = 0;
    std::size_t best = 0;
    for (std::size_t c = 1; c < problem.units[u].columns.size(); ++c) {
      const Int128 cost = reduced_cost(problem, problem.units[u], c, prices);
      if (cost < least) {
        least = cost;
        best = c;
      }
    }
    bound.value += least;
    if (choice != nullptr) {
      (*choice)[u] = static_cast<std::uint32_t>(best);
    }
  }
  return bound;
}

Dual raise_bound(const StageView& view, const std::vector<Span>& spans, Int128 target,
                 double tolerance, std::size_t most_steps, const Prices* warm, Effort& effort) {
  Dual result;
  result.prices = warm != nullptr ? *warm : first_prices(view);
  Lagrangian lagrangian(view, spans, result.prices);
  if (!lagrangian.possible()) {
    result.possible = false;
    return result;
  }
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  const std::size_t variables = lagrangian.variables();
  // One unit of each price counts by how much flow it can move.
  std::vector<double> scale(variables, 1.0);
  for (std::size_t d = 0; d < dims; ++d) {
    scale[d] = std::max(1.0, static_cast<double>(spans[d].hi - spans[d].lo));
  }
  for (std::size_t k = dims; k < variables; ++k) {
    double most = 1;
    for (std::size_t d = 0; d < dims; ++d) {
      const Piecewise& held = view.held(k - dims, d);
      most = std::max(most, static_cast<double>(held.at(spans[d].hi) - held.at(spans[d].lo)));
    }
    scale[k] = most;
  }
  std::vector<double> centre(variables, 0.0);
  for (std::size_t d = 0; d < dims; ++d) {
    centre[d] = static_cast<double>(result.prices.dimensions[d]);
  }
  for (std::size_t k = dims; k < variables; ++k) {
    centre[k] = static_cast<double>(result.prices.holds[k - dims]);
  }
  std::size_t columns = 0;
  for (const Unit& unit : problem.units) {
    columns += unit.columns.size();
  }
  // A large problem climbs over the few columns of each unit that cost least, and looks at all of
  // them again when that is done.
  const bool partial = columns > many_columns;
  const std::size_t most_open = partial ? few_columns : columns;
  lagrangian.open(centre, most_open);
  effort.spend(columns * variables);
  Choice choice(problem.units.size(), 0);
  std::vector<double> gradient;
  const double goal = static_cast<double>(target - view.constant());
  const double close_enough = std::max(0.5, tolerance * std::max(1.0, std::abs(goal)));
  const auto scaled = [&](std::vector<double> g) {
    for (std::size_t v = 0; v < variables; ++v) {
      g[v] /= scale[v];
    }
    return g;
  };
  double value = 0;
  std::size_t steps_left = most_steps;
  std::vector<double> proven_centre = centre;
  double proven = -std::numeric_limits<double>::infinity();
  double shorter = 1;
  for (int round = 0; round < (partial ? 16 : 1); ++round) {
    const std::uint64_t step_work = lagrangian.open_columns() * variables;
    value = lagrangian.at(centre, gradient, choice);
    if (round == 0) {
      result.visited.push_back(choice);
    }
    Bundle bundle(variables);
    bundle.add(scaled(gradient), 0);
    double t = 0;
    {
      double norm2 = 0;
      for (const double g : scaled(gradient)) {
        norm2 += g * g;
      }
      t = norm2 > 0 ? std::max(1.0, goal - value) / norm2 : 1.0;
    }
    t *= shorter;
    int nulls = 0;
    const std::size_t round_end = partial ? steps_left - std::min<std::size_t>(steps_left, 25) : 0;
    for (; steps_left > round_end && goal - value > close_enough; --steps_left) {
      if (effort.stop()) {
        break;
      }
      Bundle::Step move = bundle.solve(t);
      if (move.expected <= 0.02 * close_enough) {
        break;
      }
      std::vector<double> trial = centre;
      for (std::size_t v = 0; v < variables; ++v) {
        trial[v] += move.step[v] / scale[v];
        if (v >= dims && trial[v] < 0) {
          trial[v] = 0;
        }
        move.step[v] = (trial[v] - centre[v]) * scale[v];
      }
      const double reached = lagrangian.at(trial, gradient, choice);
      effort.spend(step_work);
      const std::vector<double> cut = scaled(gradient);
      double along = 0;
      for (std::size_t v = 0; v < variables; ++v) {
        along += cut[v] * move.step[v];
      }
      if (reached - value >= 0.1 * move.expected) {
        bundle.move(move.step, reached - value);
        bundle.add(cut, 0);
        // The new slope still points the same way: the step was short.
        if (along > 0 || reached - value >= 0.7 * move.expected) {
          t *= 2;
        }
        centre = trial;
        value = reached;
        nulls = 0;
        result.visited.push_back(choice);
        if (result.visited.size() > 12) {
          result.visited.erase(result.visited.begin());
        }
      } else {
        // The cut at the trial point, seen from the centre.
        bundle.add(cut, reached - along - value);
        if (++nulls >= 4 && reached < value) {
          t *= 0.6;
          nulls = 0;
        }
      }
    }
    if (partial) {
      const double reached = value;
      lagrangian.open(centre, most_open);
      effort.spend(columns * variables);
      value = lagrangian.at(centre, gradient, choice);
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
      if (effort.asked_to_stop()) {
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
  result.prices = rounded(centre, result.prices);
  Choice last(problem.units.size(), 0);
  const StageView::Bound bound = exact_bound(view, result.prices, spans, &last);
  effort.spend(4 * columns * variables);
  result.possible = bound.possible;
  result.bound = bound.value;
  result.visited.push_back(last);
  return result;
}

}  // namespace bgpte::optimiser
