#pragma once

#include "src/config/emitter.hpp"

namespace bgpte::config {

/// Where the vendors that share the route-map dialect differ.
struct RouteMapDialect {
  bool ipv6_list_mode = false;  ///< IPv6 prefix lists are written in a mode of their own.
};

/// Configuration lines from one managed state to another. An undefined list matches everything
/// there, so entries go before their lists are touched and come back after.
void write_route_map_change(TextBlock& text, const Plan& plan, const RouteMapDialect& dialect,
                            const ManagedState& from, const ManagedState& to);

/// Notes for the precheck on what of the operator's map would undo our communities or MED.
void note_route_map_marks(TextBlock& text, const Plan& plan);

}  // namespace bgpte::config
