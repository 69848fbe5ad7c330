// By which links each AS could enter if ties were broken otherwise.
#include "bgpte/topology/ties.hpp"

#include <algorithm>

#include "src/topology/offers.hpp"

namespace bgpte::topology {

namespace {

/// The links that next hops lead to, and the sum of their probabilities.
class LinkSums {
 public:
  explicit LinkSums(std::size_t links) : sum_(links, 0.0) {}

  void add(LinkNumber link, double probability) {
    if (sum_[link] == 0.0) {
      reached_.push_back(link);
    }
    sum_[link] += probability;
  }

  /// Moves what was added to `outcomes`, in the order of the links, each sum divided by the number
  /// of next hops. Gives the number of links.
  std::uint32_t move_to(std::vector<Ties::Outcome>& outcomes, double next_hops) {
    std::sort(reached_.begin(), reached_.end());
    for (const LinkNumber link : reached_) {
      outcomes.push_back({link, sum_[link] / next_hops});
      sum_[link] = 0.0;
    }
    const auto count = static_cast<std::uint32_t>(reached_.size());
    reached_.clear();
    return count;
  }

 private:
  std::vector<double> sum_;  ///< [link]
  std::vector<LinkNumber> reached_;
};

}  // namespace

Ties compute_ties(const AsGraph& graph, const Origin& origin,
                  const model::Advertisement& advertisement, const Routes& routes) {
  const std::vector<Offer> offers = carried(offers_of(graph, origin), origin, advertisement);
  Ties ties;
  ties.rows_.resize(graph.size());
  ties.outcomes_.reserve(graph.size() + graph.size() / 4);
  LinkSums sums(origin.links.size());

  // The outcomes of one AS from those of its next hops, which are known.
  const auto settle = [&](AsIndex as, std::span<const AsIndex> neighbors) {
    const Route& route = routes.of[as];
    double next_hops = 0.0;
    for (const AsIndex neighbor : neighbors) {
      const Route& heard = routes.of[neighbor];
      const bool exported = route.kind == RouteKind::provider ? heard.kind != RouteKind::none
                                                              : heard.kind == RouteKind::customer;
      if (exported && neighbor != routes.origin && heard.path_length + 1 == route.path_length) {
        next_hops += 1.0;
        for (const Ties::Outcome& outcome : ties.outcomes(neighbor)) {
          sums.add(outcome.link, outcome.probability);
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
        sums.add(offer->link, 1.0);
      }
    }
    const std::size_t begin = ties.outcomes_.size();
    ties.rows_[as] = {begin, sums.move_to(ties.outcomes_, next_hops)};
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
