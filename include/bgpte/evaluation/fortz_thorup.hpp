#pragma once

#include <array>
#include <cstdint>

#include "bgpte/billing/piecewise.hpp"
#include "bgpte/model/units.hpp"

namespace bgpte::evaluation {

/// From so much of the capacity on a further bps costs `slope` bps of congestion.
struct CongestionStep {
  std::int64_t thirtieths = 0;  ///< Of the capacity.
  std::int64_t slope = 0;
};

/// The congestion function of Fortz and Thorup ("Internet traffic engineering by optimizing OSPF
/// weights", INFOCOM 2000): break points at 0, 1/3, 2/3, 9/10, 1 and 11/10 of the capacity.
inline constexpr std::array<CongestionStep, 6> fortz_thorup_steps{
    {{0, 1}, {10, 3}, {20, 10}, {27, 70}, {30, 500}, {33, 5000}}};

/// Congestion of one link in bps as a function of its load in bps: capacity * phi(load / capacity).
/// Break points are rounded down to whole bps; between them the function is exact
/// (docs/evaluation.md, "Congestion").
[[nodiscard]] billing::Piecewise fortz_thorup_curve(model::Bps capacity);

}  // namespace bgpte::evaluation
