#include "src/optimiser/search/group_branching.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "src/optimiser/search/local_search.hpp"

namespace bgpte::optimiser {
namespace {

constexpr std::size_t most_nodes = 400;
constexpr std::size_t steps_of_a_node = 60;
/// A node's bound goes no further than this part of the gap limit from the best plan: it is not
/// divided then.
constexpr double part_of_gap = 0.8;
/// From `first_look` nodes on the bound has to have risen by this part of the gap for each node:
/// where no unit is large it hardly rises.
constexpr std::size_t first_look = 8;
constexpr double progress = 1.0 / 400;
/// A unit is decided in the relaxed answer where one column has at least this part of it.
constexpr double decided = 1 - 1e-6;

/// Which columns of a unit go to the one half: those that bring at most so much to a dimension.
struct Split {
  std::size_t unit = 0;
  std::size_t dimension = 0;
  double most = 0;
};

/// What is left of the choice: some columns of each unit.
struct Node {
  OpenColumns left;
  Int128 bound = 0;
  Prices prices;
  std::optional<Split> split;  ///< Nothing: no two columns of a unit differ.
};

/// The problem with only the columns that are left. Its column i of a unit is left[unit][i], the
/// first of which takes the place of today's.
Problem restricted(const Problem& whole, const OpenColumns& left) {
  const std::size_t dims = whole.dimensions.size();
  Problem part;
  part.dimensions = whole.dimensions;
  part.joint_bills = whole.joint_bills;
  part.bill_constant = whole.bill_constant;
  part.value_constant = whole.value_constant;
  part.weights = whole.weights;
  for (std::size_t u = 0; u < left.size(); ++u) {
    const DecisionGroup& unit = whole.units[u];
    const double* first = unit.flows.data() + left[u].front() * dims;
    for (std::size_t d = 0; d < dims; ++d) {
      part.dimensions[d].base += static_cast<std::int64_t>(first[d]);
    }
    DecisionGroup some;
    some.flows.reserve(left[u].size() * dims);
    for (const std::uint32_t c : left[u]) {
      some.columns.push_back(unit.columns[c]);
      for (std::size_t d = 0; d < dims; ++d) {
        some.flows.push_back(unit.flows[c * dims + d] - first[d]);
      }
    }
    part.units.push_back(std::move(some));
  }
  return part;
}

/// A choice of the part as one of the whole.
Assignment in_whole(const OpenColumns& left, const Assignment& choice) {
  Assignment result(left.size());
  for (std::size_t u = 0; u < left.size(); ++u) {
    result[u] = left[u][choice[u]];
  }
  return result;
}

/// Leaves out columns that no plan better than `best` can have, as the prices and their bound show.
void keep_cheap(const Problem& part, const Prices& prices, Int128 gap, OpenColumns& left) {
  std::vector<Int128> cost;
  for (std::size_t u = 0; u < left.size(); ++u) {
    std::vector<std::uint32_t>& columns = left[u];
    cost.clear();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      cost.push_back(reduced_cost(part, part.units[u], c, prices));
    }
    const Int128 least = *std::min_element(cost.begin(), cost.end());
    std::size_t kept = 0;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (cost[c] - least <= gap) {
        columns[kept++] = columns[c];
      }
    }
    columns.resize(kept);
  }
}

