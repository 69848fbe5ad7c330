#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/topology/routes.hpp"

namespace bgpte::topology {

/// One link as its neighbour AS sees it: the origin's announcement, if the link carries it.
struct Offer {
  AsIndex neighbor = no_as;
  RouteKind kind = RouteKind::none;  ///< what the route is to the neighbour
  LinkNumber link = no_link;
};

[[nodiscard]] inline bool is_among(std::span<const AsIndex> neighbors, AsIndex as) {
  return std::find(neighbors.begin(), neighbors.end(), as) != neighbors.end();
}

/// The links whose neighbour is linked to the origin in the graph, sorted by (neighbour, name of
/// the link): of equally long offers to one neighbour the first is taken. Throws
/// std::invalid_argument where two links have one name.
[[nodiscard]] std::vector<Offer> offers_of(const AsGraph& graph, const Origin& origin);

/// Only those that `advertisement` carries. Throws std::invalid_argument where it is for another
/// number of links.
[[nodiscard]] std::vector<Offer> carried(const std::vector<Offer>& offers, const Origin& origin,
                                         const model::Advertisement& advertisement);

/// Route of every AS with an index below `limit` (and of some above: customer and peer routes).
[[nodiscard]] Routes routes_below(const AsGraph& graph, const Origin& origin,
                                  const model::Advertisement& advertisement, std::size_t limit);

}  // namespace bgpte::topology
