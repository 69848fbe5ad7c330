#include "src/optimiser/search/search.hpp"

#include <algorithm>

#include "src/optimiser/bound/lagrangian_bound.hpp"
#include "src/optimiser/search/local_search.hpp"
#include "src/optimiser/search/shared_search.hpp"
#include "src/optimiser/search/tier_branching.hpp"

namespace bgpte::optimiser {
namespace {

/// Beyond this many columns branch and bound closes nothing.
constexpr std::size_t closable_columns = 400'000;
/// And beyond this many prefixes with a choice it seldom closes anything, however long it runs.
constexpr std::size_t closable_units = 100;

/// After so many relaxed assignments in a row from which exchanges found no better plan, the rest
/// are left alone where the gap is within `in_reach` times its limit.
constexpr int most_in_vain = 2;
constexpr double in_reach = 10;

/// Small enough that closing the search for good is expected to be quick.
bool is_small(const Problem& problem) {
  return problem.units.size() <= 12;
}

Int128 plain_bound(const LevelView& view, const std::vector<Span>& spans) {
  const Prices zero = no_prices(view);
  return view.bound(zero, view.priced(zero), spans).value;
}

}  // namespace

bool within(const Reached& reached, double limit) {
  return within_gap(reached.best.value, reached.lower_bound, limit);
}

Reached search(Problem& problem, const LexicographicLevel& stage, const Assignment& start,
               bool ties, double gap_limit, WorkBudget& budget) {
  LevelView view(problem, stage);
  if (problem.classes) {
    return shared_search(problem, view, &start, gap_limit, budget).reached;
  }
  Reached result;
  const std::vector<std::int64_t> loads = view.loads(start);
  result.best = {start, view.value(loads), ties ? view.tie(start) : TieRank{}};
  std::size_t columns = 0;
  for (const DecisionGroup& unit : view.problem().units) {
    columns += unit.columns.size();
  }
  if (columns <= closable_columns) {
    improve(view, {}, start, budget, result.best);
  }
  const std::vector<Span> spans = full_spans(view.problem());
  // Without prices: what the goal is at least wherever each load can go (an excess is never < 0).
  const Int128 plain = plain_bound(view, spans);
  if (!ties && plain >= result.best.value) {
    result.lower_bound = result.best.value;
    result.proven = true;
    return result;
  }
  if (budget.asked_to_stop()) {
    result.lower_bound = std::min(plain, result.best.value);
    return result;
  }
  budget.spend(view.aim(view.loads(result.best.choice)));
  const LagrangianBound dual =
      raise_bound(view, spans, result.best.value, 1e-9, 400, nullptr, budget);
  const Int128 bound = std::max(plain, dual.bound);
  Int128 branched = bound;
  const auto update = [&] { result.lower_bound = std::min(branched, result.best.value); };
  update();
  const auto near_enough = [&](double limit) { return within(result, limit); };
  // The relaxed answers of the last steps differ in the units that are nearly undecided: each is
  // a start of its own.
  if (!dual.rounded.empty()) {
    improve(view, dual.open, dual.rounded, budget, result.best);
    if (!is_small(view.problem())) {
      improve_near(view, dual.open, dual.prices, dual.mean, dual.rounded, bound, gap_limit / 4,
                   budget, result.best);
    }
  }
  const std::size_t starts = is_small(view.problem()) ? dual.visited.size() : 3;
  for (std::size_t i = 0; i < starts && i < dual.visited.size(); ++i) {
    improve(view, dual.open, dual.visited[dual.visited.size() - 1 - i], budget, result.best);
  }
  const bool small = is_small(view.problem());
  const bool jumps = !small && has_jumps(view, spans);
  if (!small && !near_enough(gap_limit / 4)) {
    const auto from = [&](const Assignment& start_at, std::uint64_t end) {
      const Int128 before = result.best.value;
      exchange(view, dual.open, dual.prices, bound, start_at, end, budget, result.best);
      update();
      return result.best.value < before;
    };
    const auto missing = [&] {
      return !jumps && !near_enough(gap_limit) && near_enough(in_reach * gap_limit);
    };
    const std::uint64_t end = budget.share(0.3);
    const bool many = !jumps && view.problem().units.size() > closable_units;
    int in_vain = 0;
    for (auto start_at = dual.visited.rbegin();
         start_at != dual.visited.rend() && !near_enough(gap_limit) &&
         !(in_vain >= most_in_vain && (many || missing()));
         ++start_at) {
      in_vain = from(*start_at, end) ? 0 : in_vain + 1;
    }
    from(Assignment(result.best.choice), end);
  }
  update();
  if (result.lower_bound == result.best.value && !ties) {
    result.proven = true;
    return result;
  }
  if (jumps && !near_enough(gap_limit)) {
    branched = std::max(branched, branch_on_tiers(view, spans, dual, gap_limit, budget.share(0.6),
                                                  budget, result.best));
    update();
  }
  result.near = near_enough(gap_limit);
  if (columns > closable_columns) {
    result.proven = result.lower_bound == result.best.value;
    return result;
  }
  // A large search that has more open prefixes than can ever be closed gets a try at the rest, one
  // that is already near enough a short one, others a long one.
  std::uint64_t end = budget.share(0.5);
  if (view.problem().units.size() > closable_units) {
    end = std::min(end, budget.work() + 5'000'000);
  } else if (!small && near_enough(gap_limit)) {
    end = std::min(end, budget.work() + 50'000'000);
  }
  const Closing closing = close(view, dual.prices, ties, end, budget, result.best);
  result.lower_bound =
      std::min(std::max(result.lower_bound, closing.lower_bound), result.best.value);
  result.proven = closing.complete || result.lower_bound == result.best.value;
  result.near = near_enough(gap_limit);
  if (closing.complete && ties) {
    result.ordered = first_in_order(view, dual.prices, budget.share(0.9), budget, result.best);
  }
  return result;
}

}  // namespace bgpte::optimiser
