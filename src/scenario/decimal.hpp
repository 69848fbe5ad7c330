#pragma once

#include <cstdint>
#include <string_view>

namespace bgpte::scenario {

/// A decimal number times 10^scale as an integer.
struct Scaled {
  std::int64_t value = 0;  ///< Rounded half away from zero where not exact; see `too_large`.
  bool exact = true;
  bool too_large = false;  ///< |value| would need more than 18 digits; `value` is +-10^18.
};

/// `number` * 10^scale, exact. `number` must be written as JSON writes numbers.
[[nodiscard]] Scaled scaled_decimal(std::string_view number, int scale);

}  // namespace bgpte::scenario
