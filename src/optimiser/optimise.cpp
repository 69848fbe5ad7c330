// The whole optimisation: level after level, then what is reported.
#include "bgpte/optimiser/optimise.hpp"

#include <algorithm>
#include <array>

#include "bgpte/evaluation/objective_weights.hpp"
#include "src/optimiser/problem/problem.hpp"
#include "src/optimiser/search/search.hpp"
#include "src/optimiser/search/shared_search.hpp"
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

Optimum PricedSearch::run() {
  const std::unique_ptr<Parts> parts = std::move(parts_);  // The memory goes with the answer.
  auto& [options, budget, baseline, problem] = *parts;
  if (problem.stopped) {
    return today_only(baseline, problem);
  }
  const Assignment today(problem.groups.size(), 0);

  const bool two_goals = baseline.scenario().policy.strategy == model::Strategy::congestion;
  Reached excess, value;
  if (std::optional<TwoLevels> both =
          problem.classes ? both_levels(problem, options.gap_limit, budget) : std::nullopt) {
    excess = std::move(both->excess);
    value = std::move(both->value);
  } else {
    excess = search(problem, {Goal::excess, {}}, today, Ties::ignored, options.gap_limit, budget);
    value =
        search(problem, {Goal::value, {{Goal::excess, excess.best.value}}}, excess.best.assignment,
               two_goals ? Ties::ignored : Ties::settled, options.gap_limit, budget);
  }
  LexicographicLevel level{Goal::value, {{Goal::excess, excess.best.value}}};
  const Int128 lower_bound = value.lower_bound;
  bool proven = excess.proven && value.proven;
  if (two_goals) {
    // In bps, so that what one of them is worth in money is not less than the price's last digit.
    level.goal_caps.push_back({Goal::phi, value.best.value / problem.weights.congestion});
    level.goal = Goal::bill;
    const Reached bill =
        search(problem, level, value.best.assignment, Ties::settled, options.gap_limit, budget);
    value.best.assignment = bill.best.assignment;
    value.ordered = bill.ordered;
    proven = proven && bill.proven;
  }

  Optimum result;
  result.plan = problem.plan(value.best.assignment);
  result.today = evaluation::evaluate(baseline, {});
  result.after = evaluation::evaluate(baseline, result.plan, budget.threads());
  result.excess_lower_bound = model::Bps{static_cast<std::int64_t>(excess.lower_bound)};
  result.lower_bound.atto = std::min(lower_bound, result.after.value.atto);
  result.candidates = problem.candidates;
  if (proven && value.ordered) {
    result.termination = Termination::optimal;
  } else {
    result.termination = budget.stop().value_or(
        excess.proven && value.near ? Termination::gap_limit : Termination::work_limit);
  }
  result.work = budget.work();
  return result;
}

Optimum optimise(const evaluation::Baseline& baseline, const Options& options) {
  return PricedSearch(baseline, options).run();
}

}  // namespace bgpte::optimiser
