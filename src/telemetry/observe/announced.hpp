#pragma once

#include <vector>

#include "bgpte/telemetry/observe.hpp"

namespace bgpte::telemetry {

/// What routers announce that the scenario says otherwise.
struct Announced {
  std::vector<std::vector<AnnouncedNow>> changes;  ///< In the order of Scenario::prefixes.
  std::vector<NewPrefix> new_prefixes;             ///< Sorted by prefix; without inbound.
  std::vector<Remark> remarks;
};

/// Compares routes with a scenario, on each link for the families of which it has a route: of
/// another one it cannot be told whether nothing is announced or nobody asked.
[[nodiscard]] Announced compare_routes(const model::Scenario& scenario,
                                       const std::vector<Route>& routes);

}  // namespace bgpte::telemetry
