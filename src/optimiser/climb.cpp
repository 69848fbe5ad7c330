#include "climb.hpp"

#include <algorithm>

namespace bgpte::optimiser {

PriceClimb::PriceClimb(std::vector<double> centre, std::vector<double> scale,
                       std::vector<bool> nonnegative, double goal, double close_enough)
    : centre_(std::move(centre)),
      scale_(std::move(scale)),
      nonnegative_(std::move(nonnegative)),
      goal_(goal),
      close_enough_(close_enough),
      bundle_(centre_.size()) {}

std::vector<double> PriceClimb::scaled(const std::vector<double>& gradient) const {
  std::vector<double> result = gradient;
  for (std::size_t v = 0; v < result.size(); ++v) {
    result[v] /= scale_[v];
  }
  return result;
}

void PriceClimb::renew(double value, const std::vector<double>& gradient) {
  const std::vector<double> cut = scaled(gradient);
  if (t_ == 0) {
    double norm2 = 0;
    for (const double g : cut) {
      norm2 += g * g;
    }
    t_ = norm2 > 0 ? std::max(1.0, goal_ - value) / norm2 : 1.0;
  } else {
    bundle_.move(std::vector<double>(centre_.size(), 0.0), value - value_);
  }
  value_ = value;
  bundle_.add(cut, 0, answers_++);
}

void PriceClimb::retreat(double value, const std::vector<double>& gradient,
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
  bundle_.add(cut, value + along - value_back, answers_++);
  centre_ = back;
  value_ = value_back;
}

std::size_t PriceClimb::climb(std::size_t most_steps, const Evaluate& evaluate,
                              const std::function<bool()>& stop,
                              const std::function<void()>& accepted) {
  const std::size_t variables = centre_.size();
  std::vector<double> slope;
  std::size_t steps = 0;
  for (; steps < most_steps && goal_ - value_ > close_enough_; ++steps) {
    if (stop()) {
      break;
    }
    Bundle::Step move = bundle_.solve(t_);
    if (move.expected <= 0.02 * close_enough_) {
      break;
    }
    std::vector<double> trial = centre_;
    for (std::size_t v = 0; v < variables; ++v) {
      trial[v] += move.step[v] / scale_[v];
      if (nonnegative_[v] && trial[v] < 0) {
        trial[v] = 0;
      }
      move.step[v] = (trial[v] - centre_[v]) * scale_[v];
    }
    const double reached = evaluate(trial, slope);
    const std::vector<double> cut = scaled(slope);
    double along = 0;
    for (std::size_t v = 0; v < variables; ++v) {
      along += cut[v] * move.step[v];
    }
    if (reached - value_ >= 0.1 * move.expected) {
      bundle_.move(move.step, reached - value_);
      bundle_.add(cut, 0, answers_++);
      // The new slope still points the same way: the step was short.
      if (along > 0 || reached - value_ >= 0.7 * move.expected) {
        t_ *= 2;
      }
      centre_ = trial;
      value_ = reached;
      nulls_ = 0;
      accepted();
    } else {
      // The cut at the trial point, seen from the centre.
      bundle_.add(cut, reached - along - value_, answers_++);
      if (++nulls_ >= 4 && reached < value_) {
        t_ *= 0.6;
        nulls_ = 0;
      }
    }
  }
  return steps;
}

}  // namespace bgpte::optimiser
