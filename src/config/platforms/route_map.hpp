#pragma once

#include "src/config/platforms/emitter.hpp"

namespace bgpte::config {

/// Where the vendors that share the route-map dialect differ.
struct RouteMapDialect {
  bool ipv6_list_mode = false;  ///< IPv6 prefix lists are written in a mode of their own.
};

/// Configuration lines of a change. An undefined list matches everything on these platforms, so the
/// entries are removed before their lists are touched and written after them.
void write_route_map_change(TextBlock& text, const SessionPlan& plan,
                            const RouteMapDialect& dialect, Direction direction);

/// Lines of an entry that add communities and set the MED, each after one space.
void write_route_map_attributes(TextBlock& text, const model::RouteAttributes& attributes);

/// Where the operator's own entries go on after ours: "in entry 20 or after it".
[[nodiscard]] std::string later_entries(const SessionPlan& plan);

/// Note before an apply that first removes entries which may not be there.
void note_absent_entries(TextBlock& text);

/// Notes for the precheck: what of the operator's route map would undo our communities or MED.
void note_route_map_attributes(TextBlock& text, const SessionPlan& plan);

}  // namespace bgpte::config
