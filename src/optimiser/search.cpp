#include "search.hpp"

#include <algorithm>

#include "boxes.hpp"
#include "dual.hpp"
#include "improve.hpp"
#include "shared_search.hpp"

namespace bgpte::optimiser {
namespace {

/// Beyond this many columns branch and bound closes nothing.
constexpr std::size_t closable_columns = 400'000;
/// And beyond this many prefixes with a choice it seldom closes anything, however long it runs.
constexpr std::size_t closable_units = 100;

/// Small enough that closing the search for good is expected to be quick.
bool is_small(const Problem& problem) {
  return problem.units.size() <= 12;
}

Int128 plain_bound(const StageView& view, const std::vector<Span>& spans) {
  const Prices zero = no_prices(view);
  return view.bound(zero, view.priced(zero), spans).value;
}

}  // namespace

bool within(const Reached& reached, double limit) {
  const Int128 gap = reached.best.value - reached.lower_bound;
  const Int128 scale =
      std::max<Int128>(1, reached.best.value < 0 ? -reached.best.value : reached.best.value);
  return static_cast<double>(gap) <= limit * static_cast<double>(scale);
}

Reached search(Problem& problem, const Stage& stage, const Choice& start, bool ties,
               double gap_limit, Effort& effort) {
  StageView view(problem, stage);
  if (problem.classes) {
    return shared_search(problem, view, &start, gap_limit, effort).reached;
  }
  Reached result;
  const std::vector<std::int64_t> loads = view.loads(start);
  result.best = {start, view.value(loads), ties ? view.tie(start) : TieRank{}};
  std::size_t columns = 0;
  for (const Unit& unit : view.problem().units) {
    columns += unit.columns.size();
  }
  if (columns <= closable_columns) {
    improve(view, {}, start, effort, result.best);
  }
  const std::vector<Span> spans = full_spans(view.problem());
  // Without prices: what the goal is at least wherever each load can go (an excess is never < 0).
  const Int128 plain = plain_bound(view, spans);
  if (!ties && plain >= result.best.value) {
    result.lower_bound = result.best.value;
    result.proven = true;
    return result;
  }
  if (effort.asked_to_stop()) {
    result.lower_bound = std::min(plain, result.best.value);
    return result;
  }
  effort.spend(view.aim(view.loads(result.best.choice)));
  const Dual dual = raise_bound(view, spans, result.best.value, 1e-9, 400, nullptr, effort);
  Int128 bound = std::max(plain, dual.bound);
  result.lower_bound = std::min(bound, result.best.value);
  const auto near_enough = [&](double limit) { return within(result, limit); };
  // The relaxed answers of the last steps differ in the units that are nearly undecided: each is
  // a start of its own.
  if (!dual.rounded.empty()) {
    improve(view, dual.open, dual.rounded, effort, result.best);
    if (!is_small(view.problem())) {
      improve_near(view, dual.open, dual.prices, dual.mean, dual.rounded, bound, gap_limit / 4,
                   effort, result.best);
    }
  }
  const std::size_t starts = is_small(view.problem()) ? dual.visited.size() : 3;
  for (std::size_t i = 0; i < starts && i < dual.visited.size(); ++i) {
    improve(view, dual.open, dual.visited[dual.visited.size() - 1 - i], effort, result.best);
  }
  if (!is_small(view.problem()) && !near_enough(gap_limit / 4)) {
    const std::uint64_t end = effort.share(0.3);
    for (auto start_at = dual.visited.rbegin();
         start_at != dual.visited.rend() && !near_enough(gap_limit); ++start_at) {
      exchange(view, dual.open, dual.prices, bound, *start_at, end, effort, result.best);
      result.lower_bound = std::min(bound, result.best.value);
    }
    exchange(view, dual.open, dual.prices, bound, Choice(result.best.choice), end, effort,
             result.best);
  }
  result.lower_bound = std::min(bound, result.best.value);
  if (result.lower_bound == result.best.value && !ties) {
    result.proven = true;
    return result;
  }
  if (!is_small(view.problem()) && !near_enough(gap_limit) && has_jumps(view, spans)) {
    bound = std::max(bound, branch_on_tiers(view, spans, dual, gap_limit, effort.share(0.6), effort,
                                            result.best));
    result.lower_bound = std::min(bound, result.best.value);
  }
  result.near = near_enough(gap_limit);
  if (columns > closable_columns) {
    result.proven = result.lower_bound == result.best.value;
    return result;
  }
  // A large search that is already near enough, or that has more open prefixes than can ever be
  // closed, gets a short try at the rest; others a long one.
  const bool hopeless = view.problem().units.size() > closable_units || near_enough(gap_limit);
  const std::uint64_t end = !is_small(view.problem()) && hopeless
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

}  // namespace bgpte::optimiser
