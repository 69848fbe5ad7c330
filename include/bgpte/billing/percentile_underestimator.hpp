#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/billing/percentile_meter.hpp"

namespace bgpte::billing {

/// A linear function of a meter's volumes that its percentile is nowhere below:
/// base + sum over terms of slope * volume / 2^shift, in bps.
struct PercentileUnderestimator {
  static constexpr int shift = 30;
  std::int64_t base = 0;
  std::vector<std::int64_t> slopes;  ///< [term], >= 0.
};

/// Such a function that is near the percentile in the direction of `volumes` [term]. The proof that
/// it is nowhere above the percentile is in docs/billing.md ("A linear function below a
/// percentile"). Adds the work that was done to `steps`.
[[nodiscard]] PercentileUnderestimator underestimate(const PercentileMeter& meter,
                                                     std::span<const std::int64_t> volumes,
                                                     std::uint64_t& steps);

}  // namespace bgpte::billing