/// The unit whose columns in the mean of the relaxed answers differ most, as the prices see it.
std::optional<Split> most_undecided(const Problem& part, const Prices& prices,
                                    const std::vector<std::pair<Assignment, double>>& answers) {
  const std::size_t dims = part.dimensions.size();
  std::optional<Split> result;
  double most_apart = 0;
  std::vector<std::pair<std::uint32_t, double>> parts;
  std::vector<double> mean(dims);
  for (std::size_t u = 0; u < part.units.size(); ++u) {
    const DecisionGroup& unit = part.units[u];
    parts.clear();
    std::fill(mean.begin(), mean.end(), 0.0);
    double largest = 0;
    for (const auto& [choice, weight] : answers) {
      const std::uint32_t c = choice[u];
      auto at = std::find_if(parts.begin(), parts.end(),
                             [&](const auto& entry) { return entry.first == c; });
      if (at == parts.end()) {
        at = parts.insert(at, {c, 0.0});
      }
      at->second += weight;
      largest = std::max(largest, at->second);
      for (std::size_t d = 0; d < dims; ++d) {
        mean[d] += weight * unit.flows[c * dims + d];
      }
    }
    if (largest > decided) {
      continue;
    }
    double width = 0;
    double most = 0;
    Split split{u, 0, 0};
    for (std::size_t d = 0; d < dims; ++d) {
      double apart = 0;
      for (const auto& [c, weight] : parts) {
        apart += weight * std::abs(unit.flows[c * dims + d] - mean[d]);
      }
      apart *= std::abs(static_cast<double>(prices.dimensions[d]));
      width += apart;
      if (apart > most) {
        most = apart;
        split.dimension = d;
        split.most = mean[d];
      }
    }
    if (width > most_apart) {
      most_apart = width;
      result = split;
    }
  }
  return result;
}

/// The unit whose columns differ most, as the prices see it; divided halfway.
std::optional<Split> widest(const Problem& whole, const OpenColumns& left, const Prices& prices) {
  const std::size_t dims = whole.dimensions.size();
  std::optional<Split> result;
  double most = 0;
  for (std::size_t u = 0; u < left.size(); ++u) {
    for (std::size_t d = 0; d < dims && left[u].size() > 1; ++d) {
      double lo = std::numeric_limits<double>::infinity();
      double hi = -lo;
      for (const std::uint32_t c : left[u]) {
        lo = std::min(lo, whole.units[u].flows[c * dims + d]);
        hi = std::max(hi, whole.units[u].flows[c * dims + d]);
      }
      // Where nothing has a price the flow decides.
      const double apart = (hi - lo) * (1e-9 + std::abs(static_cast<double>(prices.dimensions[d])));
      if (apart > most) {
        most = apart;
        result = Split{u, d, lo + (hi - lo) / 2};
      }
    }
  }
  return result;
}

class Branching {
 public:
  Branching(const LevelView& view, double gap_limit, WorkBudget& budget, Incumbent& best)
      : view_(view), gap_limit_(gap_limit), effort_(budget), best_(best) {}

  /// Bounds the node and looks for a plan in it. False if no better plan is in it.
  bool bound(Node& node) {
    const Problem part = restricted(view_.problem(), node.left);
    const LevelView inside(part, view_);
    effort_.spend(flows_of(part));
    const auto reach =
        static_cast<Int128>(part_of_gap * gap_limit_ * std::abs(static_cast<double>(best_.value)));
    const LagrangianBound dual =
        raise_bound(inside, full_spans(part), best_.value - reach, gap_limit_ / 8, steps_of_a_node,
                    &node.prices, effort_);
    if (!dual.possible) {
      return false;
    }
    look_for_plan(node, inside, dual);
    settle(node, part, dual);
    return node.bound < best_.value;
  }

  /// What the prices of a node say of its columns, and where to divide it.
  void settle(Node& node, const Problem& part, const LagrangianBound& dual) const {
    if (dual.bound >= node.bound) {
      node.bound = dual.bound;
      node.prices = dual.prices;
    }
    const Problem& whole = view_.problem();
    node.split = most_undecided(part, dual.prices, dual.answers);
    if (node.split) {  // In the flows of the whole problem from here on.
      node.split->most += flow(*node.split, node.left[node.split->unit].front());
    }
    keep_cheap(part, dual.prices, best_.value - dual.bound, node.left);
    const auto divides = [&](const Split& split) {
      const auto few = [&](std::uint32_t c) { return flow(split, c) <= split.most; };
      const std::vector<std::uint32_t>& columns = node.left[split.unit];
      return std::any_of(columns.begin(), columns.end(), few) &&
             !std::all_of(columns.begin(), columns.end(), few);
    };
    if (!node.split || !divides(*node.split)) {
      node.split = widest(whole, node.left, dual.prices);
    }
  }

