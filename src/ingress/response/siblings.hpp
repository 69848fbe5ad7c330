#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "bgpte/model/scenario.hpp"
#include "src/ingress/response/home_rows.hpp"

namespace bgpte::ingress {

/// [home link] the other links by which the sources that enter there can be reached too, ascending:
/// its siblings (docs/ingress.md, "Peers and exchanges").
using Siblings = std::vector<std::vector<model::LinkIndex>>;

/// Ports of the same kind to the same peer, and links whose reach.sources_of names the home link.
[[nodiscard]] Siblings sibling_links(const model::Scenario& scenario);

/// What becomes of the home cell of a link with siblings: these share it among themselves.
struct SiblingRow {
  /// [link] by path length alone; the operator's own numbers where he gave any.
  std::vector<double> expected;
  /// [link] if sources preferred links as the population does, or the operator's low and high; and
  /// what links that are announced newly may draw. Ends of a range.
  std::vector<double> low, high;

  /// Takes what may be on each link into the range.
  void widen(const std::vector<double>& shares) {
    for (std::size_t l = 0; l < shares.size(); ++l) {
      const auto [least, most] = std::minmax({low[l], high[l], shares[l]});
      low[l] = least;
      high[l] = most;
    }
  }
};

/// One home cell under two advertisements.
struct SiblingQuestion {
  const model::Advertisement& today;
  const model::Advertisement& x;
  model::LinkIndex home = 0;
  const std::vector<model::LinkIndex>& siblings;
  const model::Retained* own = nullptr;  ///< The operator's numbers, or null.
};

/// Nothing where no sibling carries the prefix under x: then the cell behaves as any other.
[[nodiscard]] std::optional<SiblingRow> sibling_row(const SiblingQuestion& question,
                                                    const HomeRowCache& cache);

}  // namespace bgpte::ingress
