#include "rounding.hpp"

#include <algorithm>
#include <cmath>

namespace bgpte::optimiser {

Choice round_mixture(const Problem& problem, const std::vector<Span>& spans,
                     const std::vector<std::pair<const Choice*, double>>& answers) {
  const std::size_t dims = problem.dimensions.size();
  std::vector<double> counts(dims);
  for (std::size_t d = 0; d < dims; ++d) {
    counts[d] = 1 / std::max(1.0, static_cast<double>(spans[d].hi - spans[d].lo));
  }
  struct Undecided {
    std::size_t unit = 0;
    double size = 0;
    std::vector<std::pair<std::uint32_t, double>> columns;  ///< With their weights.
  };
  Choice choice(problem.units.size(), 0);
  std::vector<Undecided> undecided;
  for (std::size_t u = 0; u < choice.size(); ++u) {
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
      choice[u] = here.columns.empty() ? 0 : here.columns.front().first;
      continue;
    }
    const std::vector<double>& flows = problem.units[u].flows;
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
    const std::vector<double>& flows = problem.units[here.unit].flows;
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
        choice[here.unit] = column;
      }
    }
    for (std::size_t d = 0; d < dims; ++d) {
      off[d] += flows[choice[here.unit] * dims + d] - mean[d];
    }
  }
  return choice;
}

}  // namespace bgpte::optimiser
