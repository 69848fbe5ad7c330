// The whole optimisation: level after level, then what is reported.
#include "bgpte/optimiser/optimise.hpp"

#include <algorithm>
#include <array>

#include "bgpte/evaluation/goals.hpp"
#include "src/optimiser/problem/failure_check.hpp"
#include "src/optimiser/problem/problem.hpp"
#include "src/optimiser/search/search.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {
namespace {

constexpr std::array<std::string_view, 5> termination_names{"optimal", "gap-limit", "work-limit",
                                                            "time-limit", "interrupted"};

/// What no plan goes below: each sum of loads at its cheapest, wherever between nothing and
/// everything it is.
evaluation::Objective least_anywhere(const evaluation::Baseline& baseline, const Problem& problem) {
  const evaluation::Flows& today = baseline.today();
  std::int64_t all = 0;
  for (std::size_t l = 0; l < today.peak.size(); ++l) {
    all += today.billed[l] + today.peak[l] + today.high[l];
  }
  // Rounding adds less than a bps for each cell; changes are cells too.
  all += static_cast<std::int64_t>(baseline.scenario().prefixes.size() * today.peak.size());
  const LevelView view(problem, {Goal::value, {}});
  const Prices none = no_prices(view);
  const std::vector<Span> spans(view.dimensions(), Span{0, all});
  return {view.bound(none, view.priced(none), spans).value};
}

/// The answer where there was no time to price the candidates.
Optimum today_only(const evaluation::Baseline& baseline, const Problem& problem) {
  Optimum result;
  result.today = result.after = evaluation::evaluate(baseline, {});
  result.lower_bound = std::min(least_anywhere(baseline, problem), result.after.value);
  result.termination = *problem.stopped;
  result.candidates = problem.candidates;
  return result;
}

}  // namespace

std::string_view name_of(Termination termination) {
  return termination_names[static_cast<std::size_t>(termination)];
}

struct PricedSearch::Parts {
  Parts(evaluation::Baseline of, Options with)
      : options(std::move(with)),
        budget(options),
        baseline(std::move(of)),
        problem(make_problem(baseline, budget, Sharing::where_many)) {}
  Options options;
  WorkBudget budget;
  evaluation::Baseline baseline;
  Problem problem;
};

PricedSearch::PricedSearch(const evaluation::Baseline& baseline, const Options& options)
    : parts_(std::make_unique<Parts>(baseline, options)) {}

PricedSearch::~PricedSearch() = default;

namespace {

/// What the levels of one problem came to.
struct LevelsReached {
  Assignment assignment;
  Int128 loss_bound = 0, excess_bound = 0, failures_bound = 0, value_bound = 0;
  bool proven = true;    ///< Every level.
  bool relieved = true;  ///< Every level before the objective.
  bool near = true;      ///< The objective is near its bound.
  bool ordered = true;
};

/// Solves one level after the other; each is held at its best value and its tolerance.
class LevelByLevel {
 public:
  LevelByLevel(const evaluation::Baseline& baseline, const Options& options, WorkBudget& budget)
      : baseline_(baseline), options_(options), budget_(budget) {}

  LevelsReached solve(Problem& problem) {
    level_ = {};
    result_ = {};
    result_.assignment.assign(problem.groups.size(), 0);
    const Int128 relief = evaluation::relief_tolerance(baseline_).value;
    result_.loss_bound = hold(problem, Goal::loss, relief);
    result_.excess_bound = hold(problem, Goal::excess, relief);
    if (baseline_.scenario().policy.n_minus_1 == model::NMinusOne::no_worse) {
      result_.failures_bound =
          hold(problem, Goal::failures, evaluation::failure_tolerance(baseline_).value);
    }
    settle(problem);
    return std::move(result_);
  }

 private:
  /// The least of a goal; later levels keep it, within `tolerance` unless it is nothing at all.
  Int128 hold(Problem& problem, Goal goal, Int128 tolerance) {
    level_.goal = goal;
    const LevelView view(problem, level_);
    Reached reached;
    reached.best.assignment = result_.assignment;
    reached.best.value = view.value(view.loads(result_.assignment));
    reached.proven = reached.best.value == 0;
    if (!reached.proven) {
      reached = search(problem, level_, result_.assignment, Ties::ignored, options_.gap_limit,
                       budget_);
    }
    result_.assignment = reached.best.assignment;
    result_.proven = result_.proven && reached.proven;
    result_.relieved =
        result_.relieved && (reached.proven || reached.best.value <= reached.lower_bound + tolerance);
    const bool nothing = reached.best.value == 0;
    level_.goal_caps.push_back({goal, nothing ? 0 : reached.best.value + tolerance});
    return reached.lower_bound;
  }

