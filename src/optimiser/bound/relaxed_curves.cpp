// The part of the Lagrangian that stands in the curves, in floating point.
#include "src/optimiser/bound/relaxed_curves.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bgpte::optimiser {
namespace {

std::int64_t next_from(const std::vector<std::int64_t>& starts, std::size_t i, std::int64_t hi) {
  return i + 1 < starts.size() ? std::min(hi, starts[i + 1] - 1) : hi;
}

double slope_at(const billing::Piecewise& curve, std::int64_t rate) {
  return static_cast<double>(curve.at(rate + 1) - curve.at(rate));
}

}  // namespace

RelaxedCurves::RelaxedCurves(const LevelView& view, const std::vector<Span>& spans,
                             const Prices& start)
    : goal_caps_(view.level().goal_caps.size()), replay_prices_(view.replay_prices()) {
  Prices joint_only = start;
  std::fill(joint_only.goal_caps.begin(), joint_only.goal_caps.end(), Int128{0});
  const std::vector<billing::Piecewise> curves = view.priced(joint_only);
  for (std::size_t d = 0; d < spans.size(); ++d) {
    const std::int64_t hi = std::min(spans[d].hi, view.limit(d));
    if (hi < spans[d].lo) {
      possible_ = false;
      return;
    }
    base_.push_back(static_cast<double>(view.problem().dimensions[d].base));
    if (view.replayed(d)) {
      stretches_.emplace_back();  // Part of a replayed bill.
      continue;
    }
    std::vector<std::int64_t> starts{spans[d].lo};
    const auto add = [&](const billing::Piecewise& curve) {
      for (const billing::Piecewise::Segment& segment : curve.segments()) {
        if (segment.from > spans[d].lo && segment.from <= hi) {
          starts.push_back(segment.from);
        }
      }
    };
    add(curves[d]);
    for (std::size_t k = 0; k < goal_caps_; ++k) {
      add(view.capped_goal(k, d));
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
      for (std::size_t k = 0; k < goal_caps_; ++k) {
        stretch.capped.push_back(static_cast<double>(view.capped_goal(k, d).at(starts[i])));
        stretch.capped_slope.push_back(wide ? slope_at(view.capped_goal(k, d), starts[i]) : 0);
      }
      stretches.push_back(std::move(stretch));
    }
    stretches_.push_back(std::move(stretches));
  }
  for (const ReplayBound& bound : view.replays()) {
    replays_.emplace_back(bound, spans);
  }
  for (std::size_t k = 0; k < goal_caps_; ++k) {
    cap_.push_back(static_cast<double>(view.level().goal_caps[k].max));
  }
}

std::vector<ConcaveEnvelope> RelaxedCurves::known(const std::vector<double>& scale) const {
  const auto elsewhere = [](const std::vector<Stretch>& stretches) { return stretches.empty(); };
  if (goal_caps_ > 0 || std::any_of(stretches_.begin(), stretches_.end(), elsewhere)) {
    return {};
  }
  std::vector<ConcaveEnvelope> result;
  for (std::size_t d = 0; d < stretches_.size(); ++d) {
    std::vector<ConcaveEnvelope::Line> lines;
    for (const Stretch& stretch : stretches_[d]) {
      for (const double y : {stretch.from, stretch.to}) {
        lines.push_back(
            {stretch.value + stretch.slope * (y - stretch.from), (base_[d] - y) / scale[d]});
      }
    }
    result.emplace_back(std::move(lines));
  }
  return result;
}

