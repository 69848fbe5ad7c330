#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bgpte::model {

/// Rounds `parts` (>= 0, summing to about `total`) to integers that sum to `total`, by the method
/// of largest remainder: all are rounded down, and the units that are left go to the largest
/// remainders. Remainders closer than a thousandth are a tie, which the earlier part wins.
[[nodiscard]] std::vector<std::int64_t> largest_remainder(std::span<const double> parts,
                                                          std::int64_t total);

}  // namespace bgpte::model