  void settle(Problem& problem) {
    const bool two_goals = baseline_.scenario().policy.strategy == model::Strategy::congestion;
    level_.goal = Goal::value;
    const Reached value = search(problem, level_, result_.assignment,
                                 two_goals ? Ties::ignored : Ties::settled, options_.gap_limit,
                                 budget_);
    take(value);
    result_.value_bound = value.lower_bound;
    result_.near = value.near;
    if (two_goals) {
      // In bps, so that what one of them is worth in money is not less than the price's last digit.
      level_.goal_caps.push_back({Goal::phi, value.best.value / problem.weights.congestion});
      level_.goal = Goal::bill;
      take(search(problem, level_, result_.assignment, Ties::settled, options_.gap_limit, budget_));
    }
  }

  void take(const Reached& reached) {
    result_.assignment = reached.best.assignment;
    result_.proven = result_.proven && reached.proven;
    result_.ordered = reached.ordered;
  }

  const evaluation::Baseline& baseline_;
  const Options& options_;
  WorkBudget& budget_;
  LexicographicLevel level_;
  LevelsReached result_;
};

}  // namespace

Optimum PricedSearch::run() {
  const std::unique_ptr<Parts> parts = std::move(parts_);  // The memory goes with the answer.
  auto& [options, budget, baseline, problem] = *parts;
  if (problem.stopped) {
    return today_only(baseline, problem);
  }
  LevelByLevel levels(baseline, options, budget);
  LevelsReached reached = levels.solve(problem);
  evaluation::Plan plan = problem.plan(reached.assignment);
  // Failures become rows of the problem once a plan breaks them. Leaving rows out only relaxes it,
  // so that a plan which breaks none is the best.
  FailureCheck check(baseline, budget.threads());
  std::vector<std::size_t> rows;
  for (std::vector<std::size_t> broken = check.worsened(plan); !broken.empty();
       broken = check.worsened(plan)) {
    const std::size_t before = rows.size();
    rows.insert(rows.end(), broken.begin(), broken.end());
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    if (rows.size() == before) {
      break;  // What is left of the loss after failures is the price of relief.
    }
    std::vector<evaluation::FailureCase> failures;
    for (const std::size_t f : rows) {
      failures.push_back(check.cases()[f]);
    }
    Problem with_rows = make_problem(baseline, budget, Sharing::never, std::move(failures));
    if (with_rows.stopped) {
      return today_only(baseline, with_rows);
    }
    problem = std::move(with_rows);
    reached = levels.solve(problem);
    plan = problem.plan(reached.assignment);
  }

  Optimum result;
  result.plan = std::move(plan);
  result.today = evaluation::evaluate(baseline, {});
  result.after = evaluation::evaluate(baseline, result.plan, budget.threads());
  const auto bound = [&](Int128 value, model::Bps least_relief, model::Bps reached_value) {
    // Less what the changes had to bring, for the bound is of the goal without their price.
    const Int128 relief = static_cast<Int128>(least_relief.value) *
                          static_cast<Int128>(result.after.changes);
    return std::min(model::Bps{static_cast<std::int64_t>(std::max<Int128>(0, value - relief))},
                    reached_value);
  };
  const evaluation::LeastRelief relief = evaluation::least_relief(baseline);
  result.loss_lower_bound = bound(reached.loss_bound, relief.loss, result.after.loss);
  result.excess_lower_bound = bound(reached.excess_bound, relief.excess, result.after.excess);
  if (baseline.scenario().policy.n_minus_1 == model::NMinusOne::no_worse) {
    result.failure_loss = model::Bps{check.loss_beyond_today(result.plan)};
    result.failure_loss_lower_bound =
        std::min(model::Bps{static_cast<std::int64_t>(reached.failures_bound)},
                 result.failure_loss);
  }
  result.lower_bound.atto = std::min(reached.value_bound, result.after.value.atto);
  result.candidates = problem.candidates;
  if (reached.proven && reached.ordered) {
    result.termination = Termination::optimal;
  } else {
    result.termination = budget.stop().value_or(
        reached.relieved && reached.near ? Termination::gap_limit : Termination::work_limit);
  }
  result.work = budget.work();
  return result;
}

Optimum optimise(const evaluation::Baseline& baseline, const Options& options) {
  return PricedSearch(baseline, options).run();
}

}  // namespace bgpte::optimiser
