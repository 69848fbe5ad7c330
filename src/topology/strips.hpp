#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "bgpte/topology/sweep.hpp"

namespace bgpte::topology {

/// Vectors (positions) that withhold the same links, so that one set of candidates serves all.
struct Strip {
  std::vector<std::size_t> vectors;
  model::Advertisement longest;  ///< the greatest prepend of each link
};

/// All vectors in strips of at most `most`, in the order of the first vector of each.
[[nodiscard]] std::vector<Strip> strips_of(std::span<const model::Advertisement> vectors,
                                           std::size_t most);

/// Throws std::invalid_argument where a vector is for another number of links.
void check_size(const Origin& origin, std::span<const model::Advertisement> vectors);

}  // namespace bgpte::topology
