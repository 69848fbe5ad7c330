#include "real_view.hpp"

#include <algorithm>
#include <limits>

namespace bgpte::optimiser {

RealView::Curve RealView::real(const Piecewise& curve, std::size_t dimension) {
  Curve result{dimension, {}};
  for (const Piecewise::Segment& segment : curve.segments()) {
    result.pieces.push_back({static_cast<double>(segment.from), static_cast<double>(segment.value),
                             static_cast<double>(segment.slope)});
  }
  return result;
}

RealView::RealView(const StageView& view) : view_(view) {
  for (std::size_t d = 0; d < view.dimensions(); ++d) {
    if (!view.objective(d).is_zero()) {
      objective_.push_back(real(view.objective(d), d));
    }
    if (view.limit(d) != unlimited) {
      limit_.push_back({d, static_cast<double>(view.limit(d))});
    }
  }
  for (std::size_t k = 0; k < view.stage().holds.size(); ++k) {
    held_.emplace_back();
    for (std::size_t d = 0; d < view.dimensions(); ++d) {
      if (!view.held(k, d).is_zero()) {
        held_.back().push_back(real(view.held(k, d), d));
      }
    }
    most_.push_back(static_cast<double>(view.stage().holds[k].most));
  }
  if (view.joint_factor() != 0) {
    for (const JointBill& bill : view.problem().joint_bills) {
      joint_.push_back(real(view.joint_factor() * bill.outer, 0));
    }
  }
}

/// Not to the end where it is more than `enough`: no part of it is negative.
double RealView::violation(const double* loads, double enough) const {
  double sum = 0;
  if (soft_.empty()) {
    for (const Limit& limit : limit_) {
      sum += std::max(0.0, loads[limit.dimension] - limit.most);
    }
  }
  for (std::size_t k = 0; k < held_.size() && sum <= enough; ++k) {
    double goal = 0;
    for (const Curve& curve : held_[k]) {
      goal += curve.at(loads[curve.dimension]);
    }
    sum += std::max(0.0, goal - most_[k]);
  }
  return sum;
}

double RealView::value(const double* loads) const {
  double sum = 0;
  for (const Curve& curve : objective_) {
    sum += curve.at(loads[curve.dimension]);
  }
  if (!soft_.empty()) {
    for (const Limit& limit : limit_) {
      sum += soft_[limit.dimension] * std::max(0.0, loads[limit.dimension] - limit.most);
    }
  }
  for (std::size_t j = 0; j < joint_.size(); ++j) {
    double rate = 0;
    for (const JointBill::Part& part : view_.problem().joint_bills[j].parts) {
      rate += std::max(static_cast<double>(part.floor), loads[part.dimension]);
    }
    sum += joint_[j].at(rate);
  }
  return sum;
}

RealView::Merit RealView::at(const double* loads) const {
  return {violation(loads, std::numeric_limits<double>::infinity()), value(loads)};
}

bool RealView::less(const double* loads, const Merit& than, Merit& merit) const {
  const double broken = violation(loads, than.violation);
  if (broken > than.violation) {
    return false;
  }
  merit = {broken, value(loads)};
  return merit < than;
}

}  // namespace bgpte::optimiser
