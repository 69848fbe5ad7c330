#include "src/optimiser/search/shared_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "src/optimiser/bound/bundle_ascent.hpp"
#include "src/optimiser/bound/relaxed_curves.hpp"
#include "src/optimiser/candidates/candidate_classes.hpp"
#include "src/optimiser/search/local_search.hpp"
#include "src/optimiser/search/primal_rounding.hpp"

namespace bgpte::optimiser {
namespace {

constexpr std::size_t most_rounds = 14;       ///< Looks at all candidates.
constexpr std::size_t steps_of_a_round = 40;  ///< Between two of them.
/// Candidates of each unit that the plan is chosen from.
constexpr std::size_t columns_of_a_unit = 5;
constexpr std::size_t most_visited = 4;
/// Relaxed answers one after the other that bring no better plan, before the rest are left alone.
constexpr int most_in_vain = 2;
/// While high ends are estimated: how much less exact the prices are, and how much shorter the
/// first step is when they no longer are.
constexpr double rough = 50;
constexpr double careful = 0.01;

/// Prices climbed over shared candidates, and what they prove.
struct Climbed {
  Prices prices;
  Int128 bound = 0;
  bool possible = true;
  std::vector<std::vector<std::uint32_t>> visited;  ///< Candidates of the relaxed answers.
  /// Relaxed answers whose mean is nearly optimal, with their weights.
  std::vector<std::pair<std::vector<std::uint32_t>, double>> answers;
};

class SharedDual {
 public:
  SharedDual(const LevelView& view, CandidateClasses& classes, const std::vector<Span>& spans,
             WorkBudget& budget)
      : view_(view), classes_(classes), spans_(spans), effort_(budget) {}

  /// Where the range's high end has a price it is estimated first: asking for it only pays at
  /// prices that are nearly right.
  Climbed climb(Int128 target, double tolerance) {
    Climbed result;
    result.prices = first_prices(view_);
    const RelaxedCurves curves(view_, spans_, result.prices);
    if (!curves.possible()) {
      result.possible = false;
      return result;
    }
    std::vector<double> centre = as_variables(result.prices);
    const double goal = static_cast<double>(target - view_.constant());
    if (classes_.has_ends()) {
      classes_.estimate_ends();
      centre = climb_from(std::move(centre), curves, goal, rough * tolerance, 1, result);
      classes_.ask_for_ends();
      result.visited.clear();
      centre = climb_from(std::move(centre), curves, goal, tolerance, careful, result);
    } else {
      centre = climb_from(std::move(centre), curves, goal, tolerance, 1, result);
    }
    result.prices = rounded(view_, spans_, centre, result.prices);
    const LevelView::Bound bound = view_.bound(result.prices, view_.priced(result.prices), spans_);
    effort_.spend(classes_.full_work());
    result.possible = bound.possible;
    result.bound = bound.value + classes_.bound(result.prices);
    effort_.spend(classes_.asked_work());
    return result;
  }

 private:
  /// The best prices from `centre` on; the first step is shorter by `first`. Fills visited,
  /// answers.
  std::vector<double> climb_from(std::vector<double> centre, const RelaxedCurves& curves,
                                 double goal, double tolerance, double first, Climbed& result) {
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
      if (result.visited.size() > most_visited) {
        result.visited.erase(result.visited.begin());
      }
    };
    const auto at = [&](const std::vector<double>& prices, std::vector<double>& slope, bool all) {
      slope.assign(prices.size(), 0.0);
      effort_.spend(all ? classes_.full_work() : classes_.open_work());
      const double units =
          all ? classes_.least_of_all(prices, slope, picks) : classes_.least(prices, slope, picks);
      effort_.spend(classes_.asked_work());
      return known ? units : units + curves.add(prices, slope);
    };
    const auto total = [&](double value, const std::vector<double>& prices) {
      return known ? value + curves.add(prices, unused) : value;
    };
    PriceClimb climb(std::move(centre), scale, signs, std::move(lines), goal, close_enough);
    std::map<std::size_t, std::vector<std::uint32_t>> asked;
    std::size_t answers = 0;
    std::vector<double> proven_centre = climb.centre();
    double proven = -std::numeric_limits<double>::infinity();
    double proven_cuts = 0;
    for (std::size_t round = 0; round < most_rounds; ++round) {
      const double thought = climb.value();
      const double cuts = at(climb.centre(), gradient, true);
      const double all = total(cuts, climb.centre());
      remember();
      asked[answers++] = picks;
      const bool done = round > 0 && thought - all <= close_enough && all - proven <= close_enough;
      if (all > proven) {
        climb.renew(cuts, gradient);
        proven = all;
        proven_cuts = cuts;
        proven_centre = climb.centre();
      } else {
        // The open candidates led astray: back, with those that were missing, and with care.
        climb.retreat(cuts, gradient, proven_centre, proven_cuts);
      }
      if (round == 0) {
        climb.soften(first);
      }
      if (done || effort_.stop() || goal - proven <= close_enough) {
        break;
      }
      climb.climb(
          steps_of_a_round,
          [&](const std::vector<double>& prices, std::vector<double>& slope) {
            const double there = at(prices, slope, false);
            asked[answers++] = picks;
            return there;
          },
          [&] { return effort_.stop().has_value(); }, remember);
      const std::set<std::size_t> remembered = climb.remembered();
      std::erase_if(asked, [&](const auto& entry) { return !remembered.contains(entry.first); });
    }
    result.answers.clear();
    for (const auto& [answer, weight] : climb.mixture()) {
      result.answers.emplace_back(std::move(asked[answer]), weight);
    }
    return proven_centre;
  }

