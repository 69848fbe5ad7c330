// The whole optimisation: level after level, then what is reported.
#include "bgpte/optimiser/optimise.hpp"

#include <algorithm>
#include <array>

#include "bgpte/evaluation/goals.hpp"
#include "src/optimiser/bound/lagrangian_bound.hpp"
#include "src/optimiser/candidates/candidate_classes.hpp"
#include "src/optimiser/candidates/relief_filter.hpp"
#include "src/optimiser/problem/failure_check.hpp"
#include "src/optimiser/problem/problem.hpp"
#include "src/optimiser/problem/reachability.hpp"
#include "src/optimiser/search/greedy.hpp"
#include "src/optimiser/search/levels.hpp"
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

namespace {

/// The first goal that today's plan does not reach, with what each change must bring of it.
std::optional<ReliefNeed> first_goal(const evaluation::Baseline& baseline) {
  const evaluation::LeastRelief relief = evaluation::least_relief(baseline);
  if (const model::Bps loss = evaluation::loss(baseline, baseline.today()); loss.value > 0) {
    return ReliefNeed{Goal::loss, loss, {}, relief.loss, 0};
  }
  if (const model::Bps excess = evaluation::excess(baseline, baseline.today()); excess.value > 0) {
    return ReliefNeed{Goal::excess, excess, {}, relief.excess, 0};
  }
  return std::nullopt;
}

/// Adds the failures that a plan made worse to those that are rows, sorted; false if there is none
/// to add.
bool add_rows(const std::vector<std::size_t>& broken, std::vector<std::size_t>& rows) {
  const std::size_t before = rows.size();
  rows.insert(rows.end(), broken.begin(), broken.end());
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows.size() > before;
}

std::vector<evaluation::FailureCase> cases_of(const FailureCheck& check,
                                              const std::vector<std::size_t>& rows) {
  std::vector<evaluation::FailureCase> cases;
  for (const std::size_t f : rows) {
    cases.push_back(check.cases()[f]);
  }
  return cases;
}

/// What single changes that keep every rule, taken one after the other, make of a goal; each alone
/// would bring its part of the relief. Under `require` failures become rows once a plan breaks
/// them. Nothing if it was asked to stop, or if the changes cut somebody off together.
std::optional<Int128> greedy_goal(const evaluation::Baseline& baseline, ReliefNeed need,
                                  WorkBudget& budget) {
  need.at_most = need.today;
  need.most_changes = 1;
  // Any plan bounds it. Changes that bring a part of it are enough, and soon priced.
  need.for_each = std::max(need.for_each, model::Bps{need.today.value / 20});
  std::optional<FailureCheck> check;
  if (baseline.scenario().policy.n_minus_1 == model::NMinusOne::require) {
    check.emplace(baseline, budget.threads(), budget.failures_today());
  }
  LexicographicLevel level{need.goal, {}};
  if (need.goal == Goal::excess) {
    level.goal_caps.push_back({Goal::loss, 0});  // Nothing is lost today, and nothing may be.
  }
  std::vector<std::size_t> rows;
  for (;;) {
    const Problem problem =
        make_problem(baseline, budget, Sharing::never,
                     check ? cases_of(*check, rows) : std::vector<evaluation::FailureCase>(), need);
    if (problem.stopped) {
      return std::nullopt;
    }
    const LevelView view(problem, level);
    const Assignment today(problem.groups.size(), 0);
    Incumbent best{today, view.value(view.loads(today)), {}};
    greedy(view, today, budget, best);
    const std::vector<std::size_t> broken =
        check ? check->worsened(problem.plan(best.assignment)) : std::vector<std::size_t>();
    if (broken.empty()) {
      return Reachability(baseline).keeps(problem.plan(best.assignment)) ? std::optional(best.value)
                                                                         : std::nullopt;
    }
    if (!add_rows(broken, rows)) {
      return std::nullopt;
    }
  }
}

/// What a plan must bring. Each change must bring its part of the relief, so that a plan of single
/// changes, found quickly, bounds how many there can be. Nothing where nothing is to be relieved,
/// and where a prefix may change on one link only: then all candidates are soon known.
std::optional<ReliefNeed> relief_need(const evaluation::Baseline& baseline, WorkBudget& budget) {
  model::Policy policy = baseline.scenario().policy;
  std::optional<ReliefNeed> need = first_goal(baseline);
  if (!need || need->for_each.value == 0 || policy.max_changes_per_prefix < 2) {
    return std::nullopt;
  }
  // Where none is left out, all single changes are stored: too many of very large networks.
  const std::size_t singles =
      baseline.scenario().prefixes.size() * baseline.scenario().links.size();
  if (!ReliefFilter::supports(baseline) && singles > budget.max_stored()) {
    return std::nullopt;
  }
  policy.max_changes_per_prefix = 1;
  const std::optional<Int128> least = greedy_goal(baseline.with_policy(policy), *need, budget);
  if (!least) {
    return std::nullopt;
  }
  need->at_most =
      model::Bps{static_cast<std::int64_t>(*least)} + evaluation::relief_tolerance(baseline);
  const auto most = static_cast<std::size_t>(need->at_most.value / need->for_each.value);
  need->most_changes = std::min(policy.max_changes.value_or(most), most);
  return need;
}

/// The same network, with no more changes allowed than such a plan can have. All plans that the
/// search could answer with are left.
evaluation::Baseline with_useful_changes(const evaluation::Baseline& baseline,
                                         const std::optional<ReliefNeed>& need) {
  if (!need) {
    return baseline;
  }
  model::Policy policy = baseline.scenario().policy;
  policy.max_changes = need->most_changes;
  policy.max_changes_per_prefix = std::min(policy.max_changes_per_prefix, need->most_changes);
  return baseline.with_policy(policy);
}

/// What the excess is above the loss at least, whichever of the candidates a plan has and as many
/// changes as it may: links that no plan relieves that far stay above their thresholds.
model::Bps least_excess_above_loss(const Problem& problem) {
  const std::vector<Span> spans =
      problem.classes ? problem.classes->spans(problem) : full_spans(problem);
  Int128 least = 0;
  for (std::size_t d = 0; d < spans.size(); ++d) {
    const auto& goals = problem.dimensions[d].goals;
    const billing::Piecewise& loss = goals[static_cast<std::size_t>(Goal::loss)];
    const billing::Piecewise& excess = goals[static_cast<std::size_t>(Goal::excess)];
    if (loss.slope_at(0) == 0) {  // Else it is the number of changes, which have a price.
      least += (excess + Int128{-1} * loss).least(spans[d].lo, spans[d].hi, 0);
    }
  }
  return model::Bps{static_cast<std::int64_t>(least)};
}

}  // namespace

