#pragma once

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "bgpte/topology/routes.hpp"
#include "bgpte/topology/sweep.hpp"
#include "bgpte/topology/ties.hpp"

namespace bgpte::topology {

/// One AS of a catchment, ready to be printed.
struct CatchmentRow {
  Asn asn = 0;
  RouteKind route = RouteKind::none;
  std::uint32_t path_length = 0;
  LinkNumber link = no_link;  ///< no_link at the origin and where there is no route
};

[[nodiscard]] CatchmentRow catchment_row(const AsGraph& graph, const Routes& routes, AsIndex as);

/// What a catchment table has beside `asn,route,path_length,link`.
struct CatchmentColumns {
  const Ties* ties = nullptr;  ///< given: `links,probabilities`
  /// Given: `path`, the AS path of that advertisement, ASNs separated by spaces.
  const model::Advertisement* paths_of = nullptr;
};

/// CSV, one row for each AS in ascending ASN, header first, lines end with \n. Several links and
/// their probabilities (six decimals) are separated by `;`. Names are quoted as RFC 4180 has it.
void write_catchment_csv(std::ostream& out, const AsGraph& graph, const Origin& origin,
                         const Routes& routes, const CatchmentColumns& columns = {});

/// CSV, one row for each vector: the prepend of each link (`x`: withheld), then the share of each
/// (`share_` and the link's name, six decimals).
void write_sweep_csv(std::ostream& out, const Origin& origin,
                     std::span<const model::Advertisement> vectors, const Shares& shares);

/// A source network in a summary.
struct Network {
  Asn asn = 0;
  double weight = 0.0;            ///< part of the weight of all networks
  std::vector<LinkNumber> links;  ///< where it enters under some vector, in the order of Origin
};

/// What a sweep says to a person who plans prepends.
struct SweepSummary {
  /// Vectors that differ from the first in at most one link: the small table.
  std::vector<std::size_t> vectors;
  /// Heaviest first, then lowest ASN: networks that enter by more than one link ...
  std::vector<Network> moving;
  /// ... and those that enter by the same link under every vector: pinned behind it.
  std::vector<Network> pinned;
  double moving_weight = 0.0;         ///< part of all weight
  std::vector<double> pinned_weight;  ///< by link, parts of all weight
  double without_route = 0.0;         ///< part that has no route under any vector
  std::size_t classes = 0;            ///< behaviour classes of all networks
};

/// `largest`: how many networks each of the two lists has at most. `weights` by AsIndex. An AS
/// without a route under some vectors counts as moving only between the links that it does use.
[[nodiscard]] SweepSummary summarise(const AsGraph& graph,
                                     std::span<const model::Advertisement> vectors,
                                     const Sweep& sweep, std::span<const double> weights,
                                     std::size_t largest);

/// The summary as text for a terminal.
void write_sweep_summary(std::ostream& out, const Origin& origin,
                         std::span<const model::Advertisement> vectors, const Shares& shares,
                         const SweepSummary& summary);

}  // namespace bgpte::topology
