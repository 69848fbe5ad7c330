#include "real_view.hpp"

#include <algorithm>

namespace bgpte::optimiser {

RealView::Curve RealView::real(const Piecewise& curve) {
  Curve result;
  for (const Piecewise::Segment& segment : curve.segments()) {
    result.from.push_back(static_cast<double>(segment.from));
    result.value.push_back(static_cast<double>(segment.value));
    result.slope.push_back(static_cast<double>(segment.slope));
  }
  return result;
}

RealView::RealView(const StageView& view) : view_(view) {
  for (std::size_t d = 0; d < view.dimensions(); ++d) {
    objective_.push_back(real(view.objective(d)));
    limit_.push_back(static_cast<double>(view.limit(d)));
  }
  for (std::size_t k = 0; k < view.stage().holds.size(); ++k) {
    held_.emplace_back();
    for (std::size_t d = 0; d < view.dimensions(); ++d) {
      held_.back().push_back(real(view.held(k, d)));
    }
    most_.push_back(static_cast<double>(view.stage().holds[k].most));
  }
  if (view.joint_factor() != 0) {
    for (const JointBill& bill : view.problem().joint_bills) {
      joint_.push_back(real(view.joint_factor() * bill.outer));
    }
  }
}

RealView::Merit RealView::at(const double* loads) const {
  Merit merit;
  for (std::size_t d = 0; d < objective_.size(); ++d) {
    const double beyond = std::max(0.0, loads[d] - limit_[d]);
    if (soft_.empty()) {
      merit.violation += beyond;
    } else {
      merit.value += soft_[d] * beyond;
    }
    merit.value += objective_[d].at(loads[d]);
  }
  for (std::size_t k = 0; k < held_.size(); ++k) {
    double sum = 0;
    for (std::size_t d = 0; d < objective_.size(); ++d) {
      sum += held_[k][d].at(loads[d]);
    }
    merit.violation += std::max(0.0, sum - most_[k]);
  }
  for (std::size_t j = 0; j < joint_.size(); ++j) {
    double rate = 0;
    for (const JointBill::Part& part : view_.problem().joint_bills[j].parts) {
      rate += std::max(static_cast<double>(part.floor), loads[part.dimension]);
    }
    merit.value += joint_[j].at(rate);
  }
  return merit;
}

}  // namespace bgpte::optimiser
