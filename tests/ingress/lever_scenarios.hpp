#pragma once

#include <string>

#include "bgpte/model/scenario.hpp"

namespace bgpte::ingress::testing {

/// A lever that is an action community: the neighbour keeps the route from others.
inline model::Lever community(const std::string& name, model::LeverEffect retained) {
  model::Lever lever;
  lever.name = name;
  lever.marks.communities = {{false, {64601, 80, 0}}};
  lever.retained = retained;
  return lever;
}

inline model::Lever med(const std::string& name, model::LeverEffect retained) {
  model::Lever lever;
  lever.name = name;
  lever.marks.med = 100;
  lever.retained = retained;
  return lever;
}

inline constexpr model::LeverChoice by_community = 1;
inline constexpr model::LeverChoice by_med = 2;

/// Every link has a community and a MED lever; neighbours in pairs.
inline void add_levers(model::Scenario& scenario, model::LeverEffect retained) {
  for (std::size_t l = 0; l < scenario.links.size(); ++l) {
    scenario.links[l].neighbor_as = static_cast<model::Asn>(64600 + l / 2);
    scenario.links[l].levers = {community("a", retained), med("b", retained)};
  }
}

/// An effect that is neither nothing nor everything.
inline constexpr model::LeverEffect middling{0.1, 0.3, 0.6};

}  // namespace bgpte::ingress::testing
