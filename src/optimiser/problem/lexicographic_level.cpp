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
    bill_factor_ = problem.weights.cost;
  } else if (level_.goal == Goal::bill) {
    constant_ = problem.bill_constant;
    bill_factor_ = 1;
  }
  joint_limit_.assign(problem.joint_terms.size(), billing::unlimited);
  std::erase_if(level_.goal_caps, [&](const LexicographicLevel::GoalCap& cap) {
    const bool at_nothing = cap.max == 0 && (cap.goal == Goal::loss || cap.goal == Goal::excess ||
                                             cap.goal == Goal::failures);
    if (at_nothing) {
      cap_at_nothing(cap.goal);
    }
    return at_nothing;
  });
  replayed_.assign(problem.dimensions.size(), false);
  if (bill_factor_ != 0 && !problem.replayed_bills.empty()) {
    for (const ReplayedBill& bill : problem.replayed_bills) {
      replays_.emplace_back(bill, bill_factor_);
      replay_work_ += bill.work();
      for (const ReplayedBill::Part& part : bill.parts) {
        for (const std::size_t d : part.dimensions) {
          replayed_[d] = true;
        }
      }
    }
  }
}

/// Nothing above any threshold: the thresholds are limits of their own.
void LevelView::cap_at_nothing(Goal goal) {
  const auto index = static_cast<std::size_t>(goal);
  for (std::size_t d = 0; d < problem_.dimensions.size(); ++d) {
    const billing::Piecewise& curve = problem_.dimensions[d].goals[index];
    if (!curve.is_zero()) {
      limit_[d] = std::min(limit_[d], curve.segments().back().from);
    }
  }
  for (std::size_t j = 0; j < problem_.joint_terms.size(); ++j) {
    const JointTerm& term = problem_.joint_terms[j];
    if (term.factors[index] == 0) {
      continue;
    }
    joint_limit_[j] = term.outer.segments().back().from;
    std::int64_t floors = 0;
    for (const JointTerm::Part& part : term.parts) {
      floors += part.floor;
    }
    for (const JointTerm::Part& part : term.parts) {
      std::int64_t& limit = limit_[part.dimension];
      limit = std::min(limit, part.floor + joint_limit_[j] - floors);
    }
  }
}

std::int64_t LevelView::joint_rate(std::size_t term, const std::vector<std::int64_t>& loads) const {
  std::int64_t rate = 0;
  for (const JointTerm::Part& part : problem_.joint_terms[term].parts) {
    rate += std::max(part.floor, loads[part.dimension]);
  }
  return rate;
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
  for (std::size_t j = 0; j < problem_.joint_terms.size(); ++j) {
    if (const Int128 factor = joint_factor(j); factor != 0) {
      value += factor * problem_.joint_terms[j].outer.at(joint_rate(j, loads));
    }
  }
  if (bill_factor_ != 0) {
    for (const ReplayedBill& bill : problem_.replayed_bills) {
      value += bill_factor_ * bill.outer.at(bill.rate(loads));
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
  for (std::size_t j = 0; j < joint_limit_.size(); ++j) {
    if (joint_limit_[j] != billing::unlimited && joint_rate(j, loads) > joint_limit_[j]) {
      return false;
    }
  }
  for (std::size_t k = 0; k < level_.goal_caps.size(); ++k) {
    Int128 sum = 0;
    for (std::size_t d = 0; d < loads.size(); ++d) {
      sum += capped_goal(k, d).at(loads[d]);
    }
    for (std::size_t j = 0; j < problem_.joint_terms.size(); ++j) {
      if (const Int128 factor = joint_factor(k, j); factor != 0) {
        sum += factor * problem_.joint_terms[j].outer.at(joint_rate(j, loads));
      }
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
  const billing::Piecewise identity({{0, 0, 1}});
  for (std::size_t j = 0; j < problem_.joint_terms.size(); ++j) {
    for (const JointTerm::Part& part : problem_.joint_terms[j].parts) {
      if (joint_factor(j) != 0) {
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
      least += capped_goal(k, d).least(spans[d].lo, spans[d].hi, 0);
    }
    if (least > level_.goal_caps[k].max) {
      return {false, 0};
    }
    result.value -= prices.goal_caps[k] * level_.goal_caps[k].max;
  }
  // What joint terms add to a capped goal is never negative, and left out.
  for (std::size_t j = 0; j < problem_.joint_terms.size(); ++j) {
    const JointTerm& term = problem_.joint_terms[j];
    std::int64_t lo = 0;
    std::int64_t hi = 0;
    for (const JointTerm::Part& part : term.parts) {
      const std::size_t d = part.dimension;
      lo += std::max(part.floor, spans[d].lo);
      hi += std::max(part.floor, std::min(spans[d].hi, limit_[d]));
    }
    if (lo > joint_limit_[j]) {
      return {false, 0};
    }
    if (joint_factor(j) != 0) {
      result.value += (joint_factor(j) * term.outer).least(lo, hi, prices.joint[j]);
    }
  }
  return result;
}

Prices no_prices(const LevelView& view) {
  return {std::vector<Int128>(view.dimensions(), 0),
          std::vector<Int128>(view.level().goal_caps.size(), 0),
          std::vector<Int128>(view.problem().joint_terms.size(), 0),
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
