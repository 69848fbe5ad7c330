// 1-opt, 2-opt and 3-opt over the columns of groups.
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

/// How near the mean plans are looked for, as a part of each sum: where groups are large what is
/// nearest costs too much.
constexpr double distances[] = {1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5};

/// Distances one after the other that bring nothing, before the rest are left alone.
constexpr int max_passes_in_vain = 3;

/// Passes of 1-opt over all groups, and while limits are prices.
constexpr int max_passes = 30;
constexpr int max_soft_passes = 6;

/// Exchanges made one after the other from one start.
constexpr int max_exchanges = 200;

/// One group taking another column than now.
struct Move {
  std::size_t group = 0;
  std::uint32_t column = 0;
  double price = 0;  ///< Rise of the reduced cost.
  std::vector<double> flows;
};

/// At most about `max_moves` moves whose reduced cost is within `max_price` of the least of their
/// group.
std::vector<Move> cheapest_moves(const LevelView& view, const OpenColumns& open,
                                 const Prices& prices, const Assignment& assignment,
                                 double max_price, std::size_t max_moves) {
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  std::vector<double> price(dims);
  for (std::size_t d = 0; d < dims; ++d) {
    price[d] = static_cast<double>(prices.dimensions[d]);
  }
  struct Rough {
    double price;
    std::size_t group;
    std::uint32_t column;
  };
  // The cheapest moves are those of the smallest prefixes, which alone reach nothing: take as many
  // of each size, a class for each power of two of the flow.
  std::map<int, std::vector<Rough>> classes;
  std::vector<double> cost;
  for (std::size_t u = 0; u < problem.groups.size(); ++u) {
    const DecisionGroup& group = problem.groups[u];
    const double* now = group.flows.data() + assignment[u] * dims;
    const std::size_t looks = open.empty() ? group.columns.size() : open[u].size();
    cost.assign(looks, 0.0);
    for (std::size_t i = 0; i < looks; ++i) {
      const std::size_t c = open.empty() ? i : open[u][i];
      for (std::size_t d = 0; d < dims; ++d) {
        cost[i] += group.flows[c * dims + d] * price[d];
      }
    }
    const double least = *std::min_element(cost.begin(), cost.end());
    for (std::size_t i = 0; i < looks; ++i) {
      const auto c = open.empty() ? static_cast<std::uint32_t>(i) : open[u][i];
      if (c == assignment[u] || cost[i] - least > max_price) {
        continue;
      }
      double size = 0;
      for (std::size_t d = 0; d < dims; ++d) {
        size += std::abs(group.flows[c * dims + d] - now[d]);
      }
      classes[std::ilogb(size + 1)].push_back({cost[i] - least, u, c});
    }
  }
  const auto cheaper = [](const Rough& a, const Rough& b) {
    return a.price != b.price ? a.price < b.price
                              : (a.group != b.group ? a.group < b.group : a.column < b.column);
  };
  const std::size_t each =
      std::max<std::size_t>(1, max_moves / std::max<std::size_t>(1, classes.size()));
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
    Move move{entry.group, entry.column, entry.price, std::vector<double>(dims)};
    const std::vector<double>& flows = problem.groups[entry.group].flows;
    for (std::size_t d = 0; d < dims; ++d) {
      move.flows[d] = flows[entry.column * dims + d] - flows[assignment[entry.group] * dims + d];
    }
    moves.push_back(std::move(move));
  }
  return moves;
}

/// 1-opt from the choice until no single group helps.
void one_opt(const LevelView& view, FloatObjective& objective, const OpenColumns& open, int passes,
             WorkBudget& budget, Assignment& assignment) {
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  const std::vector<std::int64_t> exact = view.loads(assignment);
  std::vector<double> loads(exact.begin(), exact.end());
  objective.focus(loads.data());
  FloatObjective::Merit now = objective.at(loads.data());
  std::vector<double> trial(dims);
  bool moved = true;
  for (int pass = 0; moved && pass < passes; ++pass) {
    moved = false;
    for (std::size_t u = 0; u < problem.groups.size(); ++u) {
      if ((u & 15U) == 0 && budget.stop()) {
        return;
      }
      const DecisionGroup& group = problem.groups[u];
      const std::size_t looks = open.empty() ? group.columns.size() : open[u].size();
      budget.spend(2 * looks * dims);
      const double* before = group.flows.data() + assignment[u] * dims;
      std::uint32_t chosen = assignment[u];
      FloatObjective::Merit least = now;
      for (std::size_t i = 0; i < looks; ++i) {
        const auto c = open.empty() ? static_cast<std::uint32_t>(i) : open[u][i];
        const double* row = group.flows.data() + c * dims;
        for (std::size_t d = 0; d < dims; ++d) {
          trial[d] = loads[d] + (row[d] - before[d]);
        }
        FloatObjective::Merit there;
        if (objective.less(trial.data(), least, there)) {
          least = there;
          chosen = c;
        }
      }
      if (chosen != assignment[u]) {
        const double* row = group.flows.data() + chosen * dims;
        for (std::size_t d = 0; d < dims; ++d) {
          loads[d] += row[d] - before[d];
        }
        assignment[u] = chosen;
        now = least;
        moved = true;
        objective.focus(loads.data());
      }
      budget.spend(objective.take_steps());
    }
  }
}

}  // namespace

