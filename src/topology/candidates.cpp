// Among which next hops each AS chooses, for one set of links.
#include "src/topology/candidates.hpp"

#include <algorithm>

namespace bgpte::topology {

Candidates::Candidates(const AsGraph& graph, const Origin& origin,
                       const model::Advertisement& longest, TieRule tie_rule)
    : graph_(graph),
      origin_asn_(origin.asn),
      tie_rule_(tie_rule),
      offers_(carried(offers_of(graph, origin), origin, longest)),
      kinds_(graph.size()) {
  const auto transit = static_cast<AsIndex>(graph.transit_size());
  const Routes routes = routes_below(graph, origin, longest, transit);
  for (AsIndex as = 0; as < graph.size(); ++as) {
    kinds_[as] = routes.of[as].kind;
  }
  for (const Offer& offer : offers_) {
    longest_path_ = std::max(longest_path_, 1U + static_cast<std::uint32_t>(longest[offer.link]));
  }
  order_.reserve(transit);
  for (AsIndex as = transit; as-- > 0;) {
    if (kinds_[as] == RouteKind::customer) {
      order_.push_back(as);
    }
  }
  for (const RouteKind kind : {RouteKind::peer, RouteKind::provider}) {
    for (AsIndex as = 0; as < transit; ++as) {
      if (kinds_[as] == kind) {
        order_.push_back(as);
      }
    }
  }
  for (const AsIndex as : order_) {
    longest_path_ = std::max(longest_path_, routes.of[as].path_length);
  }
}

void Candidates::append(AsIndex as, std::vector<std::uint32_t>& rows) const {
  const auto first = static_cast<std::ptrdiff_t>(rows.size());
  std::ptrdiff_t origins_place = first;  // in ascending ASN
  const auto take = [&](AsIndex neighbor) {
    rows.push_back(neighbor);
    if (graph_.asn(neighbor) < origin_asn_) {
      origins_place = static_cast<std::ptrdiff_t>(rows.size());
    }
  };
  RouteKind kind = kinds_[as];
  switch (kind) {
    case RouteKind::origin:
      return;
    case RouteKind::customer:
    case RouteKind::peer:
      for (const AsIndex neighbor :
           kind == RouteKind::customer ? graph_.customers(as) : graph_.peers(as)) {
        if (kinds_[neighbor] == RouteKind::customer) {
          take(neighbor);
        }
      }
      break;
    case RouteKind::provider:
    case RouteKind::none:  // not computed for those without customers
      kind = RouteKind::provider;
      for (const AsIndex neighbor : graph_.providers(as)) {
        if (kinds_[neighbor] != RouteKind::none && kinds_[neighbor] != RouteKind::origin) {
          take(neighbor);
        }
      }
      break;
  }
  const auto [begin, end] =
      std::equal_range(offers_.begin(), offers_.end(), Offer{as, kind, 0},
                       [](const Offer& a, const Offer& b) { return a.neighbor < b.neighbor; });
  for (auto offer = begin; offer != end; ++offer) {
    if (offer->kind != kind) {
      continue;  // a neighbour may have a better route than the direct one
    }
    const auto row = graph_.transit_size() + static_cast<std::size_t>(offer - offers_.begin());
    rows.insert(rows.begin() + origins_place++, static_cast<std::uint32_t>(row));
  }
  if (tie_rule_ == TieRule::highest_asn) {
    std::reverse(rows.begin() + first, rows.end());
  }
}

}  // namespace bgpte::topology
