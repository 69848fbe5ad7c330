// Puts the origin and its links into the graph.
#include "bgpte/topology/origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "src/topology/offers.hpp"

namespace bgpte::topology {
namespace {

/// What a neighbour is to the origin in the graph: its provider (below it in `customers`), its
/// customer, its peer; nothing where they are not linked.
enum class Known : std::uint8_t { nothing, provider, customer, peer };

Known relation_in(const AsGraph& graph, AsIndex origin, AsIndex neighbor) {
  return is_among(graph.providers(origin), neighbor)   ? Known::provider
         : is_among(graph.customers(origin), neighbor) ? Known::customer
         : is_among(graph.peers(origin), neighbor)     ? Known::peer
                                                       : Known::nothing;
}

std::string_view name_of(Known known) {
  return known == Known::provider ? "provider" : known == Known::customer ? "customer" : "peer";
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

/// The origin, its place in the graph, and what changes there.
class Attachment {
 public:
  Attachment(const AsGraph& graph, Asn origin, GraphDiagnostics& diagnostics)
      : graph_(graph), asn_(origin), at_(graph.find(origin)), diagnostics_(diagnostics) {
    if (at_) {
      below_ = customer_cone(graph, *at_);
    } else {
      diagnostics.add(GraphFault::missing_origin, 0,
                      fmt::format("AS{} is not in the graph; added below the neighbours of its "
                                  "links",
                                  origin));
    }
  }

  void link_to(Asn neighbor, Neighbor wanted, const std::string& link) {
    const auto there = graph_.find(neighbor);
    const Known known = at_ && there ? relation_in(graph_, *at_, *there) : Known::nothing;
    const Known is = known != Known::nothing && wanted == Neighbor::as_in_file ? known
                     : wanted == Neighbor::peer                                ? Known::peer
                     : at_ && there && below_[*there]                          ? Known::customer
                                                                               : Known::provider;
    if (is == known) {
      return;
    }
    report(neighbor, link, known, is);
    if (known != Known::nothing) {
      replaced_.push_back(neighbor);
    }
    added_.push_back(is == Known::peer       ? Relationship{asn_, neighbor, Relation::peer, 0}
                     : is == Known::customer ? Relationship{asn_, neighbor, Relation::provider, 0}
                                             : Relationship{neighbor, asn_, Relation::provider, 0});
  }

  /// The graph's links with what changed; nothing where nothing did.
  [[nodiscard]] std::vector<Relationship> links() const {
    if (added_.empty()) {
      return {};
    }
    std::vector<Relationship> links = graph_.relationships();
    std::erase_if(links, [&](const Relationship& one) {
      const Asn other = one.first == asn_ ? one.second : one.first;
      return (one.first == asn_ || one.second == asn_) &&
             std::find(replaced_.begin(), replaced_.end(), other) != replaced_.end();
    });
    links.insert(links.end(), added_.begin(), added_.end());
    return links;
  }

 private:
  void report(Asn neighbor, const std::string& link, Known known, Known is) {
    if (!graph_.find(neighbor)) {
      diagnostics_.add(GraphFault::missing_neighbor, 0,
                       fmt::format("AS{} (link {}) is not in the graph; added, but no other AS is "
                                   "known to reach it",
                                   neighbor, link));
    }
    if (known != Known::nothing) {
      diagnostics_.add(GraphFault::contradictory_link, 0,
                       fmt::format("the graph has AS{} (link {}) as {} of AS{}, the link says {}: "
                                   "the link counts",
                                   neighbor, link, name_of(known), asn_, name_of(is)));
    } else if (at_) {
      diagnostics_.add(
          GraphFault::missing_link, 0,
          fmt::format("no link between AS{} and AS{} (link {}) in the graph; added with AS{} as {}",
                      asn_, neighbor, link, neighbor,
                      is == Known::customer
                          ? fmt::format("customer, since it is below AS{} already", asn_)
                          : std::string(name_of(is))));
    }
  }

  const AsGraph& graph_;
  Asn asn_;
  std::optional<AsIndex> at_;
  GraphDiagnostics& diagnostics_;
  std::vector<bool> below_;  ///< [AsIndex] in the customer cone of the origin.
  std::vector<Relationship> added_;
  std::vector<Asn> replaced_;  ///< Neighbours whose link in the graph goes.
};

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
    const bool listed =
        std::any_of(origin.links.begin(), origin.links.end(), [&](const Link& link) {
          const std::vector<Asn> neighbors = link.neighbors();
          return std::find(neighbors.begin(), neighbors.end(), asn) != neighbors.end();
        });
    if (!listed) {
      others.push_back({"AS" + std::to_string(asn), asn});
    }
  }
  return others;
}

AsGraph attach_origin(AsGraph graph, const Origin& origin, GraphDiagnostics& diagnostics) {
  std::map<Asn, Neighbor> wanted;
  for (const Link& link : origin.links) {
    for (const Asn asn : link.neighbors()) {
      Neighbor& is = wanted.try_emplace(asn, link.is).first->second;
      is = std::max(is, link.is);
    }
  }
  Attachment attachment(graph, origin.asn, diagnostics);
  for (const Link& link : origin.links) {
    for (const Asn asn : link.neighbors()) {
      if (asn == origin.asn) {
        diagnostics.add(GraphFault::own_neighbor, 0,
                        fmt::format("link {} leads from AS{} to itself and carries nothing",
                                    link.name, origin.asn));
      } else if (const auto found = wanted.extract(asn)) {
        attachment.link_to(asn, found.mapped(), link.name);
      }
    }
  }
  const std::vector<Relationship> links = attachment.links();
  return links.empty() ? std::move(graph) : build_graph(links, diagnostics);
}

}  // namespace bgpte::topology
