#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgpte/model/platform.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/telemetry/observation.hpp"

namespace bgpte::telemetry {

/// A session whose advertised routes were printed.
struct RouteSession {
  std::string link, router;
  std::string neighbor;  ///< Its address.
};

/// What a router printed of one session, or of several that it names.
struct RouteInput {
  model::Platform platform = model::Platform::frr;
  model::Asn local_as = 0;
  /// Those that are meant: one, or, where the output names the neighbours, several.
  std::vector<RouteSession> sessions = {};
  std::string text = {};
};

/// Reads what routers say that they advertise, by the readers of bgpte/config/observed.hpp.
[[nodiscard]] std::variant<Observation, std::string> import_routes(
    std::span<const RouteInput> inputs);

}  // namespace bgpte::telemetry
