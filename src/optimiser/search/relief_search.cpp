// Plans of few changes over shared candidates: one that brings much, and what is cheap beside it.
#include "src/optimiser/search/relief_search.hpp"

#include <algorithm>
#include <numeric>

#include "src/optimiser/search/few_changes.hpp"
#include "src/optimiser/search/greedy.hpp"
#include "src/optimiser/search/tier_branching.hpp"

namespace bgpte::optimiser {
namespace {

/// More of those that every plan has one of, or of those beside them, are too many.
constexpr std::size_t max_leading = 4'000;
constexpr std::size_t max_cheap = 50'000;

class ReliefSearch {
 public:
  ReliefSearch(Problem& problem, const LevelView& view, WorkBudget& budget, Incumbent& best)
      : problem_(problem), view_(view), budget_(budget), best_(best) {}

  bool run() {
    CandidateClasses& classes = *problem_.classes;
    classes.add_columns(problem_.leading, problem_);
    greedy(view_, best_.assignment, budget_, best_);
    classes.estimate_high_ends();
    std::vector<std::vector<std::uint32_t>> wanted(problem_.groups.size());
    Assignment one(problem_.groups.size(), 0);
    const std::uint64_t listing_end = budget_.share(0.5);
    for (std::size_t u = 0; u < problem_.groups.size(); ++u) {
      const std::vector<Column>& columns = problem_.groups[u].columns;
      for (std::uint32_t c = 1; c < columns.size(); ++c) {
        if (!is_leading(u, columns[c].pick)) {
          continue;
        }
        one[u] = c;
        if (budget_.stop() || budget_.work() > listing_end ||
            !list_beside(one, columns[c].tie, wanted)) {
          return false;
        }
      }
      one[u] = 0;
    }
    for (std::vector<std::uint32_t>& picks : wanted) {
      std::sort(picks.begin(), picks.end());
      picks.erase(std::unique(picks.begin(), picks.end()), picks.end());
    }
    classes.add_columns(wanted, problem_);
    const std::uint64_t end = budget_.share(0.5);
    ExcludedColumns excluded;
    do {
      // Columns that were not priced in time are missing.
      if (budget_.asked_to_stop() || !few_changes(view_, end, budget_, best_, excluded)) {
        return false;
      }
    } while (take_the_surer(excluded));
    return !budget_.asked_to_stop();
  }

 private:
  [[nodiscard]] bool is_leading(std::size_t group, std::uint32_t pick) const {
    const std::vector<std::uint32_t>& leading = problem_.leading[group];
    return std::binary_search(leading.begin(), leading.end(), pick);
  }

  /// Where another candidate does what one of the best plan is expected to do and is surer, as
  /// drop_less_certain says, that one takes its place, and its place is excluded. True if so.
  bool take_the_surer(ExcludedColumns& excluded) {
    if (best_.tie.changes == 0) {
      return false;
    }
    const CandidateClasses& classes = *problem_.classes;
    for (std::size_t u = 0; u < problem_.groups.size(); ++u) {
      DecisionGroup& group = problem_.groups[u];
      const std::uint32_t taken = best_.assignment[u];
      if (taken == 0 || !classes.has_ends()) {
        continue;
      }
      std::vector<std::vector<std::uint32_t>> alike(problem_.groups.size());
      alike[u] = classes.alike(u, group.columns[taken].pick);
      classes.add_columns(alike, problem_);
      for (std::uint32_t c = 1; c < group.columns.size(); ++c) {
        const bool is_alike =
            std::find(alike[u].begin(), alike[u].end(), group.columns[c].pick) != alike[u].end();
        if (is_alike && !excluded.contains({u, c}) && is_surer(group, c, taken)) {
          excluded.emplace(u, taken);
          best_.assignment[u] = c;
          return true;
        }
      }
    }
    return false;
  }

  /// Whether two columns are expected to do the same and the first one's high ends are nowhere
  /// higher and somewhere lower.
  [[nodiscard]] bool is_surer(const DecisionGroup& group, std::size_t one,
                              std::size_t other) const {
    bool lower = false;
    for (std::size_t d = 0; d < view_.dimensions(); ++d) {
      const double here = group.flows[one * view_.dimensions() + d];
      const double there = group.flows[other * view_.dimensions() + d];
      if (problem_.classes->one_sided(d) ? here > there : here != there) {
        return false;
      }
      lower = lower || here < there;
    }
    return lower;
  }

