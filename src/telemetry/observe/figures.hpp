#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace bgpte::telemetry {

/// To three digits: 437,098 is 437,000. Halves go up. Not below 0.
[[nodiscard]] std::int64_t three_digits(std::int64_t value);
/// Likewise, towards zero.
[[nodiscard]] std::int64_t three_digits_down(std::int64_t value);

/// A cell before and now, bps.
struct MovedCell {
  std::optional<std::int64_t> old;
  std::int64_t measured = 0;
};

/// What is written for cells that together are at most `limit`: three digits, rounded down where
/// they would exceed it; each cell that moved by less than 2 % stays, if they all fit then.
[[nodiscard]] std::vector<std::int64_t> written_cells(const std::vector<MovedCell>& cells,
                                                      std::int64_t limit);

}  // namespace bgpte::telemetry
