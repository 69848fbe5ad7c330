#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/topology/sweep.hpp"
#include "src/topology/offers.hpp"

namespace bgpte::topology {

/// What does not depend on the prepends, only on which links carry the announcement: from whom
/// each AS has its best route (RouteKind), and so among which next hops it takes the shortest.
///
/// A *row* is a place for the state of one possible next hop: row i < transit_size() is the AS
/// with index i, row transit_size() + i is offers()[i], the origin seen over that link.
class Candidates {
 public:
  /// `longest` carries the links in question, each with the greatest prepend of all vectors.
  Candidates(const AsGraph& graph, const Origin& origin, const model::Advertisement& longest,
             TieRule tie_rule);

  [[nodiscard]] const std::vector<Offer>& offers() const { return offers_; }
  [[nodiscard]] std::size_t rows() const { return graph_.transit_size() + offers_.size(); }
  /// No path is longer under any of the vectors.
  [[nodiscard]] std::uint32_t longest_path() const { return longest_path_; }

  /// Transit ASes with a route, next hops before those who choose among them.
  [[nodiscard]] std::span<const AsIndex> order() const { return order_; }
  /// Appends the rows among which `as` takes the shortest, the first where several are. None for
  /// the origin and where there is no route.
  void append(AsIndex as, std::vector<std::uint32_t>& rows) const;

 private:
  const AsGraph& graph_;
  Asn origin_asn_;
  TieRule tie_rule_;
  std::vector<Offer> offers_;
  std::vector<RouteKind> kinds_;
  std::vector<AsIndex> order_;
  std::uint32_t longest_path_ = 0;
};

}  // namespace bgpte::topology
