// Every plan of the few changes that relief allows.
#include "src/optimiser/search/few_changes.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "src/optimiser/search/float_objective.hpp"
#include "src/optimiser/tie_break.hpp"

namespace bgpte::optimiser {
namespace {

/// What a plan must keep: the least relief for each change makes the plans few.
struct Relief {
  Goal goal = Goal::excess;
  Int128 most = 0;        ///< The goal may be at most this.
  double for_each = 0;    ///< What each change must bring, bps.
  std::size_t count = 0;  ///< The dimension of the number of changes.
};

/// A column other than today's.
struct Step {
  double net = 0;  ///< At most so much relief, less what its changes must bring, bps.
  std::size_t group = 0;
  std::uint32_t column = 0;
};

const billing::Piecewise& curve(const Problem& problem, std::size_t d, Goal goal) {
  return problem.dimensions[d].goals[static_cast<std::size_t>(goal)];
}

std::optional<Relief> relief_of(const LevelView& view, const Incumbent& best) {
  const Problem& problem = view.problem();
  const auto with = [&](Goal goal, Int128 most) -> std::optional<Relief> {
    for (std::size_t d = 0; d < problem.dimensions.size(); ++d) {
      const billing::Piecewise& price = curve(problem, d, goal);
      if (problem.dimensions[d].decimals == 0 && !price.is_zero()) {
        return Relief{goal, most, static_cast<double>(price.segments().back().slope), d};
      }
    }
    return std::nullopt;
  };
  if (view.level().goal == Goal::loss || view.level().goal == Goal::excess) {
    return with(view.level().goal, best.value);
  }
  for (const LexicographicLevel::GoalCap& cap : view.level().goal_caps) {
    if (cap.goal == Goal::excess) {
      return with(cap.goal, cap.max);
    }
  }
  return std::nullopt;
}

class FewChanges {
 public:
  FewChanges(const LevelView& view, const Relief& relief, std::uint64_t work_end,
             WorkBudget& budget, Incumbent& best)
      : view_(view),
        problem_(view.problem()),
        relief_(relief),
        work_end_(work_end),
        budget_(budget),
        best_(best),
        objective_(view) {}

  bool run(const ExcludedColumns& excluded) {
    if (view_.limit(relief_.count) > static_cast<std::int64_t>(max_tried_changes)) {
      return false;
    }
    // The changes alone must not cost more than the goal may be.
    limit_ = static_cast<std::size_t>(std::min<Int128>(
        view_.limit(relief_.count), relief_.most / static_cast<Int128>(relief_.for_each)));
    const Assignment today(problem_.groups.size(), 0);
    const std::vector<std::int64_t> loads = view_.loads(today);
    Int128 now = 0;
    for (std::size_t d = 0; d < loads.size(); ++d) {
      now += curve(problem_, d, relief_.goal).at(loads[d]);
    }
    // A bps for what floating point loses.
    need_ = static_cast<double>(now - relief_.most) - 1;
    list_steps(loads, excluded);
    taken_.assign(loads.begin(), loads.end());
    assignment_ = today;
    objective_.focus(taken_.data());
    try_plan();
    descend(0, 0);
    return !stopped_;
  }

 private:
  void list_steps(const std::vector<std::int64_t>& loads, const ExcludedColumns& excluded) {
    const std::size_t dims = loads.size();
    std::vector<std::size_t> relieved;
    for (std::size_t d = 0; d < dims; ++d) {
      if (d != relief_.count && curve(problem_, d, relief_.goal).at(loads[d]) > 0) {
        relieved.push_back(d);
      }
    }
    for (std::size_t u = 0; u < problem_.groups.size(); ++u) {
      const DecisionGroup& group = problem_.groups[u];
      budget_.spend(group.columns.size() * relieved.size());
      for (std::uint32_t c = 1; c < group.columns.size(); ++c) {
        if (excluded.contains({u, c})) {
          continue;
        }
        const double* flows = group.flows.data() + c * dims;
        double net = -relief_.for_each * flows[relief_.count];
        for (const std::size_t d : relieved) {
          net += std::max(0.0, -flows[d]);
        }
        steps_.push_back({net, u, c});
      }
    }
    std::sort(steps_.begin(), steps_.end(), [](const Step& a, const Step& b) {
      return a.net != b.net ? a.net > b.net
                            : (a.group != b.group ? a.group < b.group : a.column < b.column);
    });
  }