double RelaxedCurves::add(const std::vector<double>& prices, std::vector<double>& gradient) const {
  const std::size_t dims = stretches_.size();
  double value = 0;
  for (std::size_t d = 0; d < dims; ++d) {
    if (stretches_[d].empty()) {
      value += prices[d] * base_[d];
      gradient[d] += base_[d];
      continue;
    }
    double least = std::numeric_limits<double>::infinity();
    double argument = 0;
    const Stretch* where = &stretches_[d].front();
    for (const Stretch& stretch : stretches_[d]) {
      double start = stretch.value;
      double slope = stretch.slope - prices[d];
      for (std::size_t k = 0; k < goal_caps_; ++k) {
        start += prices[dims + k] * stretch.capped[k];
        slope += prices[dims + k] * stretch.capped_slope[k];
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
    const double base = base_[d];
    value += least + prices[d] * base;
    gradient[d] += base - argument;
    for (std::size_t k = 0; k < goal_caps_; ++k) {
      gradient[dims + k] += where->capped[k] + where->capped_slope[k] * (argument - where->from);
    }
  }
  for (std::size_t k = 0; k < goal_caps_; ++k) {
    value -= prices[dims + k] * cap_[k];
    gradient[dims + k] -= cap_[k];
  }
  std::size_t v = dims + goal_caps_;
  for (const RelaxedReplay& replay : replays_) {
    value += replay.add(prices.data() + v, prices.data(), gradient.data() + v, gradient.data());
    v += replay.prices();
  }
  return value;
}

Prices rounded(const LevelView& view, const std::vector<Span>& spans,
               const std::vector<double>& prices, const Prices& like) {
  Prices result = like;
  const std::size_t dims = like.dimensions.size();
  // Every price times what it can be multiplied by stays far inside 128 bits, all of them together.
  constexpr double room = 1e37;
  const auto clamped = [&](double price, double counts, Int128 otherwise) {
    if (!std::isfinite(price)) {
      return otherwise;
    }
    const double max_price = room / (static_cast<double>(prices.size()) * (1 + counts));
    return static_cast<Int128>(std::floor(std::clamp(price, -max_price, max_price) + 0.5));
  };
  const auto size = [](auto number) { return std::abs(static_cast<double>(number)); };
  for (std::size_t d = 0; d < dims; ++d) {
    const double counts =
        size(spans[d].lo) + size(spans[d].hi) + size(view.problem().dimensions[d].base);
    result.dimensions[d] = clamped(prices[d], counts, like.dimensions[d]);
  }
  for (std::size_t k = 0; k < like.goal_caps.size(); ++k) {
    double counts = size(view.level().goal_caps[k].max);
    for (std::size_t d = 0; d < dims; ++d) {
      counts += size(view.capped_goal(k, d).at(std::max<std::int64_t>(0, spans[d].hi)));
    }
    result.goal_caps[k] = std::max<Int128>(0, clamped(prices[dims + k], counts, like.goal_caps[k]));
  }
  std::size_t v = 0;
  for (const ReplayBound& replay : view.replays()) {
    // A price is multiplied by rates and by the slopes of underestimators.
    const double counts = 4 * (size(replay.max_rate()) +
                               std::ldexp(1.0, billing::PercentileUnderestimator::shift + 20));
    for (std::size_t w = 0; w < replay.prices(); ++w, ++v) {
      result.replayed[v] = std::max<Int128>(
          0, clamped(prices[dims + like.goal_caps.size() + v], counts, like.replayed[v]));
    }
  }
  return result;
}

Prices first_prices(const LevelView& view) {
  const Problem& problem = view.problem();
  Prices prices;
  prices.goal_caps.assign(view.level().goal_caps.size(), 0);
  const std::vector<std::int64_t> today = view.loads(Assignment(problem.groups.size(), 0));
  for (std::size_t j = 0; j < problem.joint_terms.size(); ++j) {
    const billing::Piecewise& outer = problem.joint_terms[j].outer;
    const std::int64_t rate = view.joint_rate(j, today);
    prices.joint.push_back(view.joint_factor(j) * (outer.at(rate + 1) - outer.at(rate)));
  }
  for (std::size_t d = 0; d < view.dimensions(); ++d) {
    const std::int64_t base = problem.dimensions[d].base;
    prices.dimensions.push_back(view.objective(d).at(base + 1) - view.objective(d).at(base));
  }
  prices.replayed.assign(view.replay_prices(), 0);
  Int128* rate_prices = prices.replayed.data();
  for (const ReplayBound& replay : view.replays()) {
    replay.first_prices(view.aimed_at(), rate_prices, prices.dimensions);
    rate_prices += replay.prices();
  }
  return prices;
}

std::vector<double> price_scale(const LevelView& view, const std::vector<Span>& spans) {
  const std::size_t dims = view.dimensions();
  std::vector<double> scale(dims, 1.0);
  for (std::size_t d = 0; d < dims; ++d) {
    scale[d] = std::max(1.0, static_cast<double>(spans[d].hi - spans[d].lo));
  }
  for (std::size_t k = 0; k < view.level().goal_caps.size(); ++k) {
    double max_span = 1;
    for (std::size_t d = 0; d < dims; ++d) {
      const billing::Piecewise& capped = view.capped_goal(k, d);
      max_span =
          std::max(max_span, static_cast<double>(capped.at(spans[d].hi) - capped.at(spans[d].lo)));
    }
    scale.push_back(max_span);
  }
  for (const ReplayBound& replay : view.replays()) {
    scale.insert(scale.end(), replay.prices(),
                 std::max(1.0, static_cast<double>(replay.max_rate())));
  }
  return scale;
}

std::vector<double> as_variables(const Prices& prices) {
  std::vector<double> result;
  for (const std::vector<Int128>* part :
       {&prices.dimensions, &prices.goal_caps, &prices.replayed}) {
    for (const Int128 price : *part) {
      result.push_back(static_cast<double>(price));
    }
  }
  return result;
}

}  // namespace bgpte::optimiser
