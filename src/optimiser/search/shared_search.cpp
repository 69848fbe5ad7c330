// One level where classes of prefixes share candidates: bound and plan.
#include "src/optimiser/search/shared_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "src/optimiser/bound/bundle_ascent.hpp"
#include "src/optimiser/bound/relaxed_curves.hpp"
#include "src/optimiser/candidates/candidate_classes.hpp"
#include "src/optimiser/search/greedy.hpp"
#include "src/optimiser/search/local_search.hpp"
#include "src/optimiser/search/relief_search.hpp"

namespace bgpte::optimiser {
namespace {

constexpr std::size_t max_rounds = 14;        ///< Looks at all candidates.
constexpr std::size_t steps_of_a_round = 40;  ///< Between two of them.
/// Candidates of each group that the plan is chosen from.
constexpr std::size_t columns_of_a_group = 10;
constexpr std::size_t max_visited = 4;
/// Relaxed answers one after the other that bring no better plan, before the rest are left alone.
constexpr int max_rounds_in_vain = 2;

/// The prices reached over shared candidates, and the bound that they prove.
struct SharedBound {
  Prices prices;
  Int128 bound = 0;
  bool possible = true;
  std::vector<std::uint32_t> first;                 ///< The cheapest at the first prices.
  std::vector<std::vector<std::uint32_t>> visited;  ///< Candidates of the relaxed assignments.
};

/// The bound is this near what a plan is known to cost, relative, where the ascent ends.
constexpr double tolerance = 2e-6;

/// Raises the bound over the open candidates, and looks at all of them between two rounds.
/// `target`: the goal of a known plan.
SharedBound raise_bound(const LevelView& view, CandidateClasses& classes,
                        const std::vector<Span>& spans, Int128 target, WorkBudget& budget) {
  SharedBound result;
  result.prices = first_prices(view);
  const RelaxedCurves curves(view, spans, result.prices);
  if (!curves.possible()) {
    result.possible = false;
    return result;
  }
  if (classes.has_ends()) {
    classes.price_high_ends_exactly();
  }
  const double goal = static_cast<double>(target - view.constant());
  const double close_enough = std::max(0.5, tolerance * std::max(1.0, std::abs(goal)));
  std::vector<bool> signs(curves.variables(), true);
  for (std::size_t d = 0; d < view.dimensions(); ++d) {
    signs[d] = classes.one_sided(d);
  }
  const std::vector<double> scale = price_scale(view, spans);
  std::vector<ConcaveEnvelope> lines = curves.known(scale);
  const bool known = !lines.empty();  // Else the curves are part of the cuts.
  std::vector<double> gradient;
  std::vector<double> unused(curves.variables());
  std::vector<std::uint32_t> picks;
  const auto remember = [&] {
    result.visited.push_back(picks);
    if (result.visited.size() > max_visited) {
      result.visited.erase(result.visited.begin());
    }
  };
  const auto at = [&](const std::vector<double>& prices, std::vector<double>& slope, bool all) {
    slope.assign(prices.size(), 0.0);
    budget.spend(all ? classes.full_work() : classes.open_work());
    const double groups =
        all ? classes.least_of_all(prices, slope, picks) : classes.least(prices, slope, picks);
    budget.spend(classes.exact_pricing_work());
    return known ? groups : groups + curves.add(prices, slope);
  };
  BundleAscent ascent(as_variables(result.prices), scale, signs, std::move(lines), goal,
                      close_enough);
  std::vector<double> proven_centre = ascent.centre();
  double proven = -std::numeric_limits<double>::infinity();
  double proven_cuts = 0;
  for (std::size_t round = 0; round < max_rounds; ++round) {
    const double thought = ascent.value();
    const double cuts = at(ascent.centre(), gradient, true);
    const double all = known ? cuts + curves.add(ascent.centre(), unused) : cuts;
    remember();
    if (round == 0) {
      result.first = picks;
    }
    const bool done = round > 0 && thought - all <= close_enough && all - proven <= close_enough;
    if (all > proven) {
      ascent.renew(cuts, gradient);
      proven = all;
      proven_cuts = cuts;
      proven_centre = ascent.centre();
    } else {
      // The open candidates led astray: back, with those that were missing, and with care.
      ascent.retreat(cuts, gradient, proven_centre, proven_cuts);
    }
    if (done || budget.stop() || goal - proven <= close_enough) {
      break;
    }
    ascent.ascend(
        steps_of_a_round,
        [&](const std::vector<double>& prices, std::vector<double>& slope) {
          return at(prices, slope, false);
        },
        [&] { return budget.stop().has_value(); }, remember);
  }
  result.prices = rounded(view, spans, proven_centre, result.prices);
  const LevelView::Bound bound = view.bound(result.prices, view.priced(result.prices), spans);
  budget.spend(classes.full_work());
  result.possible = bound.possible;
  result.bound = bound.value + classes.bound(result.prices);
  budget.spend(classes.exact_pricing_work());
  return result;
}

/// A relaxed assignment as columns; where a group lacks the column (pricing was interrupted),
/// today's.
Assignment as_assignment(const Problem& problem, const std::vector<std::uint32_t>& picks) {
  Assignment assignment(picks.size(), 0);
  for (std::size_t u = 0; u < picks.size(); ++u) {
    const std::vector<Column>& columns = problem.groups[u].columns;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].pick == picks[u]) {
        assignment[u] = static_cast<std::uint32_t>(c);
      }
    }
  }
  return assignment;
}

}  // namespace

