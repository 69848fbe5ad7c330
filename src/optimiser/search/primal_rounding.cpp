// Plans near the mean of relaxed assignments: rounding, and a smooth pull towards its loads.
#include "src/optimiser/search/primal_rounding.hpp"

#include <algorithm>
#include <cmath>

namespace bgpte::optimiser {
namespace {

constexpr int max_approaches = 4;
/// How far around its target a sum costs its price, or else is drawn to it.
constexpr double around = 2e-3;

/// Whether the goal bends, or a limit lies, near the target: then being off by a little counts.
bool bends(const LevelView& view, std::size_t d, double target) {
  const auto lo = static_cast<std::int64_t>(std::max(0.0, target * (1 - around)));
  const auto hi = static_cast<std::int64_t>(std::max(0.0, target * (1 + around))) + 1;
  const billing::Piecewise& goal = view.objective(d);
  const Int128 slope = goal.at(lo + 1) - goal.at(lo);
  const Int128 rise = goal.at(hi) - goal.at(lo);
  return hi > view.limit(d) || rise % (hi - lo) != 0 || rise / (hi - lo) != slope;
}

}  // namespace

Assignment round_mixture(const Problem& problem, const std::vector<Span>& spans,
                         const std::vector<std::pair<const Assignment*, double>>& answers) {
  const std::size_t dims = problem.dimensions.size();
  std::vector<double> counts(dims);
  for (std::size_t d = 0; d < dims; ++d) {
    counts[d] = 1 / std::max(1.0, static_cast<double>(spans[d].hi - spans[d].lo));
  }
  struct Undecided {
    std::size_t group = 0;
    double size = 0;
    std::vector<std::pair<std::uint32_t, double>> columns;  ///< With their weights.
  };
  Assignment assignment(problem.groups.size(), 0);
  std::vector<Undecided> undecided;
  for (std::size_t u = 0; u < assignment.size(); ++u) {
    Undecided here{u, 0, {}};
    for (const auto& [answer, weight] : answers) {
      const std::uint32_t column = (*answer)[u];
      const auto found = std::find_if(here.columns.begin(), here.columns.end(),
                                      [&](const auto& entry) { return entry.first == column; });
      if (found == here.columns.end()) {
        here.columns.emplace_back(column, weight);
      } else {
        found->second += weight;
      }
    }
    if (here.columns.size() <= 1) {
      assignment[u] = here.columns.empty() ? 0 : here.columns.front().first;
      continue;
    }
    const std::vector<double>& flows = problem.groups[u].flows;
    for (std::size_t d = 0; d < dims; ++d) {
      for (const auto& [column, weight] : here.columns) {
        here.size += counts[d] * std::abs(flows[column * dims + d] -
                                          flows[here.columns.front().first * dims + d]);
      }
    }
    undecided.push_back(std::move(here));
  }
  std::stable_sort(undecided.begin(), undecided.end(),
                   [](const Undecided& a, const Undecided& b) { return a.size > b.size; });
  std::vector<double> off(dims, 0.0);  ///< Decided less its mean.
  std::vector<double> mean(dims);
  for (const Undecided& here : undecided) {
    const std::vector<double>& flows = problem.groups[here.group].flows;
    for (std::size_t d = 0; d < dims; ++d) {
      mean[d] = 0;
      for (const auto& [column, weight] : here.columns) {
        mean[d] += weight * flows[column * dims + d];
      }
    }
    double least = -1;
    for (const auto& [column, weight] : here.columns) {
      double distance = 0;
      for (std::size_t d = 0; d < dims; ++d) {
        const double part = counts[d] * (off[d] + flows[column * dims + d] - mean[d]);
        distance += part * part;
      }
      if (least < 0 || distance < least) {
        least = distance;
        assignment[here.group] = column;
      }
    }
    for (std::size_t d = 0; d < dims; ++d) {
      off[d] += flows[assignment[here.group] * dims + d] - mean[d];
    }
  }
  return assignment;
}

std::vector<double> mean_loads(const LevelView& view,
                               const std::vector<std::pair<const Assignment*, double>>& answers) {
  std::vector<double> mean(view.dimensions(), 0.0);
  for (const auto& [answer, weight] : answers) {
    const std::vector<std::int64_t> loads = view.loads(*answer);
    for (std::size_t d = 0; d < mean.size(); ++d) {
      mean[d] += weight * static_cast<double>(loads[d]);
    }
  }
  return mean;
}

void approach(const LevelView& view, const OpenColumns& open, const Prices& prices,
              const LoadTarget& target, WorkBudget& budget, Assignment& assignment) {
  const Problem& problem = view.problem();
  const std::size_t dims = view.dimensions();
  std::vector<double> price(dims), off(dims), pull(dims), curve(dims);
  const std::vector<std::int64_t> loads = view.loads(assignment);
  for (std::size_t d = 0; d < dims; ++d) {
    price[d] = static_cast<double>(prices.dimensions[d]);
    off[d] = static_cast<double>(loads[d]) -
             std::min(target.loads[d], static_cast<double>(view.limit(d)));
    curve[d] = bends(view, d, target.loads[d])
                   ? std::abs(price[d]) / std::max(1.0, std::abs(target.loads[d]))
                   : 0;
  }
  for (std::size_t d = 0; d < dims; ++d) {
    curve[d] /= target.distance;
  }
  bool moved = true;
  for (int pass = 0; moved && pass < max_approaches; ++pass) {
    moved = false;
    for (std::size_t u = 0; u < problem.groups.size(); ++u) {
      if ((u & 63U) == 0 && budget.stop()) {
        return;
      }
      const DecisionGroup& group = problem.groups[u];
      const std::size_t looks = open.empty() ? group.columns.size() : open[u].size();
      budget.spend(looks * dims);
      for (std::size_t d = 0; d < dims; ++d) {
        pull[d] = price[d] + curve[d] * off[d];
      }
      const double* before = group.flows.data() + assignment[u] * dims;
      std::uint32_t chosen = assignment[u];
      double least = 0;
      for (std::size_t i = 0; i < looks; ++i) {
        const auto c = open.empty() ? static_cast<std::uint32_t>(i) : open[u][i];
        const double* row = group.flows.data() + c * dims;
        double rise = 0;
        for (std::size_t d = 0; d < dims; ++d) {
          const double change = row[d] - before[d];
          rise += change * (pull[d] + 0.5 * curve[d] * change);
        }
        if (rise < least) {
          least = rise;
          chosen = c;
        }
      }
      if (chosen != assignment[u]) {
        const double* row = group.flows.data() + chosen * dims;
        for (std::size_t d = 0; d < dims; ++d) {
          off[d] += row[d] - before[d];
        }
        assignment[u] = chosen;
        moved = true;
      }
    }
  }
}

}  // namespace bgpte::optimiser
