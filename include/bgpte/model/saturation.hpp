#pragma once

#include "bgpte/model/scenario.hpp"

namespace bgpte::model {

/// True where a link whose load is `peak` is so full that it hides demand: at or above the share
/// `saturation.from` of its capacity (docs/rules.md, `link-saturated`).
[[nodiscard]] inline bool saturates(const Scenario& scenario, LinkIndex link, Bps peak) {
  return static_cast<Int128>(peak.value) * 1'000'000 >=
         static_cast<Int128>(scenario.links[link].capacity.value) *
             scenario.policy.saturation.from.millionths;
}

}  // namespace bgpte::model
