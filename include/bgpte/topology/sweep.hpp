#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/topology/behaviour.hpp"
#include "bgpte/topology/origin.hpp"

namespace bgpte::topology {

/// Which of several equally good next hops an AS takes. `lowest_asn` is the rule of
/// compute_routes; `highest_asn` (and the link whose name sorts last) is its opposite, to see how
/// much hangs on ties.
enum class TieRule : std::uint8_t { lowest_asn, highest_asn };

/// `base` with every combination of 0 .. most on the links `swept` whose least is 0, so
/// (most + 1)^n - most^n vectors for n links: adding the same everywhere attracts the same
/// traffic. Ascending, the first swept link counts most. Without swept links: `base` alone.
[[nodiscard]] std::vector<model::Advertisement> prepend_vectors(const model::Advertisement& base,
                                                                std::span<const LinkNumber> swept,
                                                                model::Prepend most);

/// The ingress link of every AS under every vector, by behaviour class.
class Sweep {
 public:
  [[nodiscard]] std::size_t vectors() const { return vectors_; }
  [[nodiscard]] std::size_t links() const { return links_; }
  [[nodiscard]] const BehaviourClasses& classes() const { return classes_; }

  /// Where the class enters under that vector; no_link where it has no route.
  [[nodiscard]] LinkNumber ingress(ClassNumber of, std::size_t vector) const {
    const std::uint16_t link = ingress_[std::size_t{of} * vectors_ + vector];
    return link == unreachable ? no_link : link;
  }
  /// The same for one AS, not the origin.
  [[nodiscard]] LinkNumber ingress_of(AsIndex as, std::size_t vector) const {
    return ingress(classes_.of(as), vector);
  }

 private:
  friend Sweep sweep(const AsGraph&, const Origin&, std::span<const model::Advertisement>, TieRule,
                     unsigned);

  static constexpr std::uint16_t unreachable = 0xFFFFU;

  std::size_t vectors_ = 0;
  std::size_t links_ = 0;
  BehaviourClasses classes_;
  std::vector<std::uint16_t> ingress_;  ///< [class][vector]
};

/// Policy routing under every vector at once: for each AS and vector the ingress link that
/// compute_routes would give (with lowest_asn). Withheld links may differ from vector to vector.
/// The result does not depend on `threads` (at least 1), nor on how many vectors are computed
/// side by side.
///
/// Throws std::invalid_argument where a vector is for another number of links, where two links
/// have one name, and beyond 65,534 links.
[[nodiscard]] Sweep sweep(const AsGraph& graph, const Origin& origin,
                          std::span<const model::Advertisement> vectors,
                          TieRule tie_rule = TieRule::lowest_asn, unsigned threads = 1);

/// Part of the weight that enters by each link, by [vector][link], of the weight that has a route
/// under that vector; those shares sum to 1 (or are all 0 where nothing has a route).
struct Shares {
  std::size_t links = 0;
  std::vector<double> share;          ///< [vector][link]
  std::vector<double> without_route;  ///< [vector]: part of all weight

  [[nodiscard]] double of(std::size_t vector, LinkNumber link) const {
    return share[vector * links + link];
  }
};

/// `weights` by AsIndex, none negative; the origin's own is not looked at.
[[nodiscard]] Shares shares(const Sweep& sweep, std::span<const double> weights);

}  // namespace bgpte::topology
