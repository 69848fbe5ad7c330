#include "bgpte/topology/ties.hpp"

#include <algorithm>

#include "src/topology/offers.hpp"

namespace bgpte::topology {

Ties compute_ties(const AsGraph& graph, const Origin& origin,
                  const model::Advertisement& advertisement, const Routes& routes) {
  const std::vector<Offer> offers = carried(offers_of(graph, origin), origin, advertisement);
  Ties ties;
  ties.rows_.resize(graph.size());
  ties.outcomes_.reserve(graph.size() + graph.size() / 4);

  std::vector<double> sum(origin.links.size(), 0.0);
  std::vector<LinkNumber> reached;
  const auto add = [&](LinkNumber link, double probability) {
    if (sum[link] == 0.0) {
      reached.push_back(link);
    }
    sum[link] += probability;
  };

  /// The outcomes of one AS from those of its next hops, which are known.
  const auto settle = [&](AsIndex as, std::span<const AsIndex> neighbors) {
    const Route& route = routes.of[as];
    double next_hops = 0.0;
    reached.clear();
    for (const AsIndex neighbor : neighbors) {
      const Route& heard = routes.of[neighbor];
      const bool exported = route.kind == RouteKind::provider ? heard.kind != RouteKind::none
                                                              : heard.kind == RouteKind::customer;
      if (exported && neighbor != routes.origin && heard.path_length + 1 == route.path_length) {
        next_hops += 1.0;
        for (const Ties::Outcome& outcome : ties.outcomes(neighbor)) {
          add(outcome.link, outcome.probability);
        }
      }
    }
    const auto same_neighbor =
        std::equal_range(offers.begin(), offers.end(), Offer{as, route.kind, 0},
                         [](const Offer& a, const Offer& b) { return a.neighbor < b.neighbor; });
    for (auto offer = same_neighbor.first; offer != same_neighbor.second; ++offer) {
      if (offer->kind == route.kind &&
          1U + static_cast<std::uint32_t>(advertisement[offer->link]) == route.path_length) {
        next_hops += 1.0;
        add(offer->link, 1.0);
      }
    }
    std::sort(reached.begin(), reached.end());
    ties.rows_[as] = {ties.outcomes_.size(), static_cast<std::uint32_t>(reached.size())};
    for (const LinkNumber link : reached) {
      ties.outcomes_.push_back({link, sum[link] / next_hops});
      sum[link] = 0.0;
    }
  };

  // Next hops before those who choose them, as in compute_routes.
  for (auto as = static_cast<AsIndex>(graph.transit_size()); as-- > 0;) {
    if (routes.of[as].kind == RouteKind::customer) {
      settle(as, graph.customers(as));
    }
  }
  for (AsIndex as = 0; as < graph.size(); ++as) {
    if (routes.of[as].kind == RouteKind::peer) {
      settle(as, graph.peers(as));
    }
  }
  for (AsIndex as = 0; as < graph.size(); ++as) {
    if (routes.of[as].kind == RouteKind::provider) {
      settle(as, graph.providers(as));
    }
  }
  return ties;
}

}  // namespace bgpte::topology
