#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bgpte/topology/as_graph.hpp"

namespace bgpte::topology {

/// Place of a link in Origin::links.
using LinkNumber = std::uint32_t;
inline constexpr LinkNumber no_link = 0xFFFFFFFFU;

/// What the neighbours of a link are to the origin: what the file has (a provider where it has
/// nothing), or what is known better than the file. Of links to one AS that say different things a
/// provider counts before a peer, and a peer before what the file has.
enum class Neighbor : std::uint8_t { as_in_file, peer, provider };

/// A link of the origin to a neighbour AS, or, at an exchange, to several. Several links may lead
/// to the same neighbour; between them it takes the least prepend, then the name that sorts first
/// (by bytes).
struct Link {
  std::string name;
  Asn neighbor = 0;
  Neighbor is = Neighbor::as_in_file;
  std::vector<Asn> more_neighbors = {};  ///< Behind the same port.

  /// All neighbours, `neighbor` first.
  [[nodiscard]] std::vector<Asn> neighbors() const {
    std::vector<Asn> all{neighbor};
    all.insert(all.end(), more_neighbors.begin(), more_neighbors.end());
    return all;
  }
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
/// - a missing link is added with the neighbour as the peer that its link says it is, else as
///   provider, or as customer where the neighbour is already below the origin, since a provider
///   there would close a cycle;
/// - a link that the file has otherwise than its Link says is replaced (but a customer of the
///   origin's does not become its provider);
/// - a link from the origin to itself is not added, and carries nothing.
[[nodiscard]] AsGraph attach_origin(AsGraph graph, const Origin& origin,
                                    GraphDiagnostics& diagnostics);

}  // namespace bgpte::topology
