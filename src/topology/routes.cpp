// Policy routing for one vector: customer, peer and provider routes.
#include "bgpte/topology/routes.hpp"

#include <array>
#include <bit>
#include <limits>

#include "src/topology/offers.hpp"

namespace bgpte::topology {

std::string_view name_of(RouteKind kind) {
  static constexpr std::array<std::string_view, 5> names = {"origin", "customer", "peer",
                                                            "provider", "none"};
  return names.at(static_cast<std::size_t>(kind));
}

namespace {

constexpr std::uint32_t unreached = std::numeric_limits<std::uint32_t>::max();

/// A set of ASes that gives back the one with the highest index first, so customers before their
/// providers.
class UpwardQueue {
 public:
  explicit UpwardQueue(std::size_t size) : words_((size + 63) / 64, 0) {}

  void insert(AsIndex as) {
    words_[as / 64] |= std::uint64_t{1} << (as % 64);
    if (as / 64 >= word_) {
      word_ = as / 64 + 1;
    }
  }

  /// no_as where nothing is left. What is inserted later has a lower index than what came out.
  AsIndex pop() {
    while (word_ > 0) {
      std::uint64_t& word = words_[word_ - 1];
      if (word != 0) {
        const auto bit = static_cast<std::size_t>(std::bit_width(word) - 1);
        word &= ~(std::uint64_t{1} << bit);
        return static_cast<AsIndex>((word_ - 1) * 64 + bit);
      }
      --word_;
    }
    return no_as;
  }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t word_ = 0;  ///< no member at or above word_ * 64
};

/// The state of one computation: the three passes, in the order in which they run.
class Propagation {
 public:
  Propagation(const AsGraph& graph, AsIndex origin, std::vector<Route>& routes)
      : graph_(graph), origin_(origin), routes_(routes) {}

  void offer(const Offer& offered, std::uint32_t path_length) {
    Route& route = routes_[offered.neighbor];
    // Offers to one neighbour come in the order of their names: the first stays on a tie.
    if (path_length < route.path_length) {
      route = {path_length, origin_, offered.link, offered.kind};
    }
  }

  /// Customer routes: upwards from the origin's providers, customers before their providers.
  void climb(const std::vector<Offer>& offers) {
    UpwardQueue queue(graph_.transit_size());
    for (const Offer& offered : offers) {
      if (offered.kind == RouteKind::customer) {
        queue.insert(offered.neighbor);
      }
    }
    for (AsIndex as = queue.pop(); as != no_as; as = queue.pop()) {
      climbed_.push_back(as);
      for (const AsIndex provider : graph_.providers(as)) {
        relax(provider, as, RouteKind::customer);
        queue.insert(provider);
      }
    }
  }

  /// Peer routes: one step across from every AS that has a customer route.
  void cross() {
    for (const AsIndex as : climbed_) {
      for (const AsIndex peer : graph_.peers(as)) {
        if (routes_[peer].kind >= RouteKind::peer) {
          relax(peer, as, RouteKind::peer);
        }
      }
    }
  }

  /// Provider routes: downwards, providers before their customers, for all without a better one.
  void descend(std::size_t limit) {
    for (AsIndex as = 0; as < limit; ++as) {
      Route& route = routes_[as];
      if (route.kind < RouteKind::provider) {
        continue;
      }
      // Ascending ASN: the first of the shortest is the lowest.
      std::uint32_t best = unreached;
      AsIndex next_hop = no_as;
      for (const AsIndex provider : graph_.providers(as)) {
        const std::uint32_t length = routes_[provider].path_length;
        if (length < best) {
          best = length;
          next_hop = provider;
        }
      }
      if (next_hop != no_as) {
        relax(as, next_hop, RouteKind::provider);
      }
    }
  }

 private:
  /// `as` hears the route of `neighbor`, and takes it where it is better than what it has.
  void relax(AsIndex as, AsIndex neighbor, RouteKind kind) {
    const Route& heard = routes_[neighbor];
    Route& route = routes_[as];
    const std::uint32_t length = heard.path_length + 1;
    if (kind < route.kind || length < route.path_length ||
        (length == route.path_length && graph_.asn(neighbor) < graph_.asn(route.next_hop))) {
      route = {length, neighbor, heard.link, kind};
    }
  }

  const AsGraph& graph_;
  AsIndex origin_;
  std::vector<Route>& routes_;
  std::vector<AsIndex> climbed_;
};

}  // namespace

Routes routes_below(const AsGraph& graph, const Origin& origin,
                    const model::Advertisement& advertisement, std::size_t limit) {
  const std::vector<Offer> offers = carried(offers_of(graph, origin), origin, advertisement);
  Routes routes;
  routes.of.assign(graph.size(), Route{unreached, no_as, no_link, RouteKind::none});
  const auto at = graph.find(origin.asn);
  if (!at) {
    return routes;
  }
  routes.origin = *at;
  routes.of[*at] = {unreached, no_as, no_link, RouteKind::origin};
  Propagation propagation(graph, *at, routes.of);
  for (const Offer& offered : offers) {
    propagation.offer(offered, 1U + static_cast<std::uint32_t>(advertisement[offered.link]));
  }
  propagation.climb(offers);
  propagation.cross();
  propagation.descend(limit);
  return routes;
}

Routes compute_routes(const AsGraph& graph, const Origin& origin,
                      const model::Advertisement& advertisement) {
  Routes routes = routes_below(graph, origin, advertisement, graph.size());
  for (Route& route : routes.of) {
    if (route.path_length == unreached) {
      route.path_length = 0;
    }
  }
  return routes;
}

std::vector<Asn> path_of(const AsGraph& graph, const Origin& origin,
                         const model::Advertisement& advertisement, const Routes& routes,
                         AsIndex as) {
  std::vector<Asn> path;
  const LinkNumber link = routes.of[as].link;
  if (link == no_link) {
    return path;
  }
  for (AsIndex next = routes.of[as].next_hop; next != routes.origin;
       next = routes.of[next].next_hop) {
    path.push_back(graph.asn(next));
  }
  path.insert(path.end(), 1U + static_cast<std::size_t>(advertisement[link]), origin.asn);
  return path;
}

}  // namespace bgpte::topology
