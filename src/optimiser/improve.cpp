#include "improve.hpp"

#include <algorithm>

namespace bgpte::optimiser {
namespace {

/// How far loads are beyond the limits and holds, then the goal. Lower is better.
struct Merit {
  Int128 violation = 0;
  Int128 value = 0;
  TieRank tie;
  auto operator<=>(const Merit&) const = default;
};

Merit merit(const StageView& view, const std::vector<std::int64_t>& loads, TieRank tie) {
  Merit result;
  for (std::size_t d = 0; d < loads.size(); ++d) {
    if (loads[d] > view.limit(d)) {
      result.violation += loads[d] - view.limit(d);
    }
  }
  for (std::size_t k = 0; k < view.stage().holds.size(); ++k) {
    Int128 sum = 0;
    for (std::size_t d = 0; d < loads.size(); ++d) {
      sum += view.held(k, d).at(loads[d]);
    }
    result.violation += std::max<Int128>(0, sum - view.stage().holds[k].most);
  }
  result.value = view.value(loads);
  result.tie = tie;
  return result;
}

}  // namespace

void improve(const StageView& view, Choice start, Effort& effort, Incumbent& best) {
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  Choice choice = std::move(start);
  std::vector<std::int64_t> loads = view.loads(choice);
  TieRank tie = view.tie(choice);
  Merit now = merit(view, loads, tie);
  std::vector<std::int64_t> trial(dims);
  bool moved = true;
  for (int pass = 0; moved && pass < 50; ++pass) {
    moved = false;
    for (std::size_t u = 0; u < problem.units.size(); ++u) {
      if (effort.stop()) {
        moved = false;
        break;
      }
      const Unit& unit = problem.units[u];
      effort.spend(4 * unit.flows.size());
      const std::uint32_t before = choice[u];
      std::uint32_t chosen = before;
      Merit least = now;
      for (std::uint32_t c = 0; c < unit.columns.size(); ++c) {
        if (c == before) {
          continue;
        }
        for (std::size_t d = 0; d < dims; ++d) {
          trial[d] = loads[d] + static_cast<std::int64_t>(unit.flows[c * dims + d] -
                                                          unit.flows[before * dims + d]);
        }
        const Merit there =
            merit(view, trial, tie - unit.columns[before].tie + unit.columns[c].tie);
        if (there < least) {
          least = there;
          chosen = c;
        }
      }
      if (chosen != before) {
        for (std::size_t d = 0; d < dims; ++d) {
          loads[d] += static_cast<std::int64_t>(unit.flows[chosen * dims + d] -
                                                unit.flows[before * dims + d]);
        }
        choice[u] = chosen;
        tie = least.tie;
        now = least;
        moved = true;
      }
    }
  }
  if (now.violation == 0 &&
      (now.value < best.value || (now.value == best.value && now.tie < best.tie))) {
    best = {choice, now.value, now.tie};
  }
}

}  // namespace bgpte::optimiser
