#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace bgpte::ingress {

/// `share` limited to 0 .. 1 and rounded to the nearest multiple of 2^-40. Every share that leaves
/// the module is on this grid, so that the last bits of cos and exp, which differ between C
/// libraries, never reach a result (docs/ingress.md, "Rounding").
[[nodiscard]] inline double quantise(double share) {
  constexpr double grid = 1099511627776.0;  // 2^40
  const double scaled = std::clamp(share, 0.0, 1.0) * grid;
  const auto whole = static_cast<double>(static_cast<std::int64_t>(scaled));
  return (scaled - whole >= 0.5 ? whole + 1 : whole) / grid;
}

/// [to]: home cells times a matrix of shares, share[from * links + to].
[[nodiscard]] inline std::vector<double> flow_of(std::span<const double> share,
                                                 std::span<const double> home) {
  std::vector<double> flow(home.size(), 0);
  for (std::size_t j = 0; j < home.size(); ++j) {
    for (std::size_t l = 0; home[j] != 0 && l < home.size(); ++l) {
      flow[l] += home[j] * share[j * home.size() + l];
    }
  }
  return flow;
}

/// What of `home` enters by no link, given what enters by each. Differences below the grid of the
/// shares are rounding, not traffic, and count as 0.
[[nodiscard]] inline double unreachable_part(std::span<const double> home,
                                             std::span<const double> flow) {
  const double all = std::accumulate(home.begin(), home.end(), 0.0);
  const double reached = std::accumulate(flow.begin(), flow.end(), 0.0);
  return all - reached > all * 1e-9 ? all - reached : 0;
}

}  // namespace bgpte::ingress
