#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bgpte::model {

/// Splits `total` in proportion to `parts` (>= 0, summing to about it) as integers that sum to it:
/// largest remainder, on a tie (closer than a thousandth) the earlier part gets the unit
/// (mathematics.md, 5).
[[nodiscard]] std::vector<std::int64_t> largest_remainder(std::span<const double> parts,
                                                          std::int64_t total);

}  // namespace bgpte::model
