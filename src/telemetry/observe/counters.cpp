// A link's intervals from the counters of its interfaces, and the statistic of them.
#include "src/telemetry/observe/counters.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "bgpte/text/decimal.hpp"

namespace bgpte::telemetry {

namespace {

/// A sum to which parts may be missing.
struct Sum {
  text::Int128 bps = 0;
  std::size_t parts = 0;

  void add(std::int64_t value) {
    if (value >= 0) {
      bps += value;
      ++parts;
    }
  }
};

struct Sums {
  Sum in, out;
};

}  // namespace

std::vector<Interval> intervals_of(std::span<const LoadSample> samples, std::int64_t interval_s) {
  std::set<std::pair<std::string_view, std::string_view>> interfaces;
  std::map<std::int64_t, Sums> sums;  // By the interval's begin.
  std::int64_t step = interval_s;
  std::int64_t phase = 0;
  if (!samples.empty()) {
    step = std::max<std::int64_t>(1, samples.front().window.to - samples.front().window.from);
    // Samples of the interval's own length begin where they begin; shorter ones are gathered on
    // the clock.
    phase = step == interval_s ? samples.front().window.from % interval_s : 0;
  }
  for (const LoadSample& sample : samples) {
    interfaces.emplace(sample.router, sample.interface);
    const std::int64_t since = sample.window.from - phase;
    Sums& sum = sums[since - since % interval_s + phase];
    sum.in.add(sample.in_bps);
    sum.out.add(sample.out_bps);
  }
  const std::int64_t each = std::max<std::int64_t>(1, interval_s / step);
  const std::size_t wanted = interfaces.size() * static_cast<std::size_t>(each);
  const auto mean = [&](const Sum& sum) {
    return sum.parts == wanted ? static_cast<std::int64_t>(sum.bps / each) : std::int64_t{-1};
  };
  std::vector<Interval> intervals;
  intervals.reserve(sums.size());
  for (const auto& [from, sum] : sums) {
    intervals.push_back({{from, from + interval_s}, mean(sum.in), mean(sum.out)});
  }
  return intervals;
}

std::int64_t statistic_of(Statistic statistic, const std::vector<std::int64_t>& values) {
  switch (statistic) {
    case Statistic::p95:
      return percentile(values, 95);
    case Statistic::max:
      return *std::max_element(values.begin(), values.end());
    case Statistic::mean:
      break;
  }
  text::Int128 sum = 0;
  for (const std::int64_t value : values) {
    sum += value;
  }
  const auto count = static_cast<std::int64_t>(values.size());
  return static_cast<std::int64_t>((sum + count / 2) / count);
}

Band band_of(Statistic statistic, const std::vector<std::int64_t>& values) {
  constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();
  switch (statistic) {
    case Statistic::p95:
      return {percentile(values, 90), percentile(values, 98)};
    case Statistic::max:
      return {percentile(values, 98), no_end};
    case Statistic::mean:
      break;
  }
  return {0, no_end};
}

}  // namespace bgpte::telemetry
