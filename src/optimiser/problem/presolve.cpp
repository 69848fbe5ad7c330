#include "src/optimiser/problem/presolve.hpp"

#include <algorithm>

namespace bgpte::optimiser {
namespace {

/// True if column `a` comes before `b` by the tie rules.
bool precedes(const model::Scenario& scenario, const DecisionGroup& unit, std::size_t a,
              std::size_t b) {
  if (unit.columns[a].tie != unit.columns[b].tie) {
    return unit.columns[a].tie < unit.columns[b].tie;
  }
  for (std::size_t i = 0; i < unit.prefixes.size(); ++i) {
    if (unit.x(a, i) != unit.x(b, i)) {
      return lists_earlier(scenario.prefixes[unit.prefixes[i]].advertise, unit.x(a, i),
                           unit.x(b, i));
    }
  }
  return false;
}

}  // namespace

std::vector<double> most_flows(std::size_t dims, const std::vector<DecisionGroup>& units) {
  std::vector<double> most(dims, 0.0);
  for (const DecisionGroup& unit : units) {
    for (std::size_t d = 0; d < dims; ++d) {
      double top = 0;
      for (std::size_t c = 0; c < unit.columns.size(); ++c) {
        top = std::max(top, unit.flows[c * dims + d]);
      }
      most[d] += top;
    }
  }
  return most;
}

void drop_free_dimensions(std::vector<LoadKind>& sources, const std::vector<double>& most,
                          std::vector<DecisionGroup>& units, Problem& problem) {
  const std::size_t dims = sources.size();
  std::vector<std::size_t> kept;
  for (std::size_t d = 0; d < dims; ++d) {
    Dimension& dim = problem.dimensions[d];
    if (dim.limit != billing::unlimited &&
        static_cast<double>(dim.base) + most[d] <= static_cast<double>(dim.limit)) {
      dim.limit = billing::unlimited;
    }
    const bool priced = std::any_of(std::begin(dim.goals), std::end(dim.goals),
                                    [](const billing::Piecewise& goal) { return !goal.is_zero(); });
    const bool joint = std::any_of(
        problem.joint_bills.begin(), problem.joint_bills.end(), [&](const JointBill& bill) {
          return std::any_of(bill.parts.begin(), bill.parts.end(),
                             [&](const JointBill::Part& part) { return part.dimension == d; });
        });
    const bool replayed = sources[d].kind == LoadKind::Kind::volume;
    // Without movement a priced dimension stays as a constant: its goals still count.
    if (dim.limit != billing::unlimited || priced || joint || replayed) {
      kept.push_back(d);
    }
  }
  std::vector<Dimension> dimensions;
  std::vector<std::size_t> place(dims, 0);
  for (std::size_t k = 0; k < kept.size(); ++k) {
    place[kept[k]] = k;
    problem.dimensions[kept[k]].name = name_of(sources[kept[k]]);
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
  for (DecisionGroup& unit : units) {
    if (kept.size() == dims) {
      break;
    }
    std::vector<double> flows(unit.columns.size() * kept.size());
    for (std::size_t c = 0; c < unit.columns.size(); ++c) {
      for (std::size_t k = 0; k < kept.size(); ++k) {
        flows[c * kept.size() + k] = unit.flows[c * dims + kept[k]];
      }
    }
    unit.flows = std::move(flows);
  }
  for (std::size_t k = 0; k < kept.size(); ++k) {
    if (kept[k] != k) {
      sources[k] = std::move(sources[kept[k]]);
    }
  }
  sources.resize(kept.size());
}

bool merge_columns(const model::Scenario& scenario, const WorkBudget& budget,
                   std::vector<DecisionGroup>& units, Problem& problem) {
  const std::size_t dims = problem.dimensions.size();
  // What differs only in the number of changes is decided by the ties: fewer is never worse.
  std::vector<std::size_t> counted;
  for (std::size_t d = 0; d < dims; ++d) {
    if (problem.dimensions[d].name != "changes") {
      counted.push_back(d);
    }
  }
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  for (DecisionGroup& unit : units) {
    if (budget.asked_to_stop()) {
      return false;
    }
    order.clear();
    for (std::size_t c = 0; c < unit.columns.size(); ++c) {
      std::uint64_t hash = 14695981039346656037ULL;
      for (const std::size_t d : counted) {
        hash = (hash ^
                static_cast<std::uint64_t>(static_cast<std::int64_t>(unit.flows[c * dims + d]))) *
               1099511628211ULL;
        hash ^= hash >> 29;
      }
      order.emplace_back(hash, c);
    }
    std::sort(order.begin(), order.end());
    const auto same = [&](std::size_t a, std::size_t b) {
      return std::all_of(counted.begin(), counted.end(), [&](std::size_t d) {
        return unit.flows[a * dims + d] == unit.flows[b * dims + d];
      });
    };
    std::vector<bool> dropped(unit.columns.size(), false);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t a = order[i].second;
      for (std::size_t j = i + 1; j < order.size() && order[j].first == order[i].first; ++j) {
        const std::size_t b = order[j].second;
        if (!dropped[a] && !dropped[b] && same(a, b)) {
          dropped[precedes(scenario, unit, a, b) ? b : a] = true;
        }
      }
    }
    std::size_t kept = 0;
    for (std::size_t c = 0; c < unit.columns.size(); ++c) {
      if (!dropped[c]) {
        unit.columns[kept] = unit.columns[c];
        std::copy_n(unit.flows.begin() + static_cast<std::ptrdiff_t>(c * dims), dims,
                    unit.flows.begin() + static_cast<std::ptrdiff_t>(kept * dims));
        ++kept;
      }
    }
    if (kept < 2) {
      continue;
    }
    unit.columns.resize(kept);
    unit.columns.shrink_to_fit();
    unit.flows.resize(kept * dims);
    unit.flows.shrink_to_fit();
    problem.units.push_back(std::move(unit));
    unit = DecisionGroup{};
  }
  return true;
}

}  // namespace bgpte::optimiser
