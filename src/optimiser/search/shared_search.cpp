// One level where classes of prefixes share candidates: bound and plan.
#include "src/optimiser/search/shared_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "src/optimiser/bound/bundle_ascent.hpp"
#include "src/optimiser/bound/relaxed_curves.hpp"
#include "src/optimiser/candidates/candidate_classes.hpp"
#include "src/optimiser/search/greedy.hpp"
#include "src/optimiser/search/local_search.hpp"
#include "src/optimiser/search/primal_rounding.hpp"
#include "src/optimiser/search/relief_search.hpp"

namespace bgpte::optimiser {
namespace {

constexpr std::size_t max_rounds = 14;        ///< Looks at all candidates.
constexpr std::size_t steps_of_a_round = 40;  ///< Between two of them.
/// Candidates of each group that the plan is chosen from.
constexpr std::size_t columns_of_a_group = 5;
constexpr std::size_t max_visited = 4;
/// Relaxed answers one after the other that bring no better plan, before the rest are left alone.
constexpr int max_rounds_in_vain = 2;
/// While high ends are estimated: how much less exact the prices are, and how much shorter the
/// first step is when they no longer are.
constexpr double rough = 50;
constexpr double careful = 0.01;

/// The prices reached over shared candidates, and the bound that they prove.
struct SharedBound {
  Prices prices;
  Int128 bound = 0;
  bool possible = true;
  std::vector<std::uint32_t> first;                 ///< The cheapest at the first prices.
  std::vector<std::vector<std::uint32_t>> visited;  ///< Candidates of the relaxed assignments.
  /// Relaxed answers whose mean is nearly optimal, with their weights.
  std::vector<std::pair<std::vector<std::uint32_t>, double>> answers;
};

class SharedLagrangian {
 public:
  SharedLagrangian(const LevelView& view, CandidateClasses& classes, const std::vector<Span>& spans,
                   WorkBudget& budget)
      : view_(view), classes_(classes), spans_(spans), budget_(budget) {}

  /// Where the range's high end has a price it is estimated first: asking for it only pays at
  /// prices that are nearly right.
  SharedBound raise(Int128 target, double tolerance) {
    SharedBound result;
    result.prices = first_prices(view_);
    const RelaxedCurves curves(view_, spans_, result.prices);
    if (!curves.possible()) {
      result.possible = false;
      return result;
    }
    std::vector<double> centre = as_variables(result.prices);
    const double goal = static_cast<double>(target - view_.constant());
    if (classes_.has_ends()) {
      classes_.estimate_high_ends();
      centre = ascend_from(std::move(centre), curves, goal, rough * tolerance, 1, result);
      classes_.price_high_ends_exactly();
      result.visited.clear();
      centre = ascend_from(std::move(centre), curves, goal, tolerance, careful, result);
    } else {
      centre = ascend_from(std::move(centre), curves, goal, tolerance, 1, result);
    }
    result.prices = rounded(view_, spans_, centre, result.prices);
    const LevelView::Bound bound = view_.bound(result.prices, view_.priced(result.prices), spans_);
    budget_.spend(classes_.full_work());
    result.possible = bound.possible;
    result.bound = bound.value + classes_.bound(result.prices);
    budget_.spend(classes_.exact_pricing_work());
    return result;
  }

 private:
  /// The best prices from `centre` on; the first step is shorter by `first`. Fills visited,
  /// answers.
  std::vector<double> ascend_from(std::vector<double> centre, const RelaxedCurves& curves,
                                  double goal, double tolerance, double first,
                                  SharedBound& result) {
    std::vector<bool> signs(curves.variables(), true);
    for (std::size_t d = 0; d < view_.dimensions(); ++d) {
      signs[d] = classes_.one_sided(d);
    }
    const double close_enough = std::max(0.5, tolerance * std::max(1.0, std::abs(goal)));
    const std::vector<double> scale = price_scale(view_, spans_);
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
      budget_.spend(all ? classes_.full_work() : classes_.open_work());
      const double groups =
          all ? classes_.least_of_all(prices, slope, picks) : classes_.least(prices, slope, picks);
      budget_.spend(classes_.exact_pricing_work());
      return known ? groups : groups + curves.add(prices, slope);
    };
    const auto total = [&](double value, const std::vector<double>& prices) {
      return known ? value + curves.add(prices, unused) : value;
    };
    BundleAscent ascent(std::move(centre), scale, signs, std::move(lines), goal, close_enough);
    std::map<std::size_t, std::vector<std::uint32_t>> asked;
    std::size_t answers = 0;
    std::vector<double> proven_centre = ascent.centre();
    double proven = -std::numeric_limits<double>::infinity();
    double proven_cuts = 0;
    for (std::size_t round = 0; round < max_rounds; ++round) {
      const double thought = ascent.value();
      const double cuts = at(ascent.centre(), gradient, true);
      const double all = total(cuts, ascent.centre());
      remember();
      if (result.first.empty()) {
        result.first = picks;
      }
      asked[answers++] = picks;
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
      if (round == 0) {
        ascent.scale_step(first);
      }
      if (done || budget_.stop() || goal - proven <= close_enough) {
        break;
      }
      ascent.ascend(
          steps_of_a_round,
          [&](const std::vector<double>& prices, std::vector<double>& slope) {
            const double there = at(prices, slope, false);
            asked[answers++] = picks;
            return there;
          },
          [&] { return budget_.stop().has_value(); }, remember);
      const std::set<std::size_t> remembered = ascent.remembered();
      std::erase_if(asked, [&](const auto& entry) { return !remembered.contains(entry.first); });
    }
    result.answers.clear();
    for (const auto& [answer, weight] : ascent.mixture()) {
      result.answers.emplace_back(std::move(asked[answer]), weight);
    }
    return proven_centre;
  }

  const LevelView& view_;
  CandidateClasses& classes_;
  const std::vector<Span>& spans_;
  WorkBudget& budget_;
};

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
  const SharedBound proof =
      SharedLagrangian(view, classes, spans, budget).raise(reached.best.value, 2e-6);
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
  for (const auto& [picks, weight] : proof.answers) {
    want(picks);
  }
  classes.add_columns(wanted, problem);
  greedy(view, start, budget, reached.best);
  finish(bound);
  const OpenColumns all;
  const SearchContext context{view, all, proof.prices, bound, budget, reached.best};
  if (!proof.answers.empty()) {
    std::vector<Assignment> answers;
    std::vector<std::pair<const Assignment*, double>> mixture;
    answers.reserve(proof.answers.size());
    for (const auto& [picks, weight] : proof.answers) {
      answers.push_back(as_assignment(problem, picks));
      mixture.emplace_back(&answers.back(), weight);
    }
    improve_near(context, {mean_loads(view, mixture), round_mixture(problem, spans, mixture)},
                 gap_limit);
    finish(bound);
  }
  int in_vain = 0;
  for (auto picks = proof.visited.rbegin();
       picks != proof.visited.rend() && !reached.near && in_vain != max_rounds_in_vain; ++picks) {
    const Int128 before = reached.best.value;
    improve_by_prices(context, as_assignment(problem, *picks));
    in_vain = reached.best.value < before ? 0 : in_vain + 1;
    finish(bound);
  }
  if (!reached.near) {
    exchange(context, Assignment(reached.best.assignment), budget.share(0.3));
    finish(bound);
  }
  return reached;
}

}  // namespace bgpte::optimiser
