// Values, feasibility and bounds of one level of the lexicographic objective.
#include "src/optimiser/problem/lexicographic_level.hpp"

#include <algorithm>

namespace bgpte::optimiser {

LevelView::LevelView(const Problem& problem, LexicographicLevel level)
    : problem_(problem), level_(std::move(level)) {
  const auto index = static_cast<std::size_t>(level_.goal);
  for (const Dimension& dimension : problem.dimensions) {
    objective_.push_back(dimension.goals[index]);
    limit_.push_back(dimension.limit);
  }
  if (level_.goal == Goal::value) {
    constant_ = problem.value_constant;
    joint_factor_ = problem.weights.cost;
  } else if (level_.goal == Goal::bill) {
    constant_ = problem.bill_constant;
    joint_factor_ = 1;
  }
  // Nothing above any ceiling: the ceilings are limits of their own.
  std::erase_if(level_.goal_caps, [&](const LexicographicLevel::GoalCap& cap) {
    if (cap.goal != Goal::excess || cap.max != 0) {
      return false;
    }
    for (std::size_t d = 0; d < problem.dimensions.size(); ++d) {
      const billing::Piecewise& excess =
          problem.dimensions[d].goals[static_cast<std::size_t>(Goal::excess)];
      if (!excess.is_zero()) {
        limit_[d] = std::min(limit_[d], excess.segments().back().from);
      }
    }
    return true;
  });
  replayed_.assign(problem.dimensions.size(), false);
  if (joint_factor_ != 0 && !problem.replayed_bills.empty()) {
    for (const ReplayedBill& bill : problem.replayed_bills) {
      replays_.emplace_back(bill, joint_factor_);
      replay_work_ += bill.work();
      for (const ReplayedBill::Part& part : bill.parts) {
        for (const std::size_t d : part.dimensions) {
          replayed_[d] = true;
        }
      }
    }
  }
}

std::uint64_t LevelView::aim(const std::vector<std::int64_t>& loads) {
  std::uint64_t steps = 0;
  const std::vector<std::int64_t> today = this->loads(Assignment(problem_.groups.size(), 0));
  for (ReplayBound& replay : replays_) {
    replay.aim(loads, today, steps);
  }
  aimed_at_ = loads;
  return steps;
}

std::size_t LevelView::replay_prices() const {
  std::size_t count = 0;
  for (const ReplayBound& replay : replays_) {
    count += replay.prices();
  }
  return count;
}

const billing::Piecewise& LevelView::capped_goal(std::size_t cap, std::size_t d) const {
  return problem_.dimensions[d].goals[static_cast<std::size_t>(level_.goal_caps[cap].goal)];
}

std::vector<std::int64_t> LevelView::loads(const Assignment& assignment) const {
  const std::size_t dims = dimensions();
  std::vector<std::int64_t> loads(dims);
  for (std::size_t d = 0; d < dims; ++d) {
    loads[d] = problem_.dimensions[d].base;
  }
  for (std::size_t u = 0; u < assignment.size(); ++u) {
    if (assignment[u] != 0) {
      const double* flows = problem_.groups[u].flows.data() + assignment[u] * dims;
      for (std::size_t d = 0; d < dims; ++d) {
        loads[d] += static_cast<std::int64_t>(flows[d]);
      }
    }
  }
  return loads;
}

Int128 LevelView::value(const std::vector<std::int64_t>& loads) const {
  Int128 value = constant_;
  for (std::size_t d = 0; d < loads.size(); ++d) {
    value += objective_[d].at(loads[d]);
  }
  if (joint_factor_ != 0) {
    for (const JointBill& bill : problem_.joint_bills) {
      std::int64_t rate = 0;
      for (const JointBill::Part& part : bill.parts) {
        rate += std::max(part.floor, loads[part.dimension]);
      }
      value += joint_factor_ * bill.outer.at(rate);
    }
    for (const ReplayedBill& bill : problem_.replayed_bills) {
      value += joint_factor_ * bill.outer.at(bill.rate(loads));
    }
  }
  return value;
}

bool LevelView::feasible(const std::vector<std::int64_t>& loads) const {
  for (std::size_t d = 0; d < loads.size(); ++d) {
    if (loads[d] > limit_[d]) {
      return false;
    }
  }
  for (std::size_t k = 0; k < level_.goal_caps.size(); ++k) {
    Int128 sum = 0;
    for (std::size_t d = 0; d < loads.size(); ++d) {
      sum += capped_goal(k, d).at(loads[d]);
    }
    if (sum > level_.goal_caps[k].max) {
      return false;
    }
  }
  return true;
}

TieRank LevelView::tie(const Assignment& assignment) const {
  TieRank rank;
  for (std::size_t u = 0; u < assignment.size(); ++u) {
    rank = rank + problem_.groups[u].columns[assignment[u]].tie;
  }
  return rank;
}

std::vector<billing::Piecewise> LevelView::priced(const Prices& prices) const {
  std::vector<billing::Piecewise> curves = objective_;
  for (std::size_t k = 0; k < level_.goal_caps.size(); ++k) {
    for (std::size_t d = 0; d < curves.size(); ++d) {
      if (prices.goal_caps[k] != 0 && !capped_goal(k, d).is_zero()) {
        curves[d] = curves[d] + prices.goal_caps[k] * capped_goal(k, d);
      }
    }
  }
  if (joint_factor_ != 0) {
    const billing::Piecewise identity({{0, 0, 1}});
    for (std::size_t j = 0; j < problem_.joint_bills.size(); ++j) {
      for (const JointBill::Part& part : problem_.joint_bills[j].parts) {
        curves[part.dimension] =
            curves[part.dimension] + prices.joint[j] * at_least(identity, part.floor);
      }
    }
  }
  return curves;
}

LevelView::Bound LevelView::bound(const Prices& prices,
                                  const std::vector<billing::Piecewise>& priced,
                                  const std::vector<Span>& spans) const {
  Bound result{true, constant_};
  for (std::size_t d = 0; d < spans.size(); ++d) {
    const std::int64_t hi = std::min(spans[d].hi, limit_[d]);
    if (spans[d].lo > hi) {
      return {false, 0};
    }
    result.value += prices.dimensions[d] * problem_.dimensions[d].base;
    if (!replayed_[d]) {
      result.value += priced[d].least(spans[d].lo, hi, prices.dimensions[d]);
    }
  }
  const Int128* rate_prices = prices.replayed.data();
  for (const ReplayBound& replay : replays_) {
    result.value += replay.least(rate_prices, prices.dimensions, spans);
    rate_prices += replay.prices();
  }
  for (std::size_t k = 0; k < level_.goal_caps.size(); ++k) {
    Int128 least = 0;
    for (std::size_t d = 0; d < spans.size(); ++d) {
      least += capped_goal(k, d).at(spans[d].lo);  // Excess and Phi never fall with the load.
    }
    if (least > level_.goal_caps[k].max) {
      return {false, 0};
    }
    result.value -= prices.goal_caps[k] * level_.goal_caps[k].max;
  }
  if (joint_factor_ != 0) {
    for (std::size_t j = 0; j < problem_.joint_bills.size(); ++j) {
      const JointBill& bill = problem_.joint_bills[j];
      std::int64_t lo = 0;
      std::int64_t hi = 0;
      for (const JointBill::Part& part : bill.parts) {
        const std::size_t d = part.dimension;
        lo += std::max(part.floor, spans[d].lo);
        hi += std::max(part.floor, std::min(spans[d].hi, limit_[d]));
      }
      result.value += (joint_factor_ * bill.outer).least(lo, hi, prices.joint[j]);
    }
  }
  return result;
}

Prices no_prices(const LevelView& view) {
  return {std::vector<Int128>(view.dimensions(), 0),
          std::vector<Int128>(view.level().goal_caps.size(), 0),
          std::vector<Int128>(view.problem().joint_bills.size(), 0),
          std::vector<Int128>(view.replay_prices(), 0)};
}

Int128 unpriced_bound(const LevelView& view, const std::vector<Span>& spans) {
  const Prices zero = no_prices(view);
  return view.bound(zero, view.priced(zero), spans).value;
}

Int128 reduced_cost(const Problem& problem, const DecisionGroup& group, std::size_t column,
                    const Prices& prices) {
  const std::size_t dims = problem.dimensions.size();
  Int128 sum = 0;
  for (std::size_t d = 0; d < dims; ++d) {
    const auto flow = static_cast<std::int64_t>(group.flows[column * dims + d]);
    if (flow != 0) {
      sum += prices.dimensions[d] * flow;
    }
  }
  return sum;
}

}  // namespace bgpte::optimiser