  /// Adds what may be changed beside a plan of one column where the result is no worse than the
  /// best plan. False if it is too much.
  bool list_beside(const Assignment& one, const TieRank& tie,
                   std::vector<std::vector<std::uint32_t>>& wanted) {
    const auto changes = static_cast<std::size_t>(tie.changes);
    if (changes >= problem_.most_changes) {
      return true;  // It is a plan by itself.
    }
    const std::vector<std::int64_t> loads = view_.loads(one);
    Prices prices = no_prices(view_);
    for (std::size_t d = 0; d < loads.size(); ++d) {
      prices.dimensions[d] = view_.objective(d).slope_at(loads[d]);
    }
    const Int128 value = view_.value(loads);
    Int128 room = best_.value - value;
    if (room > 0) {
      room -= price_violations(loads, room, prices);
    }
    const auto beside = static_cast<Int128>(problem_.most_changes - changes);
    CandidateClasses& classes = *problem_.classes;
    const std::vector<double> costs = classes.least_costs(prices);
    const auto least = static_cast<Int128>(*std::min_element(costs.begin(), costs.end()));
    if (beside * least > room) {
      budget_.spend(classes.scanning_work());
      return true;
    }
    classes.list_cheap(static_cast<double>(room - (beside - 1) * least), wanted);
    budget_.spend(classes.scanning_work());
    std::size_t count = 0;
    for (const std::vector<std::uint32_t>& picks : wanted) {
      count += picks.size();
    }
    return count <= max_cheap;
  }

  /// Gives what the loads break of the limits and caps prices at which it costs as much as there is
  /// room, so that only what makes up for it is cheap. Returns what it costs.
  Int128 price_violations(const std::vector<std::int64_t>& loads, Int128 room,
                          Prices& prices) const {
    Int128 broken = 0;
    for (std::size_t d = 0; d < loads.size(); ++d) {
      broken += std::max<Int128>(0, static_cast<Int128>(loads[d]) - view_.limit(d));
    }
    std::vector<Int128> beyond;
    for (std::size_t k = 0; k < view_.level().goal_caps.size(); ++k) {
      Int128 sum = -view_.level().goal_caps[k].max;
      for (std::size_t d = 0; d < loads.size(); ++d) {
        sum += view_.capped_goal(k, d).at(loads[d]);
      }
      beyond.push_back(std::max<Int128>(0, sum));
      broken += beyond.back();
    }
    if (broken == 0) {
      return 0;
    }
    const Int128 price = std::min(room / broken + 1, most_price(loads));
    for (std::size_t d = 0; d < loads.size(); ++d) {
      if (loads[d] > view_.limit(d)) {
        prices.dimensions[d] += price;
      }
      for (std::size_t k = 0; k < beyond.size(); ++k) {
        if (beyond[k] > 0) {
          prices.dimensions[d] += price * view_.capped_goal(k, d).slope_at(loads[d]);
        }
      }
    }
    return price * broken;
  }

  /// At which nothing that a plan can move leaves 128 bits.
  [[nodiscard]] Int128 most_price(const std::vector<std::int64_t>& loads) const {
    long double slopes = 1;
    for (std::size_t k = 0; k < view_.level().goal_caps.size(); ++k) {
      for (std::size_t d = 0; d < loads.size(); ++d) {
        slopes += static_cast<long double>(view_.capped_goal(k, d).segments().back().slope);
      }
    }
    long double traffic = 1;
    for (const std::int64_t load : loads) {
      traffic += static_cast<long double>(load);
    }
    constexpr long double room = 1e35L;  // Int128 holds 1.7e38; a plan has few changes.
    return static_cast<Int128>(room / (slopes * traffic));
  }

  Problem& problem_;
  const LevelView& view_;
  WorkBudget& budget_;
  Incumbent& best_;
};

}  // namespace

bool relief_search(Problem& problem, const LevelView& view, const std::vector<Span>& spans,
                   WorkBudget& budget, Incumbent& best) {
  const auto count = std::accumulate(
      problem.leading.begin(), problem.leading.end(), std::size_t{0},
      [](std::size_t sum, const std::vector<std::uint32_t>& picks) { return sum + picks.size(); });
  if (count == 0 || count > max_leading || problem.most_changes > max_tried_changes ||
      !problem.joint_terms.empty() || has_concave_break(view, spans)) {
    return false;
  }
  return ReliefSearch(problem, view, budget, best).run();
}

}  // namespace bgpte::optimiser
