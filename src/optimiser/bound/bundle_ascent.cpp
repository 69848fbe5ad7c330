// The outer loop of the proximal bundle method: serious steps, null steps, step length.
#include "src/optimiser/bound/bundle_ascent.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bgpte::optimiser {

namespace {

/// How much longer steps become from one call of `ascend` to the next at most.
constexpr double max_growth = 16;

std::vector<double> least_of(const std::vector<bool>& nonnegative) {
  std::vector<double> least;
  for (const bool stays : nonnegative) {
    least.push_back(stays ? 0.0 : -std::numeric_limits<double>::infinity());
  }
  return least;
}

}  // namespace

BundleAscent::BundleAscent(std::vector<double> centre, std::vector<double> scale,
                           const std::vector<bool>& nonnegative, std::vector<ConcaveEnvelope> known,
                           double goal, double close_enough)
    : centre_(std::move(centre)),
      scale_(std::move(scale)),
      goal_(goal),
      close_enough_(close_enough),
      bundle_(std::move(known), least_of(nonnegative)) {}

std::vector<double> BundleAscent::scaled(const std::vector<double>& gradient) const {
  std::vector<double> result = gradient;
  for (std::size_t v = 0; v < result.size(); ++v) {
    result[v] /= scale_[v];
  }
  return result;
}

std::vector<double> BundleAscent::variables(const std::vector<double>& prices) const {
  std::vector<double> result = prices;
  for (std::size_t v = 0; v < result.size(); ++v) {
    result[v] *= scale_[v];
  }
  return result;
}

void BundleAscent::move_to(std::vector<double> centre, double value) {
  centre_ = std::move(centre);
  value_ = value;
  known_ = bundle_.known(variables(centre_));
}

void BundleAscent::renew(double value, const std::vector<double>& gradient) {
  const std::vector<double> cut = scaled(gradient);
  if (t_ == 0) {
    move_to(centre_, value);
    std::vector<double> slope = cut;
    bundle_.add_known_slope(variables(centre_), slope);
    double norm2 = 0;
    for (const double g : slope) {
      norm2 += g * g;
    }
    t_ = norm2 > 0 ? std::max(1.0, goal_ - this->value()) / norm2 : 1.0;
  } else {
    bundle_.move(std::vector<double>(centre_.size(), 0.0), value - value_);
    value_ = value;
  }
  bundle_.add(cut, 0);
}

void BundleAscent::retreat(double value, const std::vector<double>& gradient,
                           const std::vector<double>& back, double value_back) {
  std::vector<double> step(centre_.size());
  for (std::size_t v = 0; v < step.size(); ++v) {
    step[v] = (back[v] - centre_[v]) * scale_[v];
  }
  bundle_.move(step, value_back - value_);
  const std::vector<double> cut = scaled(gradient);
  double along = 0;
  for (std::size_t v = 0; v < step.size(); ++v) {
    along += cut[v] * step[v];
  }
  bundle_.add(cut, value + along - value_back);
  move_to(back, value_back);
  t_ = 0.3 * std::min(t_, first_t_);
}

void BundleAscent::ascend(std::size_t max_steps, const Evaluate& evaluate,
                          const std::function<bool()>& stop,
                          const std::function<void()>& accepted) {
  std::vector<double> slope;
  double exact = 1;  // Part of t_ at which a step can be told from rounding.
  first_t_ = t_;
  for (std::size_t i = 0; i < max_steps && goal_ - value() > close_enough_ && !stop(); ++i) {
    const std::vector<double> here = variables(centre_);
    if (!std::isfinite(t_)) {
      break;
    }
    const double negligible = 0.02 * close_enough_;
    const ProximalBundle::Step move = bundle_.solve(exact * t_, here, negligible / 4);
    if (!std::isfinite(move.expected)) {
      break;
    }
    if (move.expected <= negligible) {
      if (move.expected >= -negligible) {
        break;
      }
      exact *= 0.1;  // So long a step that what it promises cannot be told.
      continue;
    }
    exact = 1;
    std::vector<double> there = here;
    std::vector<double> trial(here.size());
    for (std::size_t v = 0; v < here.size(); ++v) {
      there[v] += move.step[v];
      trial[v] = there[v] / scale_[v];
    }
    const double reached = evaluate(trial, slope);
    const std::vector<double> cut = scaled(slope);
    const double rise = reached + bundle_.known(there) - value();
    std::vector<double> all = cut;
    bundle_.add_known_slope(there, all);
    double along = 0;
    double along_all = 0;
    for (std::size_t v = 0; v < here.size(); ++v) {
      along += cut[v] * move.step[v];
      along_all += all[v] * move.step[v];
    }
    if (rise >= 0.1 * move.expected) {
      bundle_.move(move.step, reached - value_);
      bundle_.add(cut, 0);
      // The new slope still points the same way: the step was short.
      if (along_all > 0 || rise >= 0.7 * move.expected) {
        t_ = std::min(2 * t_, max_growth * first_t_);
      }
      move_to(trial, reached);
      null_steps_ = 0;
      accepted();
    } else {
      // The cut at the trial point, seen from the centre.
      bundle_.add(cut, reached - along - value_);
      if (++null_steps_ >= 4 && rise < 0) {
        t_ *= 0.6;
        null_steps_ = 0;
      }
    }
  }
}

}  // namespace bgpte::optimiser
