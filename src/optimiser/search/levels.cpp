// One level after the other: each goal is held at its best value while the next is minimised.
#include "src/optimiser/search/levels.hpp"

#include "bgpte/evaluation/goals.hpp"

namespace bgpte::optimiser {
namespace {

class LevelByLevel {
 public:
  LevelByLevel(Problem& problem, const evaluation::Baseline& baseline, const Options& options,
               WorkBudget& budget)
      : problem_(problem), baseline_(baseline), options_(options), budget_(budget) {}

  LevelsReached solve(Goal last) {
    result_.assignment.assign(problem_.groups.size(), 0);
    const Int128 relief = evaluation::relief_tolerance(baseline_).value;
    if (last > Goal::loss) {
      result_.loss_bound = hold(Goal::loss, relief);
    }
    if (last > Goal::excess) {
      result_.excess_bound = hold(Goal::excess, relief);
    }
    if (last > Goal::failures &&
        baseline_.scenario().policy.n_minus_1 == model::NMinusOne::no_worse) {
      result_.failures_bound = hold(Goal::failures, evaluation::failure_tolerance(baseline_).value);
    }
    if (last > Goal::targets && model::has_targets(baseline_.scenario())) {
      result_.targets_bound = hold(Goal::targets, evaluation::target_tolerance(baseline_).value);
    }
    result_.caps = level_.goal_caps;
    if (last == Goal::value) {
      settle();
    }
    return std::move(result_);
  }

 private:
  /// The least of a goal; later levels keep it, within `tolerance` unless it is nothing at all.
  Int128 hold(Goal goal, Int128 tolerance) {
    level_.goal = goal;
    const LevelView view(problem_, level_);
    Reached reached;
    reached.best.assignment = result_.assignment;
    reached.best.value = view.value(view.loads(result_.assignment));
    reached.proven = reached.best.value == 0;
    if (!reached.proven) {
      const std::uint64_t limit = budget_.reserve(0.5);  // For the levels to come.
      reached =
          search(problem_, level_, result_.assignment, Ties::ignored, options_.gap_limit, budget_);
      budget_.set_limit(limit);
    }
    result_.assignment = reached.best.assignment;
    result_.held.push_back(result_.assignment);
    result_.proven = result_.proven && reached.proven;
    result_.relieved = result_.relieved &&
                       (reached.proven || reached.best.value <= reached.lower_bound + tolerance);
    const bool nothing = reached.best.value == 0;
    level_.goal_caps.push_back({goal, nothing ? 0 : reached.best.value + tolerance});
    return reached.lower_bound;
  }

  void settle() {
    const bool two_goals = baseline_.scenario().policy.strategy == model::Strategy::congestion;
    level_.goal = Goal::value;
    const Reached value =
        search(problem_, level_, result_.assignment, two_goals ? Ties::ignored : Ties::settled,
               options_.gap_limit, budget_);
    take(value);
    result_.value_bound = value.lower_bound;
    result_.near = value.near;
    if (two_goals) {
      // In bps, so that what one of them is worth in money is not less than the price's last digit.
      level_.goal_caps.push_back({Goal::phi, value.best.value / problem_.weights.congestion});
      level_.goal = Goal::bill;
      take(
          search(problem_, level_, result_.assignment, Ties::settled, options_.gap_limit, budget_));
    }
  }

  void take(const Reached& reached) {
    result_.assignment = reached.best.assignment;
    result_.proven = result_.proven && reached.proven;
    result_.ordered = reached.ordered;
  }

  Problem& problem_;
  const evaluation::Baseline& baseline_;
  const Options& options_;
  WorkBudget& budget_;
  LexicographicLevel level_;
  LevelsReached result_;
};

}  // namespace

LevelsReached solve_levels(Problem& problem, const evaluation::Baseline& baseline,
                           const Options& options, WorkBudget& budget, Goal last) {
  return LevelByLevel(problem, baseline, options, budget).solve(last);
}

}  // namespace bgpte::optimiser
