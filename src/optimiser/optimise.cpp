#include "bgpte/optimiser/optimise.hpp"

#include <algorithm>
#include <array>

#include "closing.hpp"
#include "dual.hpp"
#include "effort.hpp"
#include "improve.hpp"
#include "pricing.hpp"
#include "problem.hpp"

namespace bgpte::optimiser {
namespace {

constexpr std::array<std::string_view, 5> termination_names{"optimal", "gap-limit", "work-limit",
                                                            "time-limit", "interrupted"};

/// What one stage reached.
struct Reached {
  Incumbent best;
  Int128 lower_bound = 0;
  bool proven = false;   ///< best.value is the least.
  bool ordered = false;  ///< And the ties are settled.
};

Reached run(const StageView& view, const Choice& start, bool ties, Effort& effort) {
  Reached result;
  const std::vector<std::int64_t> loads = view.loads(start);
  result.best = {start, view.value(loads), ties ? view.tie(start) : TieRank{}};
  improve(view, start, effort, result.best);
  const std::vector<Span> spans = full_spans(view.problem());
  const Dual dual = raise_bound(view, spans, result.best.value, 1e-9, 400, nullptr, effort);
  for (const Choice& choice : dual.visited) {
    improve(view, choice, effort, result.best);
  }
  result.lower_bound = std::min(dual.bound, result.best.value);
  if (result.lower_bound == result.best.value && !ties) {
    result.proven = true;
    return result;
  }
  const Closing closing = close(view, dual.prices, ties, effort.share(0.5), effort, result.best);
  result.lower_bound =
      std::min(std::max(result.lower_bound, closing.lower_bound), result.best.value);
  result.proven = closing.complete || result.lower_bound == result.best.value;
  if (closing.complete && ties) {
    result.ordered = first_in_order(view, dual.prices, effort.share(0.9), effort, result.best);
  }
  return result;
}

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

  const Reached excess = run(StageView(problem, {Goal::excess, {}}), today, false, effort);
  Stage stage{Goal::value, {{Goal::excess, excess.best.value}}};
  const bool two_goals = scenario.policy.strategy == model::Strategy::congestion;
  Reached value = run(StageView(problem, stage), excess.best.choice, !two_goals, effort);
  const Int128 lower_bound = value.lower_bound;
  bool proven = excess.proven && value.proven;
  if (two_goals) {
    stage.holds.push_back({Goal::value, value.best.value});
    stage.goal = Goal::bill;
    const Reached bill = run(StageView(problem, stage), value.best.choice, true, effort);
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
  result.termination = proven && value.ordered ? Termination::optimal
                                               : effort.stop().value_or(Termination::work_limit);
  result.work = effort.work();
  return result;
}

}  // namespace bgpte::optimiser