struct PricedSearch::Parts {
  Parts(const evaluation::Baseline& of, Options with)
      : options(std::move(with)),
        budget(options),
        need(relief_need(of, budget)),
        baseline(with_useful_changes(of, need)),
        problem(make_problem(baseline, budget, Sharing::where_many, {}, need)) {}
  Options options;
  WorkBudget budget;
  std::optional<ReliefNeed> need;
  evaluation::Baseline baseline;
  Problem problem;
};

PricedSearch::PricedSearch(const evaluation::Baseline& baseline, const Options& options)
    : parts_(std::make_unique<Parts>(baseline, options)) {}

PricedSearch::~PricedSearch() = default;

Optimum PricedSearch::run() {
  const std::unique_ptr<Parts> parts = std::move(parts_);  // The memory goes with the answer.
  const Options& options = parts->options;
  WorkBudget& budget = parts->budget;
  const evaluation::Baseline& baseline = parts->baseline;
  Problem& problem = parts->problem;
  if (problem.stopped) {
    return today_only(baseline, problem);
  }
  // Failures become rows of the problem once a plan breaks them. Leaving rows out only relaxes it,
  // so that a plan which breaks none is the best, if what its levels were held at was reached by
  // plans that break none either. Each round leaves work for the next.
  FailureCheck check(baseline, budget.threads(), budget.failures_today());
  const auto solve = [&] {
    const std::uint64_t limit = budget.reserve(check.cases().empty() ? 0 : 0.4);
    LevelsReached found = solve_levels(problem, baseline, options, budget);
    budget.set_limit(limit);
    return found;
  };
  LevelsReached reached = solve();
  evaluation::Plan plan = problem.plan(reached.assignment);
  const auto broken = [&] {
    std::vector<std::size_t> result = check.worsened(plan);
    const bool hard = baseline.scenario().policy.n_minus_1 == model::NMinusOne::require;
    for (std::size_t i = 0; i < reached.caps.size(); ++i) {
      // Under no-worse the goals before that of failures do not look at them.
      const bool looks = hard || reached.caps[i].goal >= Goal::failures;
      if (looks && reached.held[i] != reached.assignment) {
        const std::vector<std::size_t> more = check.worsened(problem.plan(reached.held[i]));
        result.insert(result.end(), more.begin(), more.end());
      }
    }
    return result;
  };
  Reachability reachability(baseline);
  const auto cuts_off = [&] {
    return std::any_of(
               reached.held.begin(), reached.held.end(),
               [&](const Assignment& held) { return !reachability.keeps(problem.plan(held)); }) ||
           !reachability.keeps(plan);
  };
  std::vector<std::size_t> rows;
  Families families = Families::apart;
  for (;;) {
    // Where none is left to add, the loss after failures is the price of relief.
    const bool more = add_rows(broken(), rows);
    const bool join = families == Families::apart && cuts_off();
    if (!more && !join) {
      break;
    }
    families = join ? Families::joined : families;
    Problem with_rows = make_problem(baseline, budget, Sharing::never, cases_of(check, rows),
                                     parts->need, families);
    if (with_rows.stopped) {
      return today_only(baseline, with_rows);
    }
    problem = std::move(with_rows);
    reached = solve();
    plan = problem.plan(reached.assignment);
  }

  Optimum result;
  result.plan = std::move(plan);
  result.today = evaluation::evaluate(baseline, {});
  result.after = evaluation::evaluate(baseline, result.plan, budget.threads());
  const auto bound = [&](Int128 value, model::Bps least_relief, model::Bps reached_value) {
    // Less what the changes had to bring, for the bound is of the goal without their price.
    const Int128 relief =
        static_cast<Int128>(least_relief.value) * static_cast<Int128>(result.after.changes);
    return std::min(model::Bps{static_cast<std::int64_t>(std::max<Int128>(0, value - relief))},
                    reached_value);
  };
  const evaluation::LeastRelief relief = evaluation::least_relief(baseline);
  result.loss_lower_bound = bound(reached.loss_bound, relief.loss, result.after.loss);
  result.excess_lower_bound = bound(reached.excess_bound, relief.excess, result.after.excess);
  if (result.excess_lower_bound < result.after.excess) {
    result.excess_lower_bound =
        std::clamp(result.loss_lower_bound + least_excess_above_loss(problem),
                   result.excess_lower_bound, result.after.excess);
  }
  if (baseline.scenario().policy.n_minus_1 == model::NMinusOne::no_worse) {
    result.failure_loss = model::Bps{check.loss_beyond_today(result.plan)};
    result.failure_loss_lower_bound = std::min(
        model::Bps{static_cast<std::int64_t>(reached.failures_bound)}, result.failure_loss);
  }
  result.targets_lower_bound = std::min(
      model::Bps{static_cast<std::int64_t>(reached.targets_bound)}, result.after.off_target);
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
