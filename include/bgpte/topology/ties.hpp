#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/topology/routes.hpp"

namespace bgpte::topology {

/// For each AS, where its traffic could enter if ties were broken otherwise.
///
/// Kind and length of every best route are the same however ties are broken, so the equally good
/// next hops form a graph without cycles. Every link that it leads to is possible, and no other.
/// The probabilities are those of a world in which every AS averages over its equally good next
/// hops (each of several links to the origin counts as one): exact up to rounding, no seed.
class Ties {
 public:
  struct Outcome {
    LinkNumber link = no_link;
    double probability = 0.0;
  };

  /// Possible links of an AS with their probabilities, which sum to 1, in the order of
  /// Origin::links. Empty at the origin and where there is no route.
  [[nodiscard]] std::span<const Outcome> outcomes(AsIndex as) const {
    return {outcomes_.data() + rows_[as].begin, rows_[as].size};
  }

 private:
  friend Ties compute_ties(const AsGraph&, const Origin&, const model::Advertisement&,
                           const Routes&);

  struct Row {
    std::size_t begin = 0;
    std::uint32_t size = 0;
  };

  std::vector<Row> rows_;
  std::vector<Outcome> outcomes_;
};

/// `routes` is what compute_routes gave for the same arguments.
[[nodiscard]] Ties compute_ties(const AsGraph& graph, const Origin& origin,
                                const model::Advertisement& advertisement, const Routes& routes);

}  // namespace bgpte::topology
