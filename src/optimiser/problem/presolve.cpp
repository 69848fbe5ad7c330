// Removes dimensions that nothing depends on and columns that equal others.
#include "src/optimiser/problem/presolve.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace bgpte::optimiser {
namespace {

/// True if column `a` comes before `b` by the tie rules.
bool precedes(const model::Scenario& scenario, const DecisionGroup& group, std::size_t a,
              std::size_t b) {
  if (group.columns[a].tie != group.columns[b].tie) {
    return group.columns[a].tie < group.columns[b].tie;
  }
  for (std::size_t i = 0; i < group.prefixes.size(); ++i) {
    if (group.x(a, i) != group.x(b, i)) {
      return lists_earlier(scenario.prefixes[group.prefixes[i]].advertise, group.x(a, i),
                           group.x(b, i));
    }
  }
  return false;
}

/// Removes the columns that are dropped, with their flows.
void keep_columns(std::size_t dims, const std::vector<bool>& dropped, DecisionGroup& group) {
  std::size_t kept = 0;
  for (std::size_t c = 0; c < group.columns.size(); ++c) {
    if (!dropped[c]) {
      group.columns[kept] = group.columns[c];
      std::copy_n(group.flows.begin() + static_cast<std::ptrdiff_t>(c * dims), dims,
                  group.flows.begin() + static_cast<std::ptrdiff_t>(kept * dims));
      ++kept;
    }
  }
  group.columns.resize(kept);
  group.flows.resize(kept * dims);
}

/// The columns of a group in the order of a hash over some of their flows: those whose flows are
/// the same there stand together.
class Hashed {
 public:
  void sort(const DecisionGroup& group, std::size_t dims, const std::vector<std::size_t>& counted) {
    group_ = &group;
    dims_ = dims;
    counted_ = &counted;
    order_.clear();
    for (std::size_t c = 0; c < group.columns.size(); ++c) {
      std::uint64_t hash = 14695981039346656037ULL;
      for (const std::size_t d : counted) {
        hash = (hash ^
                static_cast<std::uint64_t>(static_cast<std::int64_t>(group.flows[c * dims + d]))) *
               1099511628211ULL;
        hash ^= hash >> 29;
      }
      order_.emplace_back(hash, c);
    }
    std::sort(order_.begin(), order_.end());
  }

  /// visit(a, b) for every two columns whose flows are the same.
  template <class Visit>
  void for_each_pair(const Visit& visit) const {
    for (std::size_t i = 0; i < order_.size(); ++i) {
      for (std::size_t j = i + 1; j < order_.size() && order_[j].first == order_[i].first; ++j) {
        if (same(order_[i].second, order_[j].second)) {
          visit(order_[i].second, order_[j].second);
        }
      }
    }
  }

 private:
  [[nodiscard]] bool same(std::size_t a, std::size_t b) const {
    return std::all_of(counted_->begin(), counted_->end(), [&](std::size_t d) {
      return group_->flows[a * dims_ + d] == group_->flows[b * dims_ + d];
    });
  }

  const DecisionGroup* group_ = nullptr;
  std::size_t dims_ = 0;
  const std::vector<std::size_t>* counted_ = nullptr;
  std::vector<std::pair<std::uint64_t, std::size_t>> order_;
};

/// How far a column is from today's advertisements, in prepends over all links.
int distance_from_today(const DecisionGroup& group, std::size_t column) {
  int sum = 0;
  for (std::size_t i = 0; i < group.prefixes.size(); ++i) {
    sum += group.changes(column, i) ? distance(group.x(0, i), group.x(column, i)) : 0;
  }
  return sum;
}

}  // namespace

void drop_less_certain(const std::vector<LoadKind>& load_kinds,
                       std::vector<DecisionGroup>& groups) {
  const std::size_t dims = load_kinds.size();
  std::vector<std::size_t> expected;
  std::vector<std::size_t> high;
  for (std::size_t d = 0; d < dims; ++d) {
    (load_kinds[d].quantity == LoadKind::Quantity::harm ? high : expected).push_back(d);
  }
  if (high.empty()) {
    return;
  }
  Hashed order;
  for (DecisionGroup& group : groups) {
    order.sort(group, dims, expected);
    std::vector<bool> dropped(group.columns.size(), false);
    std::vector<int> distances;  // [column]
    for (std::size_t c = 0; c < group.columns.size(); ++c) {
      distances.push_back(distance_from_today(group, c));
    }
    order.for_each_pair([&](std::size_t a, std::size_t b) {
      if (a == 0 || b == 0 || group.columns[a].tie.changes != group.columns[b].tie.changes) {
        return;  // Today's column stays.
      }
      const auto surer = [&](std::size_t one, std::size_t other) {
        bool lower = false;
        return distances[one] <= distances[other] &&
               std::all_of(high.begin(), high.end(),
                           [&](std::size_t d) {
                             const double here = group.flows[one * dims + d];
                             const double there = group.flows[other * dims + d];
                             lower = lower || here < there;
                             return here <= there;
                           }) &&
               lower;
      };
      dropped[b] = dropped[b] || surer(a, b);
      dropped[a] = dropped[a] || surer(b, a);
    });
    keep_columns(dims, dropped, group);
  }
}

