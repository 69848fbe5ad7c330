// Flows against counters: coverage, and the share of each prefix.
#include "src/telemetry/observe/flow_shares.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace bgpte::telemetry {

namespace {

constexpr double bits_per_byte = 8;
constexpr double least_known = 0.9;
/// Coverage that is fine: flows miss little, and layers differ by little.
constexpr double least_covered = 0.90;
constexpr double most_covered = 1.02;

/// Rates that people configure: round ones first, then powers of two.
constexpr std::array<std::int64_t, 31> usual_rates{
    10,   20,   50,   100,  200,    250,    500,    1000,    1500,  2000, 2500,
    3000, 4000, 5000, 8000, 10'000, 20'000, 50'000, 100'000, 16,    32,   64,
    128,  256,  512,  1024, 2048,   4096,   8192,   16'384,  32'768};

/// The intervals with an inbound, and which of them a window touches.
class Counter {
 public:
  explicit Counter(const std::vector<Interval>& intervals) {
    for (const Interval& one : intervals) {
      if (one.in_bps >= 0) {
        known_.push_back(one);
      }
    }
  }
  [[nodiscard]] const std::vector<Interval>& known() const { return known_; }

  /// Calls by(interval, seconds in common).
  template <class By>
  void each_in(const Window& window, By by) const {
    auto at = std::partition_point(known_.begin(), known_.end(), [&](const Interval& one) {
      return one.window.to <= window.from;
    });
    for (; at != known_.end() && at->window.from < window.to; ++at) {
      by(*at, static_cast<double>(overlap(at->window, window)));
    }
  }

 private:
  std::vector<Interval> known_;
};

/// Where the bytes of a prefix in a window are from.
struct Origins {
  std::int64_t sources = -1;
  double suspect_bytes = -1;
};

/// One window of the flows, with what the counter says of it.
struct FlowWindow {
  std::map<std::string_view, Origins> origins = {};  ///< By prefix.
  std::map<std::string_view, double> bytes;  ///< By prefix, of the seconds that counters know.
  double counter_bytes = 0;                  ///< Likewise.
};

using FlowWindows = std::map<Window, FlowWindow>;

FlowWindows windows_with_counters(std::span<const FlowCell> cells, const Counter& counter) {
  FlowWindows windows;
  for (const FlowCell& cell : cells) {
    FlowWindow& window = windows[cell.window];
    window.bytes[cell.prefix] += static_cast<double>(cell.bytes);
    Origins& origins = window.origins[cell.prefix];
    origins.sources = std::max(origins.sources, cell.sources);
    if (cell.suspect_bytes >= 0) {
      origins.suspect_bytes =
          std::max(0.0, origins.suspect_bytes) + static_cast<double>(cell.suspect_bytes);
    }
  }
  for (auto at = windows.begin(); at != windows.end();) {
    const Window& window = at->first;
    double seconds = 0;
    double bytes = 0;
    counter.each_in(window, [&](const Interval& interval, double common) {
      seconds += common;
      bytes += common * static_cast<double>(interval.in_bps) / bits_per_byte;
    });
    const double known =
        seconds / static_cast<double>(std::max<std::int64_t>(1, window.to - window.from));
    if (known < least_known) {
      at = windows.erase(at);
      continue;
    }
    at->second.counter_bytes = bytes;
    for (auto& [prefix, sum] : at->second.bytes) {
      sum *= known;
      at->second.origins[prefix].suspect_bytes *= known;
    }
    ++at;
  }
  return windows;
}

/// Means over the intervals that hold() takes, of bytes over the counter's bytes.
template <class Holds>
std::map<std::string, double> mean_shares(const FlowWindows& windows, const Counter& counter,
                                          const std::vector<Window>& known, Holds holds) {
  double intervals = 0;
  for (const Window& window : known) {
    counter.each_in(window, [&](const Interval& interval, double common) {
      intervals += holds(interval) ? common : 0;
    });
  }
  std::map<std::string, double> shares;
  if (intervals <= 0) {
    return shares;
  }
  for (const auto& [window, flows] : windows) {
    double weight = 0;
    counter.each_in(window, [&](const Interval& interval, double common) {
      weight += holds(interval) ? common : 0;
    });
    if (weight <= 0 || flows.counter_bytes <= 0) {
      continue;
    }
    for (const auto& [prefix, bytes] : flows.bytes) {
      shares[std::string(prefix)] += bytes / flows.counter_bytes * weight / intervals;
    }
  }
  return shares;
}

}  // namespace

