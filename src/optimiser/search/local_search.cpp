// 1-opt and 2-opt over the columns of groups.
#include "src/optimiser/search/local_search.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "src/optimiser/search/float_objective.hpp"

namespace bgpte::optimiser {
namespace {

/// Moves looked at in pairs: their product bounds the steps of one round.
constexpr std::size_t max_moves = 1200;

/// Passes of 1-opt over all groups.
constexpr int max_passes = 30;

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
std::vector<Move> cheapest_moves(const SearchContext& context, const Assignment& assignment,
                                 double max_price) {
  const Problem& problem = context.view.problem();
  const std::size_t dims = context.view.dimensions();
  const std::vector<double> price(context.prices.dimensions.begin(),
                                  context.prices.dimensions.end());
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
    cost.assign(group.columns.size(), 0.0);
    for (std::size_t c = 0; c < cost.size(); ++c) {
      for (std::size_t d = 0; d < dims; ++d) {
        cost[c] += group.flows[c * dims + d] * price[d];
      }
    }
    const double least = *std::min_element(cost.begin(), cost.end());
    for (std::uint32_t c = 0; c < cost.size(); ++c) {
      if (c == assignment[u] || cost[c] - least > max_price) {
        continue;
      }
      double size = 0;
      for (std::size_t d = 0; d < dims; ++d) {
        size += std::abs(group.flows[c * dims + d] - now[d]);
      }
      classes[std::ilogb(size + 1)].push_back({cost[c] - least, u, c});
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

/// Replaces `best` if the assignment is feasible and better by value, then by ties; in integers.
void accept_if_better(const LevelView& view, const Assignment& assignment, Incumbent& best) {
  const std::vector<std::int64_t> loads = view.loads(assignment);
  if (!view.feasible(loads)) {
    return;
  }
  const Int128 value = view.value(loads);
  const TieRank tie = view.tie(assignment);
  if (value < best.value || (value == best.value && tie < best.tie)) {
    best = {assignment, value, tie};
  }
}

}  // namespace

void improve(const LevelView& view, Assignment assignment, WorkBudget& budget, Incumbent& best) {
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  FloatObjective objective(view);
  const std::vector<std::int64_t> exact = view.loads(assignment);
  std::vector<double> loads(exact.begin(), exact.end());
  objective.focus(loads.data());
  FloatObjective::Merit least = objective.at(loads.data());
  std::vector<double> trial(dims);
  bool moved = true;
  for (int pass = 0; moved && pass < max_passes; ++pass) {
    moved = false;
    for (std::size_t u = 0; u < problem.groups.size(); ++u) {
      if ((u & 15U) == 0 && budget.stop()) {
        break;
      }
      const DecisionGroup& group = problem.groups[u];
      budget.spend(2 * group.columns.size() * dims);
      const double* before = group.flows.data() + assignment[u] * dims;
      std::uint32_t chosen = assignment[u];
      for (std::uint32_t c = 0; c < group.columns.size(); ++c) {
        const double* row = group.flows.data() + c * dims;
        for (std::size_t d = 0; d < dims; ++d) {
          trial[d] = loads[d] + (row[d] - before[d]);
        }
        if (objective.lower(trial.data(), least)) {
          chosen = c;
        }
      }
      if (chosen != assignment[u]) {
        const double* row = group.flows.data() + chosen * dims;
        for (std::size_t d = 0; d < dims; ++d) {
          loads[d] += row[d] - before[d];
        }
        assignment[u] = chosen;
        moved = true;
        objective.focus(loads.data());
      }
      budget.spend(objective.take_steps());
    }
  }
  accept_if_better(view, assignment, best);
}

void exchange(const SearchContext& context, Assignment start, std::uint64_t work_end) {
  const auto& [view, prices, bound, budget, best] = context;
  const std::size_t dims = view.dimensions();
  FloatObjective objective(view);
  std::vector<double> one(dims), two(dims);  // Loads after one and two moves.
  const auto add = [](const std::vector<double>& from, const Move& move, std::vector<double>& to) {
    std::transform(from.begin(), from.end(), move.flows.begin(), to.begin(), std::plus<>());
  };
  for (int round = 0; round < max_exchanges; ++round) {
    if (budget.work() >= work_end || budget.stop()) {
      return;
    }
    const std::vector<std::int64_t> exact = view.loads(start);
    const std::vector<double> loads(exact.begin(), exact.end());
    objective.focus(loads.data());
    FloatObjective::Merit least = objective.at(loads.data());
    std::vector<const Move*> chosen;
    const auto keep_if_better = [&](const std::vector<double>& there,
                                    std::initializer_list<const Move*> moves) {
      if (objective.lower(there.data(), least)) {
        chosen = moves;
      }
    };
    const std::vector<Move> moves =
        cheapest_moves(context, start, static_cast<double>(best.value - bound));
    for (auto first = moves.begin(); first != moves.end(); ++first) {
      add(loads, *first, one);
      keep_if_better(one, {&*first});
      for (auto second = first + 1; second != moves.end(); ++second) {
        if (second->group != first->group) {
          add(one, *second, two);
          keep_if_better(two, {&*first, &*second});
        }
      }
    }
    budget.spend(moves.size() * moves.size() * dims + objective.take_steps());
    if (chosen.empty()) {
      return;
    }
    for (const Move* move : chosen) {
      start[move->group] = move->column;
    }
    accept_if_better(view, start, best);
  }
}

}  // namespace bgpte::optimiser