std::vector<double> max_flow_sums(std::size_t dims, const std::vector<DecisionGroup>& groups) {
  std::vector<double> max_flow(dims, 0.0);
  for (const DecisionGroup& group : groups) {
    for (std::size_t d = 0; d < dims; ++d) {
      double top = 0;
      for (std::size_t c = 0; c < group.columns.size(); ++c) {
        top = std::max(top, group.flows[c * dims + d]);
      }
      max_flow[d] += top;
    }
  }
  return max_flow;
}

void drop_free_dimensions(std::vector<LoadKind>& load_kinds, const std::vector<double>& max_flow,
                          std::vector<DecisionGroup>& groups, Problem& problem) {
  const std::size_t dims = load_kinds.size();
  std::vector<std::size_t> kept;
  for (std::size_t d = 0; d < dims; ++d) {
    Dimension& dim = problem.dimensions[d];
    if (dim.limit != billing::unlimited &&
        static_cast<double>(dim.base) + max_flow[d] <= static_cast<double>(dim.limit)) {
      dim.limit = billing::unlimited;
    }
    const bool priced = std::any_of(std::begin(dim.goals), std::end(dim.goals),
                                    [](const billing::Piecewise& goal) { return !goal.is_zero(); });
    const bool joint = std::any_of(
        problem.joint_terms.begin(), problem.joint_terms.end(), [&](const JointTerm& term) {
          return std::any_of(term.parts.begin(), term.parts.end(),
                             [&](const JointTerm::Part& part) { return part.dimension == d; });
        });
    const bool replayed = load_kinds[d].quantity == LoadKind::Quantity::volume;
    // Without movement a priced dimension stays as a constant: its goals still count.
    if (dim.limit != billing::unlimited || priced || joint || replayed) {
      kept.push_back(d);
    }
  }
  std::vector<Dimension> dimensions;
  std::vector<std::size_t> place(dims, 0);
  for (std::size_t k = 0; k < kept.size(); ++k) {
    place[kept[k]] = k;
    problem.dimensions[kept[k]].name = name_of(load_kinds[kept[k]]);
    dimensions.push_back(std::move(problem.dimensions[kept[k]]));
  }
  problem.dimensions = std::move(dimensions);
  for (JointTerm& term : problem.joint_terms) {
    for (JointTerm::Part& part : term.parts) {
      part.dimension = place[part.dimension];
    }
  }
  for (ReplayedBill& bill : problem.replayed_bills) {
    for (ReplayedBill::Part& part : bill.parts) {
      for (std::size_t& d : part.dimensions) {
        d = place[d];
      }
    }
  }
  for (DecisionGroup& group : groups) {
    if (kept.size() == dims) {
      break;
    }
    std::vector<double> flows(group.columns.size() * kept.size());
    for (std::size_t c = 0; c < group.columns.size(); ++c) {
      for (std::size_t k = 0; k < kept.size(); ++k) {
        flows[c * kept.size() + k] = group.flows[c * dims + kept[k]];
      }
    }
    group.flows = std::move(flows);
  }
  for (std::size_t k = 0; k < kept.size(); ++k) {
    if (kept[k] != k) {
      load_kinds[k] = std::move(load_kinds[kept[k]]);
    }
  }
  load_kinds.resize(kept.size());
}

bool merge_columns(const model::Scenario& scenario, const WorkBudget& budget,
                   std::vector<DecisionGroup>& groups, Problem& problem) {
  const std::size_t dims = problem.dimensions.size();
  // What differs only in its changes is decided by the ties and their price.
  std::vector<std::size_t> counted;
  std::optional<std::size_t> priced;
  for (std::size_t d = 0; d < dims; ++d) {
    if (problem.dimensions[d].name == "priced_changes") {
      priced = d;
    } else if (problem.dimensions[d].name != "changes") {
      counted.push_back(d);
    }
  }
  Hashed order;
  for (DecisionGroup& group : groups) {
    if (budget.asked_to_stop()) {
      return false;
    }
    order.sort(group, dims, counted);
    std::vector<bool> dropped(group.columns.size(), false);
    order.for_each_pair([&](std::size_t a, std::size_t b) {
      if (dropped[a] || dropped[b]) {
        return;
      }
      const bool first = precedes(scenario, group, a, b);
      const std::size_t better = first ? a : b;
      const std::size_t other = first ? b : a;
      if (!priced || group.flows[better * dims + *priced] <= group.flows[other * dims + *priced]) {
        dropped[other] = true;
      }
    });
    keep_columns(dims, dropped, group);
    if (group.columns.size() < 2) {
      continue;
    }
    group.columns.shrink_to_fit();
    group.flows.shrink_to_fit();
    problem.groups.push_back(std::move(group));
    group = DecisionGroup{};
  }
  return true;
}

}  // namespace bgpte::optimiser
