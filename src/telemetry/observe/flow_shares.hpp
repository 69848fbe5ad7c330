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

/// What one prefix brought in one interval of a link.
struct PrefixRate {
  double bps = 0;
  double suspect_bps = -1;    ///< Part of it; below 0: not known.
  std::int64_t sources = -1;  ///< -1: not known, or of a longer time than the interval.
};

/// By the begin of each interval of which flows and counters know nine tenths, and by prefix ("":
/// no listed one): the counter, divided as the flows are, which are never more than it.
[[nodiscard]] std::map<std::int64_t, std::map<std::string, PrefixRate>> rates_of(
    std::span<const FlowCell> cells, const std::vector<Interval>& intervals);

/// N where one is about N times the other: a usual rate that makes them agree as layers do, else
/// the nearest whole number, of 10 or more; 0 where it is none.
[[nodiscard]] std::int64_t sampling_between(std::int64_t flow_bytes, std::int64_t counter_bytes);

}  // namespace bgpte::telemetry
