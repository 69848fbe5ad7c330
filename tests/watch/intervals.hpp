#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/watch/month.hpp"

/// Intervals and alerts of the link A, and what is told of them.
namespace bgpte::watch::testing {

inline constexpr std::int64_t none = -1;
inline constexpr std::int64_t hour = 3600;

using Kinds = std::vector<Kind>;
inline const Kinds nothing;

/// Intervals of link A in units of 0.1 Gbps, one after the other; below 0: not measured.
inline std::vector<Interval> of_a(const std::vector<int>& tenths, std::int64_t from = begin) {
  std::vector<Interval> all;
  for (std::size_t i = 0; i < tenths.size(); ++i) {
    const std::int64_t at = from + step * static_cast<std::int64_t>(i);
    const std::int64_t rate = tenths[i] < 0 ? none : gbps / 10 * tenths[i];
    all.push_back({at, {{at, rate}, {at, 5 * gbps}, {at, 5 * gbps}, {at, 5 * gbps}}, {}});
  }
  return all;
}

/// The kinds that are told, of the intervals from a state on.
inline std::vector<Kind> kinds(State& state, const model::Scenario& scenario,
                               const std::vector<Interval>& intervals) {
  std::vector<Kind> told;
  for (const Interval& interval : intervals) {
    Outcome out = take(std::move(state), interval, scenario);
    for (const Tell& tell : out.tells) {
      told.push_back(tell.kind);
    }
    state = std::move(out.state);
  }
  return told;
}

inline std::vector<Kind> kinds(const model::Scenario& scenario, const std::vector<int>& tenths) {
  State state = new_state(scenario);
  return kinds(state, scenario, of_a(tenths));
}

/// An alert about A by its key.
inline Alert firing(const std::string& key, std::int64_t at) {
  return {.link = "A", .firing = true, .starts_at = at, .key = key};
}

inline Alert resolved(const std::string& key, std::int64_t from, std::int64_t to) {
  return {.link = "A", .firing = false, .starts_at = from, .ends_at = to, .key = key};
}

}  // namespace bgpte::watch::testing
