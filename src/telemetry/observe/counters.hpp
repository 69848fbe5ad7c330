#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "src/telemetry/observe/combine.hpp"

namespace bgpte::telemetry {

/// What the counters say of one interval of a link; -1: not measured.
struct Interval {
  Window window;
  std::int64_t in_bps = -1, out_bps = -1;
};

/// The intervals of a link, in order of time. Interfaces that are one link are added up; an
/// interval that one of them lacks is not known. Samples shorter than `interval_s` become the mean
/// of those that fill an interval; with one missing, the interval is not known.
[[nodiscard]] std::vector<Interval> intervals_of(std::span<const LoadSample> samples,
                                                 std::int64_t interval_s);

using history::percentile;

/// The statistic of the values, which are not empty.
[[nodiscard]] std::int64_t statistic_of(Statistic statistic,
                                        const std::vector<std::int64_t>& values);

/// Intervals whose inbound is near the statistic, from which the shares of prefixes are taken: from
/// the 90th to the 98th percentile for the 95th, from the 98th for the largest, all for the mean.
struct Band {
  std::int64_t low = 0, high = 0;
  [[nodiscard]] bool holds(std::int64_t bps) const { return bps >= low && bps <= high; }
};
[[nodiscard]] Band band_of(Statistic statistic, const std::vector<std::int64_t>& values);

}  // namespace bgpte::telemetry
