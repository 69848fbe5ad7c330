#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/topology/origin.hpp"

namespace bgpte::topology {

/// From whom an AS has its best route; lower is preferred.
enum class RouteKind : std::uint8_t { origin, customer, peer, provider, none };

/// "origin", "customer", "peer", "provider", "none".
[[nodiscard]] std::string_view name_of(RouteKind kind);

/// The best route of one AS.
struct Route {
  std::uint32_t path_length = 0;  ///< ASNs in the path, the origin's prepends counted
  AsIndex next_hop = no_as;       ///< the neighbour it came from; no_as at the origin and for none
  LinkNumber link = no_link;      ///< where its traffic enters the origin
  RouteKind kind = RouteKind::none;
};

/// The best route of every AS for one announcement of one origin.
struct Routes {
  std::vector<Route> of;  ///< by AsIndex
  AsIndex origin = no_as;
};

/// Policy routing. Every AS prefers
///   1. a route from a customer over one from a peer over one from a provider,
///   2. then the fewest ASNs in the path, prepends counted,
///   3. then the lowest neighbour ASN (to a direct neighbour the origin is a neighbour like any
///      other), and among links to the same neighbour the name that sorts first,
/// and passes its own and its customers' routes to everybody, others to customers only. The origin
/// announces on the links that `advertisement` carries and nowhere else. The answer is the one
/// stable state (docs/topology.md), in time linear in the links.
///
/// The origin and its links are in the graph (attach_origin); a link that is not carries nothing.
/// Throws std::invalid_argument where advertisement and origin.links differ in size, or two links
/// have one name.
[[nodiscard]] Routes compute_routes(const AsGraph& graph, const Origin& origin,
                                    const model::Advertisement& advertisement);

/// The AS path as `as` has it, its own ASN not included, the origin as often as it was prepended.
/// Empty at the origin and where there is no route.
[[nodiscard]] std::vector<Asn> path_of(const AsGraph& graph, const Origin& origin,
                                       const model::Advertisement& advertisement,
                                       const Routes& routes, AsIndex as);

}  // namespace bgpte::topology
