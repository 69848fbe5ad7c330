// Goal and violation of a level in floating point.
#include "src/optimiser/search/float_objective.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace bgpte::optimiser {

FloatObjective::Curve FloatObjective::in_floating_point(const billing::Piecewise& curve,
                                                        std::size_t dimension) {
  Curve result{dimension, {}};
  for (const billing::Piecewise::Segment& segment : curve.segments()) {
    result.pieces.push_back({static_cast<double>(segment.from), static_cast<double>(segment.value),
                             static_cast<double>(segment.slope)});
  }
  return result;
}

FloatObjective::FloatObjective(const LevelView& view) : view_(view) {
  for (std::size_t d = 0; d < view.dimensions(); ++d) {
    if (!view.objective(d).is_zero()) {
      objective_.push_back(in_floating_point(view.objective(d), d));
    }
    if (view.limit(d) != billing::unlimited) {
      limit_.push_back({d, static_cast<double>(view.limit(d))});
    }
  }
  for (std::size_t k = 0; k < view.level().goal_caps.size(); ++k) {
    capped_.emplace_back();
    for (std::size_t d = 0; d < view.dimensions(); ++d) {
      if (!view.capped_goal(k, d).is_zero()) {
        capped_.back().push_back(in_floating_point(view.capped_goal(k, d), d));
      }
    }
    cap_.push_back(static_cast<double>(view.level().goal_caps[k].max));
  }
  capped_joint_.resize(cap_.size());
  for (std::size_t j = 0; j < view.problem().joint_terms.size(); ++j) {
    const billing::Piecewise& outer = view.problem().joint_terms[j].outer;
    if (view.joint_factor(j) != 0) {
      joint_.push_back({j, in_floating_point(view.joint_factor(j) * outer, 0)});
    }
    for (std::size_t k = 0; k < cap_.size(); ++k) {
      if (view.joint_factor(k, j) != 0) {
        capped_joint_[k].push_back({j, in_floating_point(view.joint_factor(k, j) * outer, 0)});
      }
    }
    if (view.joint_limit(j) != billing::unlimited) {
      joint_limit_.emplace_back(j, static_cast<double>(view.joint_limit(j)));
    }
  }
  if (view.bill_factor() != 0) {
    for (const ReplayedBill& bill : view.problem().replayed_bills) {
      replayed_.push_back(in_floating_point(view.bill_factor() * bill.outer, 0));
      double steepest = 0;
      for (const Piece& piece : replayed_.back().pieces) {
        steepest = std::max(steepest, piece.slope);
      }
      parts_.emplace_back();
      for (const ReplayedBill::Part& part : bill.parts) {
        rounding_ += steepest * static_cast<double>(part.meter.terms.size());
        const billing::PercentileMeter& meter = part.meter;
        const std::size_t terms = meter.terms.size();
        Percentile here;
        here.dimensions = part.dimensions;
        here.base.assign(meter.base.begin(), meter.base.end());
        here.floor.assign(meter.floor.begin(), meter.floor.end());
        here.value.resize(meter.rows());
        here.max_slope.assign(terms, 0.0);
        here.dropped = meter.dropped;
        here.least = static_cast<double>(part.floor);
        for (std::size_t i = 0; i < meter.samples.size(); ++i) {
          here.slope.push_back(static_cast<double>(meter.samples[i]) /
                               static_cast<double>(meter.terms[i % terms].total));
          here.max_slope[i % terms] = std::max(here.max_slope[i % terms], here.slope.back());
        }
        parts_.back().push_back(std::move(here));
      }
    }
    focus_.assign(view.dimensions(), 0.0);
    const std::vector<double> nothing(view.dimensions(), 0.0);
    focus(nothing.data());
  }
}

void FloatObjective::focus(const double* loads) {
  std::vector<std::size_t> order;
  std::vector<double> slope, base, floor, value;
  for (std::vector<Percentile>& bill : parts_) {
    for (Percentile& part : bill) {
      const std::size_t rows = part.base.size();
      const std::size_t terms = part.dimensions.size();
      for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t k = 0; k < terms; ++k) {
          const std::size_t d = part.dimensions[k];
          part.base[row] += part.slope[row * terms + k] * (loads[d] - focus_[d]);
        }
        part.value[row] = std::max(part.base[row], part.floor[row]);
      }
      steps_ += rows * (terms + 12);
      order.resize(rows);
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return part.value[a] != part.value[b] ? part.value[a] > part.value[b] : a < b;
      });
      slope.clear();
      base.clear();
      floor.clear();
      value.clear();
      for (const std::size_t row : order) {
        slope.insert(slope.end(), part.slope.begin() + static_cast<std::ptrdiff_t>(row * terms),
                     part.slope.begin() + static_cast<std::ptrdiff_t>((row + 1) * terms));
        base.push_back(part.base[row]);
        floor.push_back(part.floor[row]);
        value.push_back(part.value[row]);
      }
      part.slope.swap(slope);
      part.base.swap(base);
      part.floor.swap(floor);
      part.value.swap(value);
    }
  }
  std::copy_n(loads, focus_.size(), focus_.begin());
}