std::int64_t sampling_between(std::int64_t flow_bytes, std::int64_t counter_bytes) {
  if (flow_bytes <= 0 || counter_bytes <= 0) {
    return 0;
  }
  const double share = static_cast<double>(flow_bytes) / static_cast<double>(counter_bytes);
  constexpr double ten = 10;
  const bool too_few = share * ten <= most_covered;
  const bool too_many = share / ten >= least_covered;
  if (!too_few && !too_many) {
    return 0;
  }
  constexpr double usual = 0.95;  // Of a link whose flows miss nothing but headers.
  for (const std::int64_t rate : usual_rates) {
    const double corrected =
        too_few ? share * static_cast<double>(rate) : share / static_cast<double>(rate);
    if (corrected >= usual && corrected <= most_covered) {
      return rate;
    }
  }
  return std::max<std::int64_t>(10, std::llround(too_few ? 1 / share : share));
}

bool Coverage::fine() const {
  return known() && share() >= least_covered && share() <= most_covered;
}

namespace {

/// Adds what a window says of the part of an interval that it covers.
void add_part(const FlowWindow& flows, const Window& window, const Interval& interval,
              double seconds, std::map<std::string, PrefixRate>& rates) {
  double all = 0;
  for (const auto& [prefix, bytes] : flows.bytes) {
    all += bytes;
  }
  const double counted = std::max(all, flows.counter_bytes);
  const bool longer = window.to - window.from > interval.window.to - interval.window.from;
  for (const auto& [prefix, bytes] : flows.bytes) {
    PrefixRate& rate = rates[std::string(prefix)];
    const double scale = static_cast<double>(interval.in_bps) * seconds / counted;
    rate.bps += bytes * scale;
    const Origins& origins = flows.origins.at(prefix);
    if (origins.suspect_bytes >= 0) {
      rate.suspect_bps = std::max(0.0, rate.suspect_bps) + origins.suspect_bytes * scale;
    }
    rate.sources = std::max(rate.sources, longer ? -1 : origins.sources);
  }
}

}  // namespace

std::map<std::int64_t, std::map<std::string, PrefixRate>> rates_of(
    std::span<const FlowCell> cells, const std::vector<Interval>& intervals) {
  const Counter counter(intervals);
  std::map<std::int64_t, std::map<std::string, PrefixRate>> rates;
  std::map<std::int64_t, double> seconds;
  for (const auto& [window, flows] : windows_with_counters(cells, counter)) {
    if (flows.counter_bytes <= 0) {
      continue;
    }
    counter.each_in(window,
                    [&, &window = window, &flows = flows](const Interval& interval, double common) {
                      seconds[interval.window.from] += common;
                      add_part(flows, window, interval, common, rates[interval.window.from]);
                    });
  }
  for (const Interval& interval : counter.known()) {
    const auto found = rates.find(interval.window.from);
    if (found == rates.end()) {
      continue;
    }
    const double known = seconds[interval.window.from];
    if (known < least_known * static_cast<double>(interval.window.to - interval.window.from)) {
      rates.erase(found);
      continue;
    }
    for (auto& [prefix, rate] : found->second) {
      rate.bps /= known;
      rate.suspect_bps = rate.suspect_bps < 0 ? -1 : rate.suspect_bps / known;
    }
  }
  return rates;
}

FlowShares shares_of(std::span<const FlowCell> cells, const std::vector<Interval>& intervals,
                     Statistic statistic) {
  FlowShares result;
  const Counter counter(intervals);
  const FlowWindows windows = windows_with_counters(cells, counter);
  std::vector<Window> known;
  std::map<std::string, double> bytes;
  double flow_bytes = 0;
  for (const auto& [window, flows] : windows) {
    known.push_back(window);
    for (const auto& [prefix, sum] : flows.bytes) {
      bytes[std::string(prefix)] += sum;
      flow_bytes += sum;
    }
  }
  known = united(std::move(known));
  double counter_bytes = 0;
  std::vector<std::int64_t> values;
  for (const Window& window : known) {
    counter.each_in(window, [&](const Interval& interval, double common) {
      counter_bytes += common * static_cast<double>(interval.in_bps) / bits_per_byte;
    });
  }
  result.coverage = {std::llround(flow_bytes), std::llround(counter_bytes), 0};
  result.coverage.looks_like_sampling =
      sampling_between(result.coverage.flow_bytes, result.coverage.counter_bytes);
  if (counter_bytes <= 0) {
    return result;
  }
  if (statistic == Statistic::mean) {
    for (const auto& [prefix, sum] : bytes) {
      result.share[prefix] = sum / counter_bytes;
    }
    return result;
  }
  for (const Interval& interval : counter.known()) {
    values.push_back(interval.in_bps);
  }
  const Band band = band_of(statistic, values);
  result.share = mean_shares(windows, counter, known,
                             [&](const Interval& interval) { return band.holds(interval.in_bps); });
  result.band_met = !result.share.empty();
  if (!result.band_met) {
    result.share = mean_shares(windows, counter, known, [](const Interval&) { return true; });
  }
  return result;
}

}  // namespace bgpte::telemetry
