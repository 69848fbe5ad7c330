#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/billing/percentile_meter.hpp"

namespace bgpte::billing {

/// A linear function of a meter's volumes that its percentile is nowhere below.
struct PercentileUnderestimator {
  static constexpr int shift = 30;
  std::int64_t base = 0;
  std::vector<std::int64_t> slopes;  ///< [term], bps in 2^-shift for each bps of volume; >= 0.
};

/// One that is as near as it can be found to the percentile in the direction of `volumes`.
///
/// A function m stays below the percentile exactly if in every direction of volumes >= 0 more
/// than `dropped` rows are at least m there. Its slopes are those of the rows around the
/// percentile, averaged; then the directions are cut into simplices: a row that is at least
/// theta * m at all corners of one is so all over it (both are linear), so the (dropped + 1)-th
/// largest of the rows' least ratios at the corners is a theta that holds there. The simplex with
/// the least is bisected until that is near what some corner really has. `steps` counts the work.
[[nodiscard]] PercentileUnderestimator minorant(const PercentileMeter& meter,
                                                std::span<const std::int64_t> volumes,
                                                std::uint64_t& steps);

}  // namespace bgpte::billing
