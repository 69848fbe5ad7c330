#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <span>

namespace bgpte::evaluation {

/// Noise of the last bits that must not decide between two neighbouring integers.
inline constexpr double noise_bps = 1e-2;

inline std::int64_t floored(double rate) {
  return static_cast<std::int64_t>(std::floor(std::max(0.0, rate) + noise_bps));
}

inline std::int64_t ceiled(double rate) {
  return static_cast<std::int64_t>(std::ceil(std::max(0.0, rate) - noise_bps));
}

inline std::int64_t nearest(double rate) {
  return static_cast<std::int64_t>(std::floor(std::max(0.0, rate) + 0.5));
}

inline double sum(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace bgpte::evaluation