  /// Steps from `first` on, where those taken bring `net` and have `changes`.
  void descend(std::size_t first, double net) {
    const std::size_t dims = view_.dimensions();
    for (std::size_t i = first; i < steps_.size() && !stopped_; ++i) {
      const Step& step = steps_[i];
      // The steps to come bring no more than this one; each has a change at least, and a group to
      // itself.
      const auto left =
          static_cast<double>(std::min(limit_ - changes_, problem_.groups.size() - decided_));
      if (changes_ >= limit_ || net + std::max(step.net, left * step.net) < need_) {
        return;
      }
      const DecisionGroup& group = problem_.groups[step.group];
      const auto count = static_cast<std::size_t>(group.columns[step.column].tie.changes);
      if (assignment_[step.group] != 0 || changes_ + count > limit_) {
        continue;
      }
      budget_.spend(dims);
      if (budget_.work() > work_end_ || budget_.stop()) {
        stopped_ = true;
        return;
      }
      const double* flows = group.flows.data() + step.column * dims;
      for (std::size_t d = 0; d < dims; ++d) {
        taken_[d] += flows[d];
      }
      assignment_[step.group] = step.column;
      changes_ += count;
      ++decided_;
      if (net + step.net >= need_) {
        try_plan();
      }
      descend(i + 1, net + step.net);
      changes_ -= count;
      --decided_;
      assignment_[step.group] = 0;
      for (std::size_t d = 0; d < dims; ++d) {
        taken_[d] -= flows[d];
      }
    }
  }

  /// Compares what is taken with the best, in integers where floating point cannot tell.
  void try_plan() {
    budget_.spend(view_.dimensions());
    FloatObjective::Merit merit = objective_.at(taken_.data());
    const double value = static_cast<double>(best_.value - view_.constant());
    if (merit.violation > 0.5 ||
        merit.value > value + objective_.rounding() + 1e-9 * (1 + std::abs(value))) {
      return;
    }
    const std::vector<std::int64_t> loads = view_.loads(assignment_);
    const Int128 exact = view_.value(loads);
    if (exact > best_.value || !view_.feasible(loads)) {
      return;
    }
    const TieRank tie = view_.tie(assignment_);
    if (exact < best_.value || tie < best_.tie || (tie == best_.tie && comes_first())) {
      best_ = {assignment_, exact, tie};
    }
  }

  /// The last tie rule against the best plan.
  [[nodiscard]] bool comes_first() const {
    for (std::size_t u = 0; u < assignment_.size(); ++u) {
      if (assignment_[u] != best_.assignment[u]) {
        const DecisionGroup& group = problem_.groups[u];
        return lists_earlier(group.x(0, 0), group.x(assignment_[u], 0),
                             group.x(best_.assignment[u], 0));
      }
    }
    return false;
  }

  const LevelView& view_;
  const Problem& problem_;
  const Relief& relief_;
  std::uint64_t work_end_;
  WorkBudget& budget_;
  Incumbent& best_;
  FloatObjective objective_;
  double need_ = 0;
  std::size_t limit_ = 0;
  std::vector<Step> steps_;
  std::vector<double> taken_;  ///< Loads with the steps that are taken.
  Assignment assignment_;
  std::size_t changes_ = 0;
  std::size_t decided_ = 0;  ///< Groups that take a step.
  bool stopped_ = false;
};

}  // namespace

bool few_changes(const LevelView& view, std::uint64_t work_end, WorkBudget& budget, Incumbent& best,
                 const ExcludedColumns& excluded) {
  const std::optional<Relief> relief = relief_of(view, best);
  if (!relief || view.problem().composite) {
    return false;
  }
  best.tie = view.tie(best.assignment);
  return FewChanges(view, *relief, work_end, budget, best).run(excluded);
}

}  // namespace bgpte::optimiser