  [[nodiscard]] std::pair<Node, Node> halves(Node node) const {
    const Split split = *node.split;
    const std::vector<std::uint32_t> columns = std::move(node.left[split.unit]);
    node.left[split.unit].clear();
    std::pair<Node, Node> result{node, std::move(node)};
    for (const std::uint32_t c : columns) {
      (flow(split, c) <= split.most ? result.first : result.second).left[split.unit].push_back(c);
    }
    return result;
  }

  /// What is left of a node that cannot be divided is one plan, or several that bring the same. Its
  /// value is exact, where the prices' bound need not be.
  void take_only(const Node& node) {
    take(view_, in_whole(node.left, Assignment(node.left.size(), 0)), best_);
  }

 private:
  /// What a column brings to the sum that the split looks at.
  [[nodiscard]] double flow(const Split& split, std::uint32_t column) const {
    return view_.problem().units[split.unit].flows[column * view_.dimensions() + split.dimension];
  }

  static std::uint64_t flows_of(const Problem& part) {
    std::uint64_t size = 0;
    for (const DecisionGroup& unit : part.units) {
      size += unit.flows.size();
    }
    return size;
  }

  void look_for_plan(const Node& node, const LevelView& inside, const LagrangianBound& dual) {
    Incumbent found{Assignment(inside.problem().units.size(), 0), best_.value, {}};
    improve_by_prices(inside, {}, dual.prices,
                      dual.rounded.empty() ? dual.visited.back() : dual.rounded, effort_, found);
    if (found.value < best_.value) {
      take(view_, in_whole(node.left, found.choice), best_);
    }
  }

  const LevelView& view_;
  double gap_limit_;
  WorkBudget& effort_;
  Incumbent& best_;
};

}  // namespace

Int128 branch_on_units(const LevelView& view, const LagrangianBound& root, double gap_limit,
                       std::uint64_t work_end, WorkBudget& budget, Incumbent& best) {
  Branching branching(view, gap_limit, budget, best);
  Node first{{}, root.bound, root.prices, {}};
  for (const DecisionGroup& unit : view.problem().units) {
    first.left.emplace_back(unit.columns.size());
    std::iota(first.left.back().begin(), first.left.back().end(), 0U);
  }
  branching.settle(first, view.problem(), root);
  std::vector<Node> open{std::move(first)};
  const auto lower = [&] {
    Int128 bound = best.value;
    for (const Node& node : open) {
      bound = std::min(bound, node.bound);
    }
    return bound;
  };
  const auto at_first = static_cast<double>(best.value - root.bound);
  for (std::size_t nodes = 0;
       !open.empty() && nodes < most_nodes && budget.work() < work_end && !budget.stop();) {
    const Int128 bound = lower();
    const bool stalls = nodes >= first_look && static_cast<double>(bound - root.bound) <
                                                   progress * static_cast<double>(nodes) * at_first;
    if (stalls || within_gap(best.value, bound, gap_limit)) {
      break;
    }
    const auto least = std::min_element(
        open.begin(), open.end(), [](const Node& a, const Node& b) { return a.bound < b.bound; });
    Node node = std::move(*least);
    open.erase(least);
    if (node.bound >= best.value) {
      continue;
    }
    if (!node.split) {
      branching.take_only(node);
      continue;
    }
    auto [few, many] = branching.halves(std::move(node));
    for (Node* half : {&few, &many}) {
      ++nodes;
      if (branching.bound(*half)) {
        open.push_back(std::move(*half));
      }
    }
  }
  return lower();
}

}  // namespace bgpte::optimiser