Reached shared_search(Problem& problem, const LevelView& view, const Assignment& start,
                      double gap_limit, WorkBudget& budget) {
  CandidateClasses& classes = *problem.classes;
  const std::vector<Span> spans = classes.spans(problem);
  const Int128 plain = unpriced_bound(view, spans);
  Reached reached;
  reached.best = {start, view.value(view.loads(start)), view.tie(start)};
  const auto finish = [&](Int128 bound) {
    reached.lower_bound = std::min(bound, reached.best.value);
    reached.proven = reached.lower_bound == reached.best.value;
    reached.near = within(reached, gap_limit);
  };
  finish(plain);
  if (reached.proven || budget.asked_to_stop()) {
    return reached;
  }
  if (relief_search(problem, view, spans, budget, reached.best)) {
    finish(reached.best.value);
    reached.ordered = true;
    return reached;
  }
  finish(plain);
  const SharedBound proof = raise_bound(view, classes, spans, reached.best.value, budget);
  if (!proof.possible) {
    return reached;
  }
  const Int128 bound = std::max(plain, proof.bound);
  finish(bound);
  std::vector<std::vector<std::uint32_t>> wanted = classes.cheapest(columns_of_a_group);
  const auto want = [&](const std::vector<std::uint32_t>& picks) {
    for (std::size_t u = 0; u < picks.size(); ++u) {
      wanted[u].push_back(picks[u]);
    }
  };
  want(proof.first);
  for (const std::vector<std::uint32_t>& picks : proof.visited) {
    want(picks);
  }
  classes.add_columns(wanted, problem);
  greedy(view, start, budget, reached.best);
  finish(bound);
  int in_vain = 0;
  for (auto picks = proof.visited.rbegin();
       picks != proof.visited.rend() && !reached.near && in_vain != max_rounds_in_vain; ++picks) {
    const Int128 before = reached.best.value;
    improve(view, as_assignment(problem, *picks), budget, reached.best);
    in_vain = reached.best.value < before ? 0 : in_vain + 1;
    finish(bound);
  }
  if (!reached.near) {
    exchange({view, proof.prices, bound, budget, reached.best}, Assignment(reached.best.assignment),
             budget.share(0.3));
    finish(bound);
  }
  return reached;
}

}  // namespace bgpte::optimiser
