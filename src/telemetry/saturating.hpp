#pragma once

#include <cstdint>
#include <limits>

namespace bgpte::telemetry {

/// Sums of what strangers write stop at the largest number instead of wrapping.
inline void add_to(std::int64_t& sum, std::int64_t number) {
  if (__builtin_add_overflow(sum, number, &sum)) {
    sum = std::numeric_limits<std::int64_t>::max();
  }
}

[[nodiscard]] inline std::int64_t times(std::int64_t number, std::int64_t factor) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(number, factor, &product) ? std::numeric_limits<std::int64_t>::max()
                                                          : product;
}

}  // namespace bgpte::telemetry
