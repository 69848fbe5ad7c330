#include "src/optimiser/search/local_search.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "src/optimiser/search/float_objective.hpp"
#include "src/optimiser/search/primal_rounding.hpp"

namespace bgpte::optimiser {
namespace {

/// Moves looked at in pairs, and in triples: their products bound the steps of one round.
constexpr std::size_t pair_moves = 1200;
constexpr std::size_t triple_moves = 220;

/// How near the mean plans are looked for, as a part of each sum: where units are large what is
/// nearest costs too much.
constexpr double distances[] = {1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5};

/// Distances one after the other that bring nothing, before the rest are left alone.
constexpr int most_in_vain = 3;

/// Passes of 1-opt over all units, and while limits are prices.
constexpr int most_passes = 30;
constexpr int most_soft_passes = 6;

/// One unit taking another column than now.
struct Move {
  std::size_t unit = 0;
  std::uint32_t column = 0;
  double price = 0;  ///< Rise of the reduced cost.
  std::vector<double> flows;
};

/// At most about `most` moves whose reduced cost is within `most_price` of their unit's least.
std::vector<Move> cheapest_moves(const LevelView& view, const OpenColumns& open,
                                 const Prices& prices, const Assignment& choice, double most_price,
                                 std::size_t most) {
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  std::vector<double> price(dims);
  for (std::size_t d = 0; d < dims; ++d) {
    price[d] = static_cast<double>(prices.dimensions[d]);
  }
  struct Rough {
    double price;
    std::size_t unit;
    std::uint32_t column;
  };
  // The cheapest moves are those of the smallest prefixes, which alone reach nothing: take as many
  // of each size, a class for each power of two of the flow.
  std::map<int, std::vector<Rough>> classes;
  std::vector<double> cost;
  for (std::size_t u = 0; u < problem.units.size(); ++u) {
    const DecisionGroup& unit = problem.units[u];
    const double* now = unit.flows.data() + choice[u] * dims;
    const std::size_t looks = open.empty() ? unit.columns.size() : open[u].size();
    cost.assign(looks, 0.0);
    for (std::size_t i = 0; i < looks; ++i) {
      const std::size_t c = open.empty() ? i : open[u][i];
      for (std::size_t d = 0; d < dims; ++d) {
        cost[i] += unit.flows[c * dims + d] * price[d];
      }
    }
    const double least = *std::min_element(cost.begin(), cost.end());
    for (std::size_t i = 0; i < looks; ++i) {
      const auto c = open.empty() ? static_cast<std::uint32_t>(i) : open[u][i];
      if (c == choice[u] || cost[i] - least > most_price) {
        continue;
      }
      double size = 0;
      for (std::size_t d = 0; d < dims; ++d) {
        size += std::abs(unit.flows[c * dims + d] - now[d]);
      }
      classes[std::ilogb(size + 1)].push_back({cost[i] - least, u, c});
    }
  }
  const auto cheaper = [](const Rough& a, const Rough& b) {
    return a.price != b.price ? a.price < b.price
                              : (a.unit != b.unit ? a.unit < b.unit : a.column < b.column);
  };
  const std::size_t each =
      std::max<std::size_t>(1, most / std::max<std::size_t>(1, classes.size()));
  std::vector<Rough> rough;
  for (auto& [size, members] : classes) {
    const std::size_t count = std::min(each, members.size());
    std::partial_sort(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(count),
                      members.end(), cheaper);
    rough.insert(rough.end(), members.begin(),
                 members.begin() + static_cast<std::ptrdiff_t>(count));
  }
  std::vector<Move> moves;
  for (const Rough& entry : rough) {
    Move move{entry.unit, entry.column, entry.price, std::vector<double>(dims)};
    const std::vector<double>& flows = problem.units[entry.unit].flows;
    for (std::size_t d = 0; d < dims; ++d) {
      move.flows[d] = flows[entry.column * dims + d] - flows[choice[entry.unit] * dims + d];
    }
    moves.push_back(std::move(move));
  }
  return moves;
}

/// 1-opt from the choice until no single unit helps.
void one_opt(const LevelView& view, FloatObjective& real, const OpenColumns& open, int passes,
             WorkBudget& budget, Assignment& choice) {
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  const std::vector<std::int64_t> exact = view.loads(choice);
  std::vector<double> loads(exact.begin(), exact.end());
  real.focus(loads.data());
  FloatObjective::Merit now = real.at(loads.data());
  std::vector<double> trial(dims);
  bool moved = true;
  for (int pass = 0; moved && pass < passes; ++pass) {
    moved = false;
    for (std::size_t u = 0; u < problem.units.size(); ++u) {
      if ((u & 15U) == 0 && budget.stop()) {
        return;
      }
      const DecisionGroup& unit = problem.units[u];
      const std::size_t looks = open.empty() ? unit.columns.size() : open[u].size();
      budget.spend(2 * looks * dims);
      const double* before = unit.flows.data() + choice[u] * dims;
      std::uint32_t chosen = choice[u];
      FloatObjective::Merit least = now;
      for (std::size_t i = 0; i < looks; ++i) {
        const auto c = open.empty() ? static_cast<std::uint32_t>(i) : open[u][i];
        const double* row = unit.flows.data() + c * dims;
        for (std::size_t d = 0; d < dims; ++d) {
          trial[d] = loads[d] + (row[d] - before[d]);
        }
        FloatObjective::Merit there;
        if (real.less(trial.data(), least, there)) {
          least = there;
          chosen = c;
        }
      }
      if (chosen != choice[u]) {
        const double* row = unit.flows.data() + chosen * dims;
        for (std::size_t d = 0; d < dims; ++d) {
          loads[d] += row[d] - before[d];
        }
        choice[u] = chosen;
        now = least;
        moved = true;
        real.focus(loads.data());
      }
      budget.spend(real.take_steps());
    }
  }
}

}  // namespace

bool take(const LevelView& view, const Assignment& choice, Incumbent& best) {
  const std::vector<std::int64_t> loads = view.loads(choice);
  if (!view.feasible(loads)) {
    return false;
  }
  const Int128 value = view.value(loads);
  const TieRank tie = view.tie(choice);
  if (value < best.value || (value == best.value && tie < best.tie)) {
    best = {choice, value, tie};
    return true;
  }
  return false;
}

void improve(const LevelView& view, const OpenColumns& open, Assignment start, WorkBudget& budget,
             Incumbent& best) {
  FloatObjective real(view);
  one_opt(view, real, open, most_passes, budget, start);
  take(view, start, best);
}

std::vector<double> limit_prices(const LevelView& view, const Prices& prices, double factor) {
  const std::size_t dims = view.dimensions();
  std::vector<double> price(dims);
  double mean = 0;  // Of a load.
  double loads = 0;
  for (std::size_t d = 0; d < dims; ++d) {
    price[d] = std::abs(static_cast<double>(prices.dimensions[d]));
    if (view.problem().dimensions[d].decimals > 0) {
      mean += price[d];
      ++loads;
    }
  }
  mean /= std::max(1.0, loads);
  for (double& one : price) {
    one = factor * std::max(one, mean / 10);
  }
  return price;
}

void improve_by_prices(const LevelView& view, const OpenColumns& open, const Prices& prices,
                       Assignment start, WorkBudget& budget, Incumbent& best) {
  FloatObjective real(view);
  for (const double factor : {1.2, 2.0, 5.0, 20.0, 100.0}) {
    real.soften(limit_prices(view, prices, factor));
    one_opt(view, real, open, most_soft_passes, budget, start);
  }
  improve(view, open, std::move(start), budget, best);
}

void improve_near(const LevelView& view, const OpenColumns& open, const Prices& prices,
                  const std::vector<double>& mean, const Assignment& rounded, Int128 bound,
                  double gap_limit, WorkBudget& budget, Incumbent& best) {
  Assignment near = rounded;
  int in_vain = 0;
  for (const double far : distances) {
    const Int128 before = best.value;
    approach(view, open, prices, mean, far, budget, near);
    improve_by_prices(view, open, prices, near, budget, best);
    in_vain = best.value < before ? 0 : in_vain + 1;
    if (in_vain == most_in_vain || budget.stop() || within_gap(best.value, bound, gap_limit)) {
      return;
    }
  }
}

void exchange(const LevelView& view, const OpenColumns& open, const Prices& prices, Int128 bound,
              Assignment choice, std::uint64_t work_end, WorkBudget& budget, Incumbent& best) {
  const std::size_t dims = view.dimensions();
  FloatObjective real(view);
  std::vector<double> one(dims), two(dims), three(dims);
  for (int round = 0; round < 200; ++round) {
    if (budget.work() >= work_end || budget.stop()) {
      return;
    }
    const std::vector<std::int64_t> exact = view.loads(choice);
    const std::vector<double> loads(exact.begin(), exact.end());
    real.focus(loads.data());
    const FloatObjective::Merit now = real.at(loads.data());
    const auto gap = static_cast<double>(best.value - bound);
    std::vector<Move> moves = cheapest_moves(view, open, prices, choice, gap, pair_moves);
    FloatObjective::Merit least = now;
    std::vector<std::size_t> chosen;
    const auto look = [&](const std::vector<double>& there, std::initializer_list<std::size_t> of) {
      FloatObjective::Merit merit;
      if (real.less(there.data(), least, merit)) {
        least = merit;
        chosen = of;
      }
    };
    const auto add = [&](const std::vector<double>& from, std::size_t move,
                         std::vector<double>& to) {
      for (std::size_t d = 0; d < dims; ++d) {
        to[d] = from[d] + moves[move].flows[d];
      }
    };
    for (std::size_t i = 0; i < moves.size(); ++i) {
      add(loads, i, one);
      look(one, {i});
      for (std::size_t j = i + 1; j < moves.size(); ++j) {
        if (moves[j].unit != moves[i].unit) {
          add(one, j, two);
          look(two, {i, j});
        }
      }
    }
    budget.spend(moves.size() * moves.size() * dims + real.take_steps());
    if (chosen.empty()) {
      const std::vector<Move> few = cheapest_moves(view, open, prices, choice, gap, triple_moves);
      const std::size_t top = few.size();
      moves = few;
      for (std::size_t i = 0; i < top; ++i) {
        add(loads, i, one);
        for (std::size_t j = i + 1; j < top; ++j) {
          if (moves[j].unit == moves[i].unit) {
            continue;
          }
          add(one, j, two);
          for (std::size_t k = j + 1; k < top; ++k) {
            if (moves[k].unit != moves[i].unit && moves[k].unit != moves[j].unit) {
              add(two, k, three);
              look(three, {i, j, k});
            }
          }
        }
      }
      budget.spend(top * top * top / 3 * dims + real.take_steps());
    }
    if (chosen.empty()) {
      return;
    }
    for (const std::size_t i : chosen) {
      choice[moves[i].unit] = moves[i].column;
    }
    take(view, choice, best);
  }
}

}  // namespace bgpte::optimiser
