#include "bgpte/optimiser/optimise.hpp"

#include <algorithm>
#include <array>

#include "effort.hpp"
#include "pricing.hpp"
#include "problem.hpp"
#include "search.hpp"

namespace bgpte::optimiser {
namespace {

constexpr std::array<std::string_view, 5> termination_names{"optimal", "gap-limit", "work-limit",
                                                            "time-limit", "interrupted"};

}  // namespace

std::string_view name_of(Termination termination) {
  return termination_names[static_cast<std::size_t>(termination)];
}

Optimum optimise(const model::Scenario& scenario, const ingress::IngressModel& ingress,
                 const Options& options) {
  Effort effort(options);
  const States states(scenario, ingress);
  const Problem problem = make_problem(states);
  const Choice today(problem.units.size(), 0);

  const Reached excess =
      search(StageView(problem, {Goal::excess, {}}), today, false, options.gap_limit, effort);
  Stage stage{Goal::value, {{Goal::excess, excess.best.value}}};
  const bool two_goals = scenario.policy.strategy == model::Strategy::congestion;
  Reached value =
      search(StageView(problem, stage), excess.best.choice, !two_goals, options.gap_limit, effort);
  const Int128 lower_bound = value.lower_bound;
  bool proven = excess.proven && value.proven;
  if (two_goals) {
    stage.holds.push_back({Goal::value, value.best.value});
    stage.goal = Goal::bill;
    const Reached bill =
        search(StageView(problem, stage), value.best.choice, true, options.gap_limit, effort);
    value.best.choice = bill.best.choice;
    value.ordered = bill.ordered;
    proven = proven && bill.proven;
  }

  Optimum result;
  result.plan = problem.plan(value.best.choice);
  result.today = evaluate(states, {});
  result.after = evaluate(states, result.plan);
  result.excess_lower_bound = model::Bps{static_cast<std::int64_t>(excess.lower_bound)};
  result.lower_bound.atto = std::min(lower_bound, result.after.value.atto);
  result.candidates = problem.candidates;
  if (proven && value.ordered) {
    result.termination = Termination::optimal;
  } else {
    result.termination = effort.stop().value_or(
        excess.proven && value.near ? Termination::gap_limit : Termination::work_limit);
  }
  result.work = effort.work();
  return result;
}

}  // namespace bgpte::optimiser