bool accept_if_better(const LevelView& view, const Assignment& assignment, Incumbent& best) {
  const std::vector<std::int64_t> loads = view.loads(assignment);
  if (!view.feasible(loads)) {
    return false;
  }
  const Int128 value = view.value(loads);
  const TieRank tie = view.tie(assignment);
  if (value < best.value || (value == best.value && tie < best.tie)) {
    best = {assignment, value, tie};
    return true;
  }
  return false;
}

void improve(const LevelView& view, const OpenColumns& open, Assignment start, WorkBudget& budget,
             Incumbent& best) {
  FloatObjective objective(view);
  one_opt(view, objective, open, max_passes, budget, start);
  accept_if_better(view, start, best);
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

void improve_by_prices(const SearchContext& context, Assignment start) {
  FloatObjective objective(context.view);
  for (const double factor : {1.2, 2.0, 5.0, 20.0, 100.0}) {
    objective.set_limit_prices(limit_prices(context.view, context.prices, factor));
    one_opt(context.view, objective, context.open, max_soft_passes, context.budget, start);
  }
  improve(context.view, context.open, std::move(start), context.budget, context.best);
}

void improve_near(const SearchContext& context, const RelaxedMean& mean, double gap_limit) {
  Assignment near = mean.rounded;
  int in_vain = 0;
  for (const double distance : distances) {
    const Int128 before = context.best.value;
    approach(context.view, context.open, context.prices, {mean.loads, distance}, context.budget,
             near);
    improve_by_prices(context, near);
    in_vain = context.best.value < before ? 0 : in_vain + 1;
    if (in_vain == max_passes_in_vain || context.budget.stop() ||
        within_gap(context.best.value, context.bound, gap_limit)) {
      return;
    }
  }
}

namespace {

/// The best change of one, two or three groups at once from some loads.
class Exchange {
 public:
  Exchange(FloatObjective& objective, const std::vector<double>& loads)
      : objective_(objective),
        loads_(loads),
        one_(loads.size()),
        two_(loads.size()),
        three_(loads.size()),
        least_(objective.at(loads.data())) {}

  /// Tries every move and every pair of moves of different groups.
  void try_pairs(const std::vector<Move>& moves) {
    for (std::size_t i = 0; i < moves.size(); ++i) {
      add(loads_, moves[i], one_);
      keep_if_better(one_, {i});
      for (std::size_t j = i + 1; j < moves.size(); ++j) {
        if (moves[j].group != moves[i].group) {
          add(one_, moves[j], two_);
          keep_if_better(two_, {i, j});
        }
      }
    }
  }

  /// Tries every three moves of different groups.
  void try_triples(const std::vector<Move>& moves) {
    for (std::size_t i = 0; i < moves.size(); ++i) {
      add(loads_, moves[i], one_);
      for (std::size_t j = i + 1; j < moves.size(); ++j) {
        if (moves[j].group == moves[i].group) {
          continue;
        }
        add(one_, moves[j], two_);
        for (std::size_t k = j + 1; k < moves.size(); ++k) {
          if (moves[k].group != moves[i].group && moves[k].group != moves[j].group) {
            add(two_, moves[k], three_);
            keep_if_better(three_, {i, j, k});
          }
        }
      }
    }
  }

  /// Indices of the moves that are best together; empty where none is better than no move.
  [[nodiscard]] const std::vector<std::size_t>& chosen() const { return chosen_; }

 private:
  static void add(const std::vector<double>& from, const Move& move, std::vector<double>& to) {
    for (std::size_t d = 0; d < from.size(); ++d) {
      to[d] = from[d] + move.flows[d];
    }
  }

  void keep_if_better(const std::vector<double>& there, std::initializer_list<std::size_t> moves) {
    FloatObjective::Merit merit;
    if (objective_.less(there.data(), least_, merit)) {
      least_ = merit;
      chosen_ = moves;
    }
  }

  FloatObjective& objective_;
  const std::vector<double>& loads_;
  std::vector<double> one_, two_, three_;  ///< Loads after one, two and three moves.
  FloatObjective::Merit least_;
  std::vector<std::size_t> chosen_;
};

}  // namespace

void exchange(const SearchContext& context, Assignment start, std::uint64_t work_end) {
  const auto& [view, open, prices, bound, budget, best] = context;
  const std::size_t dims = view.dimensions();
  FloatObjective objective(view);
  for (int round = 0; round < max_exchanges; ++round) {
    if (budget.work() >= work_end || budget.stop()) {
      return;
    }
    const std::vector<std::int64_t> exact = view.loads(start);
    const std::vector<double> loads(exact.begin(), exact.end());
    objective.focus(loads.data());
    Exchange found(objective, loads);
    const auto gap = static_cast<double>(best.value - bound);
    std::vector<Move> moves = cheapest_moves(view, open, prices, start, gap, pair_moves);
    found.try_pairs(moves);
    budget.spend(moves.size() * moves.size() * dims + objective.take_steps());
    if (found.chosen().empty()) {
      moves = cheapest_moves(view, open, prices, start, gap, triple_moves);
      found.try_triples(moves);
      budget.spend(moves.size() * moves.size() * moves.size() / 3 * dims + objective.take_steps());
    }
    if (found.chosen().empty()) {
      return;
    }
    for (const std::size_t i : found.chosen()) {
      start[moves[i].group] = moves[i].column;
    }
    accept_if_better(view, start, best);
  }
}

}  // namespace bgpte::optimiser
