#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

/// Rounding, sums and the congestion cost, written a second time for the brute force.
namespace bgpte::optimiser::testing {

using model::Int128;
using Loads = std::vector<std::int64_t>;

struct BruteFlows {
  Loads billed, peak, low, high, harm;
  std::vector<Loads> cells;  ///< [home link][link], at the measured statistic.
  std::int64_t lost = 0;     ///< What enters nowhere, at the measured statistic.
};

inline constexpr double noise = 1e-2;  // Rounding noise of doubles does not cross an integer.
inline std::int64_t down(double rate) {
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(rate + noise)));
}
inline std::int64_t up(double rate) {
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(rate - noise)));
}
inline void add(Loads& to, const Loads& from) {
  for (std::size_t l = 0; l < to.size(); ++l) {
    to[l] += from[l];
  }
}
/// Largest remainder: whole bps first, then one each to the largest remainders, ties by link.
inline Loads share_out(const ingress::Forecast& forecast) {
  std::vector<double> parts = forecast.expected;
  parts.push_back(forecast.unreachable);
  double sum = 0;
  for (const double part : parts) {
    sum += part;
  }
  auto left = static_cast<std::int64_t>(std::floor(sum + 0.5));
  Loads whole;
  std::vector<std::pair<std::int64_t, std::size_t>> remainders;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    whole.push_back(static_cast<std::int64_t>(std::floor(parts[i])));
    left -= whole.back();
    remainders.emplace_back(-std::llround((parts[i] - std::floor(parts[i])) * 1000), i);
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::int64_t i = 0; i < left; ++i) {
    ++whole[remainders[static_cast<std::size_t>(i)].second];
  }
  whole.pop_back();
  return whole;
}

inline Int128 fortz(std::int64_t load, std::int64_t capacity) {
  // The slopes of the stretches of utilisation, each weighing the load that lies in it.
  const std::int64_t at[] = {0,
                             capacity / 3,
                             capacity * 2 / 3,
                             capacity * 9 / 10,
                             capacity,
                             capacity * 11 / 10,
                             std::numeric_limits<std::int64_t>::max()};
  const int slope[] = {1, 3, 10, 70, 500, 5000};
  Int128 phi = 0;
  for (int i = 0; i < 6; ++i) {
    const std::int64_t inside = std::min(load, at[i + 1]) - at[i];
    phi += inside > 0 ? Int128{slope[i]} * inside : 0;
  }
  return phi;
}

}  // namespace bgpte::optimiser::testing
