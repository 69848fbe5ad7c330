// What the neighbours of the origin hear over each link.
#include "src/topology/offers.hpp"

#include <algorithm>
#include <stdexcept>

#include "src/topology/strips.hpp"

namespace bgpte::topology {
std::vector<Offer> offers_of(const AsGraph& graph, const Origin& origin) {
  std::vector<Offer> offers;
  const auto at = graph.find(origin.asn);
  for (LinkNumber link = 0; link < origin.links.size(); ++link) {
    for (LinkNumber other = 0; other < link; ++other) {
      if (origin.links[other].name == origin.links[link].name) {
        throw std::invalid_argument("two links are named " + origin.links[link].name);
      }
    }
    for (const Asn asn : origin.links[link].neighbors()) {
      const auto neighbor = graph.find(asn);
      if (!at || !neighbor || neighbor == at) {
        continue;
      }
      if (is_among(graph.providers(*at), *neighbor)) {
        offers.push_back({*neighbor, RouteKind::customer, link});
      } else if (is_among(graph.peers(*at), *neighbor)) {
        offers.push_back({*neighbor, RouteKind::peer, link});
      } else if (is_among(graph.customers(*at), *neighbor)) {
        offers.push_back({*neighbor, RouteKind::provider, link});
      }
    }
  }
  std::sort(offers.begin(), offers.end(), [&](const Offer& a, const Offer& b) {
    return a.neighbor != b.neighbor ? a.neighbor < b.neighbor
                                    : origin.links[a.link].name < origin.links[b.link].name;
  });
  return offers;
}

std::vector<Offer> carried(const std::vector<Offer>& offers, const Origin& origin,
                           const model::Advertisement& advertisement) {
  check_size(origin, {&advertisement, 1});
  std::vector<Offer> kept;
  std::copy_if(offers.begin(), offers.end(), std::back_inserter(kept),
               [&](const Offer& offer) { return advertisement.carried_on(offer.link); });
  return kept;
}

}  // namespace bgpte::topology
