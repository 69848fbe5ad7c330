#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "src/telemetry/observe/counters.hpp"

namespace bgpte::telemetry {

/// How the flows of a link, or of one router on it, divide what its counter says.
struct FlowShares {
  Coverage coverage;
  /// Share of the counter's inbound by prefix ("": no listed one), the mean over the intervals of
  /// the band; empty where flows and counters have no interval in common.
  std::map<std::string, double> share;
  bool band_met = true;  ///< False: flows know no interval of the band, and all were taken.
};

/// The bytes of a flow window are spread over the intervals in it as the counter's are. A window of
/// which counters know less than nine tenths is left out.
[[nodiscard]] FlowShares shares_of(std::span<const FlowCell> cells,
                                   const std::vector<Interval>& intervals, Statistic statistic);

/// N where one is about N times the other: a usual rate that makes them agree as layers do, else
/// the nearest whole number, of 10 or more; 0 where it is none.
[[nodiscard]] std::int64_t sampling_between(std::int64_t flow_bytes, std::int64_t counter_bytes);

}  // namespace bgpte::telemetry
