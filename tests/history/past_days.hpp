#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bgpte/history/history.hpp"

namespace bgpte::history::testing {

/// 2026-06-01.
inline constexpr std::int64_t first_day = 20'605;

/// Samples of whole days of one cell; `bps` of (day, hour) is what each interval of it brings.
inline std::vector<Sample> samples_of(const CellName& cell, std::int64_t from, std::int64_t days,
                                      const std::function<std::int64_t(std::int64_t, int)>& bps,
                                      std::int64_t interval_s = 900) {
  std::vector<Sample> samples;
  for (std::int64_t day = from; day < from + days; ++day) {
    for (std::int64_t s = 0; s < day_s; s += interval_s) {
      samples.push_back({day * day_s + s, cell, bps(day, static_cast<int>(s / hour_s))});
    }
  }
  return samples;
}

inline History history_of(const std::vector<Sample>& samples, std::int64_t interval_s = 900) {
  History history;
  const auto added = add(history, samples, interval_s);
  return std::holds_alternative<Added>(added) ? history : History{};
}

}  // namespace bgpte::history::testing
