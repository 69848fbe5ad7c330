#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::ingress {

/// One announcement that was measured twice: how far shares wander by themselves.
struct Repeat {
  std::optional<model::PrefixIndex> prefix;  ///< Nothing: all prefixes.
  model::Advertisement advertise;            ///< Without common prepends.
  std::int64_t from = 0, to = 0;             ///< Of the two measurements; seconds since 1970.
  double distance = 0;  ///< Total variation: half the sum of what the shares differ by.
  double square = 0;    ///< Mean over the announcing links of the squared difference.
  std::string source;   ///< JSON Pointer of what measured it.
};

/// A repeat that differs by more than this is no drift: something jumped.
inline constexpr double least_jump = 0.04;

/// Variance of a share after `hours`: what the same announcement drifts by itself
/// (docs/ingress.md, "Observations").
[[nodiscard]] constexpr double drift_variance(double hours) {
  constexpr double in_an_hour = 0.0008;
  return in_an_hour * in_an_hour * hours;
}

/// Each pair of successive measurements of one announcement, of the observations that have a time
/// and, for today's own, of the scenario's figures. By prefix, announcement and time.
[[nodiscard]] std::vector<Repeat> repeats(const model::Scenario& scenario,
                                          const TodayTraffic& today);

}  // namespace bgpte::ingress
