// Removes dimensions that nothing depends on and columns that equal others.
#include "src/optimiser/problem/presolve.hpp"

#include <algorithm>

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

}  // namespace

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
        problem.joint_bills.begin(), problem.joint_bills.end(), [&](const JointBill& bill) {
          return std::any_of(bill.parts.begin(), bill.parts.end(),
                             [&](const JointBill::Part& part) { return part.dimension == d; });
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
  for (JointBill& bill : problem.joint_bills) {
    for (JointBill::Part& part : bill.parts) {
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
  // What differs only in the number of changes is decided by the ties: fewer is never worse.
  std::vector<std::size_t> counted;
  for (std::size_t d = 0; d < dims; ++d) {
    if (problem.dimensions[d].name != "changes") {
      counted.push_back(d);
    }
  }
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  for (DecisionGroup& group : groups) {
    if (budget.asked_to_stop()) {
      return false;
    }
    order.clear();
    for (std::size_t c = 0; c < group.columns.size(); ++c) {
      std::uint64_t hash = 14695981039346656037ULL;
      for (const std::size_t d : counted) {
        hash = (hash ^
                static_cast<std::uint64_t>(static_cast<std::int64_t>(group.flows[c * dims + d]))) *
               1099511628211ULL;
        hash ^= hash >> 29;
      }
      order.emplace_back(hash, c);
    }
    std::sort(order.begin(), order.end());
    const auto same = [&](std::size_t a, std::size_t b) {
      return std::all_of(counted.begin(), counted.end(), [&](std::size_t d) {
        return group.flows[a * dims + d] == group.flows[b * dims + d];
      });
    };
    std::vector<bool> dropped(group.columns.size(), false);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t a = order[i].second;
      for (std::size_t j = i + 1; j < order.size() && order[j].first == order[i].first; ++j) {
        const std::size_t b = order[j].second;
        if (!dropped[a] && !dropped[b] && same(a, b)) {
          dropped[precedes(scenario, group, a, b) ? b : a] = true;
        }
      }
    }
    std::size_t kept = 0;
    for (std::size_t c = 0; c < group.columns.size(); ++c) {
      if (!dropped[c]) {
        group.columns[kept] = group.columns[c];
        std::copy_n(group.flows.begin() + static_cast<std::ptrdiff_t>(c * dims), dims,
                    group.flows.begin() + static_cast<std::ptrdiff_t>(kept * dims));
        ++kept;
      }
    }
    if (kept < 2) {
      continue;
    }
    group.columns.resize(kept);
    group.columns.shrink_to_fit();
    group.flows.resize(kept * dims);
    group.flows.shrink_to_fit();
    problem.groups.push_back(std::move(group));
    group = DecisionGroup{};
  }
  return true;
}

}  // namespace bgpte::optimiser