  const LevelView& view_;
  CandidateClasses& classes_;
  const std::vector<Span>& spans_;
  WorkBudget& effort_;
};

/// A relaxed answer as columns; where a unit lacks the column (pricing was interrupted), today's.
Assignment as_choice(const Problem& problem, const std::vector<std::uint32_t>& picks) {
  Assignment choice(picks.size(), 0);
  for (std::size_t u = 0; u < picks.size(); ++u) {
    const std::vector<Column>& columns = problem.units[u].columns;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].pick == picks[u]) {
        choice[u] = static_cast<std::uint32_t>(c);
      }
    }
  }
  return choice;
}

Int128 plain_bound(const LevelView& view, const std::vector<Span>& spans) {
  const Prices zero{std::vector<Int128>(view.dimensions(), 0),
                    std::vector<Int128>(view.stage().holds.size(), 0),
                    std::vector<Int128>(view.problem().joint_bills.size(), 0)};
  return view.bound(zero, view.priced(zero), spans).value;
}

}  // namespace

SharedReached shared_search(Problem& problem, const LevelView& view, const Assignment* start,
                            double gap_limit, WorkBudget& budget) {
  SharedReached result;
  Reached& reached = result.reached;
  CandidateClasses& classes = *problem.classes;
  const std::vector<Span> spans = classes.spans(problem);
  const Int128 plain = plain_bound(view, spans);
  const Assignment today(problem.units.size(), 0);
  const Int128 nothing = std::numeric_limits<std::int64_t>::max() *
                         static_cast<Int128>(std::numeric_limits<std::int64_t>::max());
  Int128 target = 0;
  if (start != nullptr) {
    reached.best = {*start, view.value(view.loads(*start)), view.tie(*start)};
    result.feasible = true;
    target = reached.best.value;
  } else {
    reached.best = {today, nothing, {}};
    const Int128 now = view.value(view.loads(today));
    target = 2 * (now < 0 ? -now : now) + 1;
  }
  const auto finish = [&](Int128 bound) {
    result.feasible = result.feasible || reached.best.value != nothing;
    reached.lower_bound = std::min(bound, reached.best.value);
    reached.proven = result.feasible && reached.lower_bound == reached.best.value;
    reached.near = result.feasible && within(reached, gap_limit);
  };
  finish(plain);
  if (reached.proven || budget.asked_to_stop()) {
    return result;
  }
  const Climbed climbed = SharedDual(view, classes, spans, budget).climb(target, 2e-6);
  if (!climbed.possible) {
    return result;  // Without a start: no plan keeps the holds.
  }
  const Int128 bound = std::max(plain, climbed.bound);
  finish(bound);
  std::vector<std::vector<std::uint32_t>> wanted = classes.cheapest(columns_of_a_unit);
  const auto want = [&](const std::vector<std::uint32_t>& picks) {
    for (std::size_t u = 0; u < picks.size(); ++u) {
      wanted[u].push_back(picks[u]);
    }
  };
  for (const std::vector<std::uint32_t>& picks : climbed.visited) {
    want(picks);
  }
  for (const auto& [picks, weight] : climbed.answers) {
    want(picks);
  }
  classes.add_columns(wanted, problem);
  if (!climbed.answers.empty()) {
    std::vector<Assignment> answers;
    std::vector<std::pair<const Assignment*, double>> mixture;
    answers.reserve(climbed.answers.size());
    for (const auto& [picks, weight] : climbed.answers) {
      answers.push_back(as_choice(problem, picks));
      mixture.emplace_back(&answers.back(), weight);
    }
    improve_near(view, {}, climbed.prices, mean_loads(view, mixture),
                 round_mixture(problem, spans, mixture), bound, gap_limit, budget, reached.best);
    finish(bound);
  }
  int in_vain = 0;
  for (auto picks = climbed.visited.rbegin();
       picks != climbed.visited.rend() && !(result.feasible && within(reached, gap_limit)) &&
       !(result.feasible && in_vain == most_in_vain);
       ++picks) {
    const Int128 before = reached.best.value;
    improve_by_prices(view, {}, climbed.prices, as_choice(problem, *picks), budget, reached.best);
    in_vain = reached.best.value < before ? 0 : in_vain + 1;
    finish(bound);
  }
  if (result.feasible && !within(reached, gap_limit)) {
    exchange(view, {}, climbed.prices, bound, Assignment(reached.best.choice), budget.share(0.3),
             budget, reached.best);
    finish(bound);
  }
  return result;
}

std::optional<TwoStages> both_stages(Problem& problem, double gap_limit, WorkBudget& budget) {
  const LevelView excess(problem, {Goal::excess, {}});
  const std::vector<Span> spans = problem.classes->spans(problem);
  const Int128 least = plain_bound(excess, spans);
  const Assignment today(problem.units.size(), 0);
  const bool kept = excess.value(excess.loads(today)) <= least;
  const LevelView view(problem, {Goal::value, {{Goal::excess, least}}});
  SharedReached value = shared_search(problem, view, kept ? &today : nullptr, gap_limit, budget);
  if (!value.feasible) {
    return std::nullopt;
  }
  TwoStages result;
  result.value = std::move(value.reached);
  result.excess.best = {result.value.best.choice, least, {}};
  result.excess.lower_bound = least;
  result.excess.proven = result.excess.near = true;
  return result;
}

}  // namespace bgpte::optimiser
