// Puts the origin and its links into the graph.
#include "bgpte/topology/origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "src/topology/offers.hpp"

namespace bgpte::topology {
namespace {

bool are_linked(const AsGraph& graph, AsIndex a, AsIndex b) {
  return is_among(graph.providers(a), b) || is_among(graph.customers(a), b) ||
         is_among(graph.peers(a), b);
}

/// For each AS, whether it is in the customer cone of `top` (top included).
std::vector<bool> customer_cone(const AsGraph& graph, AsIndex top) {
  std::vector<bool> in_cone(graph.size(), false);
  std::vector<AsIndex> pending = {top};
  in_cone[top] = true;
  while (!pending.empty()) {
    const AsIndex as = pending.back();
    pending.pop_back();
    for (const AsIndex customer : graph.customers(as)) {
      if (!in_cone[customer]) {
        in_cone[customer] = true;
        pending.push_back(customer);
      }
    }
  }
  return in_cone;
}

}  // namespace

std::vector<Link> other_neighbors(const AsGraph& graph, const Origin& origin) {
  std::vector<Link> others;
  const auto at = graph.find(origin.asn);
  if (!at) {
    return others;
  }
  std::vector<Asn> asns;
  for (const auto& neighbors : {graph.providers(*at), graph.customers(*at), graph.peers(*at)}) {
    for (const AsIndex neighbor : neighbors) {
      asns.push_back(graph.asn(neighbor));
    }
  }
  std::sort(asns.begin(), asns.end());
  for (const Asn asn : asns) {
    const bool listed = std::any_of(origin.links.begin(), origin.links.end(),
                                    [&](const Link& link) { return link.neighbor == asn; });
    if (!listed) {
      others.push_back({"AS" + std::to_string(asn), asn});
    }
  }
  return others;
}

AsGraph attach_origin(AsGraph graph, const Origin& origin, GraphDiagnostics& diagnostics) {
  const auto at = graph.find(origin.asn);
  const std::string origin_name = "AS" + std::to_string(origin.asn);
  std::vector<bool> below;
  if (at) {
    below = customer_cone(graph, *at);
  } else {
    diagnostics.add(GraphFault::missing_origin, 0,
                    origin_name + " is not in the graph; added below the neighbours of its links");
  }
  std::vector<Relationship> added;
  for (const Link& link : origin.links) {
    const std::string neighbor_name = "AS" + std::to_string(link.neighbor);
    if (link.neighbor == origin.asn) {
      diagnostics.add(
          GraphFault::own_neighbor, 0,
          "link " + link.name + " leads from " + origin_name + " to itself and carries nothing");
      continue;
    }
    const bool repeated = std::any_of(added.begin(), added.end(), [&](const Relationship& one) {
      return one.first == link.neighbor || one.second == link.neighbor;
    });
    const auto neighbor = graph.find(link.neighbor);
    if (repeated || (at && neighbor && are_linked(graph, *at, *neighbor))) {
      continue;
    }
    if (!neighbor) {
      diagnostics.add(GraphFault::missing_neighbor, 0,
                      neighbor_name + " (link " + link.name +
                          ") is not in the graph; added, but no other AS is known to reach it");
    }
    const bool as_customer = at && neighbor && below[*neighbor];
    if (at) {
      diagnostics.add(
          GraphFault::missing_link, 0,
          fmt::format("no link between {} and {} (link {}) in the graph; added with {} as {}",
                      origin_name, neighbor_name, link.name, neighbor_name,
                      as_customer
                          ? fmt::format("customer, since it is below {} already", origin_name)
                          : "provider"));
    }
    if (as_customer) {
      added.push_back({origin.asn, link.neighbor, Relation::provider, 0});
    } else {
      added.push_back({link.neighbor, origin.asn, Relation::provider, 0});
    }
  }
  if (added.empty()) {
    return graph;
  }
  std::vector<Relationship> links = graph.relationships();
  links.insert(links.end(), added.begin(), added.end());
  return build_graph(links, diagnostics);
}

}  // namespace bgpte::topology
