#pragma once

#include <span>
#include <string>
#include <vector>

#include "bgpte/topology/as_graph.hpp"

namespace bgpte::topology {

/// Place of a link in Origin::links.
using LinkNumber = std::uint32_t;
inline constexpr LinkNumber no_link = 0xFFFFFFFFU;

/// A link of the origin to a neighbour AS. Several may lead to the same neighbour; between them
/// it takes the least prepend, then the name that sorts first (by bytes).
struct Link {
  std::string name;
  Asn neighbor = 0;
};

/// The AS that announces, and its links. How each link is announced is an Advertisement, which
/// has one prepend (or absence) for each link, in this order.
struct Origin {
  Asn asn = 0;
  std::vector<Link> links;  ///< names differ
};

/// The origin's neighbours in the graph to which no link leads, as links named `AS<n>`, in
/// ascending ASN. Empty where the origin is not in the graph.
[[nodiscard]] std::vector<Link> other_neighbors(const AsGraph& graph, const Origin& origin);

/// The graph with the origin and its links in it. Where the file has them already it comes back
/// as it is. Otherwise, each with a diagnostic:
/// - a missing origin or neighbour is added;
/// - a missing link is added with the neighbour as provider, or as customer where the neighbour
///   is already below the origin, since a provider there would close a cycle;
/// - a link from the origin to itself is not added, and carries nothing.
[[nodiscard]] AsGraph attach_origin(AsGraph graph, const Origin& origin,
                                    GraphDiagnostics& diagnostics);

}  // namespace bgpte::topology
