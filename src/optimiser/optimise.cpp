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
  bool near = false;     ///< Within the gap limit.
  bool ordered = false;  ///< And the ties are settled.
};

/// Small enough that closing the search for good is expected to be quick.
bool is_small(const Problem& problem) {
  return problem.units.size() <= 12;
}

Int128 plain_bound(const StageView& view, const std::vector<Span>& spans) {
  const Prices zero{std::vector<Int128>(view.dimensions(), 0),
                    std::vector<Int128>(view.stage().holds.size(), 0),
                    std::vector<Int128>(view.problem().joint_bills.size(), 0)};
  return view.bound(zero, view.priced(zero), spans).value;
}

Reached run(const StageView& view, const Choice& start, bool ties, double gap_limit,
            Effort& effort) {
  Reached result;
  const std::vector<std::int64_t> loads = view.loads(start);
  result.best = {start, view.value(loads), ties ? view.tie(start) : TieRank{}};
  improve(view, start, effort, result.best);
  const std::vector<Span> spans = full_spans(view.problem());
  // Without prices: what the goal is at least wherever each load can go (an excess is never < 0).
  const Int128 plain = plain_bound(view, spans);
  if (!ties && plain >= result.best.value) {
    result.lower_bound = result.best.value;
    result.proven = true;
    return result;
  }
  const Dual dual = raise_bound(view, spans, result.best.value, 1e-9, 400, nullptr, effort);
  const Int128 bound = std::max(plain, dual.bound);
  result.lower_bound = std::min(bound, result.best.value);
  const auto near_enough = [&](double limit) {
    const Int128 gap = result.best.value - result.lower_bound;
    const Int128 scale =
        std::max<Int128>(1, result.best.value < 0 ? -result.best.value : result.best.value);
    return static_cast<double>(gap) <= limit * static_cast<double>(scale);
  };
  // The relaxed answers of the last steps differ in the units that are nearly undecided: each is
  // a start of its own.
  const std::size_t starts = is_small(view.problem()) ? dual.visited.size() : 3;
  for (std::size_t i = 0; i < starts && i < dual.visited.size(); ++i) {
    improve(view, dual.visited[dual.visited.size() - 1 - i], effort, result.best);
  }
  if (!is_small(view.problem()) && !near_enough(gap_limit / 4)) {
    const std::uint64_t end = effort.share(0.3);
    for (auto start_at = dual.visited.rbegin();
         start_at != dual.visited.rend() && !near_enough(gap_limit / 4); ++start_at) {
      exchange(view, dual.prices, bound, *start_at, end, effort, result.best);
      result.lower_bound = std::min(bound, result.best.value);
    }
    exchange(view, dual.prices, bound, Choice(result.best.choice), end, effort, result.best);
  }
  result.lower_bound = std::min(bound, result.best.value);
  if (result.lower_bound == result.best.value && !ties) {
    result.proven = true;
    return result;
  }
  // A large search that is already near enough gets a short try at the rest; others a long one.
  const std::uint64_t end = is_small(view.problem()) ? effort.share(0.5)
                            : near_enough(gap_limit)
                                ? std::min(effort.share(0.5), effort.work() + 50'000'000)
                                : effort.share(0.5);
  const Closing closing = close(view, dual.prices, ties, end, effort, result.best);
  result.lower_bound =
      std::min(std::max(result.lower_bound, closing.lower_bound), result.best.value);
  result.proven = closing.complete || result.lower_bound == result.best.value;
  result.near = near_enough(gap_limit);
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

  const Reached excess =
      run(StageView(problem, {Goal::excess, {}}), today, false, options.gap_limit, effort);
  Stage stage{Goal::value, {{Goal::excess, excess.best.value}}};
  const bool two_goals = scenario.policy.strategy == model::Strategy::congestion;
  Reached value =
      run(StageView(problem, stage), excess.best.choice, !two_goals, options.gap_limit, effort);
  const Int128 lower_bound = value.lower_bound;
  bool proven = excess.proven && value.proven;
  if (two_goals) {
    stage.holds.push_back({Goal::value, value.best.value});
    stage.goal = Goal::bill;
    const Reached bill =
        run(StageView(problem, stage), value.best.choice, true, options.gap_limit, effort);
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