double FloatObjective::rate(const Percentile& part, const double* loads) {
  const std::size_t terms = part.dimensions.size();
  double reach = 0;  // No row moves further than this.
  move_.resize(terms);
  for (std::size_t k = 0; k < terms; ++k) {
    const std::size_t d = part.dimensions[k];
    move_[k] = loads[d] - focus_[d];
    reach += part.max_slope[k] * std::abs(move_[k]);
  }
  const double before = part.value[part.dropped];
  if (reach == 0) {
    return std::max(before, part.least);
  }
  // A row further away than twice that is on the same side of the percentile as before.
  reach = 2 * reach + 4;
  const auto first =
      std::lower_bound(part.value.begin(), part.value.end(), before + reach, std::greater<>());
  const auto last = std::lower_bound(first, part.value.end(), before - reach, std::greater<>());
  const auto from = static_cast<std::size_t>(first - part.value.begin());
  const auto to = std::max(static_cast<std::size_t>(last - part.value.begin()), part.dropped + 1);
  window_.clear();
  for (std::size_t row = from; row < to; ++row) {
    double sum = part.base[row];
    for (std::size_t k = 0; k < terms; ++k) {
      sum += part.slope[row * terms + k] * move_[k];
    }
    window_.push_back(std::max(sum, part.floor[row]));
  }
  steps_ += (to - from) * (terms + 2);
  const auto at = window_.begin() + static_cast<std::ptrdiff_t>(part.dropped - from);
  std::nth_element(window_.begin(), at, window_.end(), std::greater<>());
  return std::max(*at, part.least);
}

double FloatObjective::joint_rate(std::size_t term, const double* loads) const {
  double rate = 0;
  for (const JointTerm::Part& part : view_.problem().joint_terms[term].parts) {
    rate += std::max(static_cast<double>(part.floor), loads[part.dimension]);
  }
  return rate;
}

/// Not to the end where it is more than `enough`: no part of it is negative.
double FloatObjective::violation(const double* loads, double enough) const {
  double sum = 0;
  for (const Limit& limit : limit_) {
    sum += std::max(0.0, loads[limit.dimension] - limit.max);
  }
  for (const auto& [term, max] : joint_limit_) {
    sum += std::max(0.0, joint_rate(term, loads) - max);
  }
  for (std::size_t k = 0; k < capped_.size() && sum <= enough; ++k) {
    double goal = 0;
    for (const Joint& joint : capped_joint_[k]) {
      goal += joint.at(joint_rate(joint.term, loads));
    }
    for (const Curve& curve : capped_[k]) {
      goal += curve.at(loads[curve.dimension]);
    }
    sum += std::max(0.0, goal - cap_[k]);
  }
  return sum;
}

double FloatObjective::value(const double* loads) {
  double sum = 0;
  for (const Curve& curve : objective_) {
    sum += curve.at(loads[curve.dimension]);
  }
  for (const Joint& joint : joint_) {
    sum += joint.at(joint_rate(joint.term, loads));
  }
  for (std::size_t b = 0; b < replayed_.size(); ++b) {
    double billed = 0;
    for (const Percentile& part : parts_[b]) {
      billed += rate(part, loads);
    }
    sum += replayed_[b].at(billed);
  }
  return sum;
}

FloatObjective::Merit FloatObjective::at(const double* loads) {
  return {violation(loads, std::numeric_limits<double>::infinity()), value(loads)};
}

bool FloatObjective::lower(const double* loads, Merit& least) {
  const double broken = violation(loads, least.violation);
  if (broken > least.violation) {
    return false;
  }
  const Merit merit{broken, value(loads)};
  const bool is_less = merit < least;
  least = is_less ? merit : least;
  return is_less;
}

}  // namespace bgpte::optimiser
