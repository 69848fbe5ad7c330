#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/model/scenario.hpp"

namespace bgpte::billing {

/// floor(sample * volume / total), exact. All >= 0, total > 0, the result within 64 bits.
[[nodiscard]] std::int64_t scaled(std::int64_t sample, std::int64_t volume, std::int64_t total);

/// What remains when so many of the largest values are dropped; the least where all would be.
/// `values` is not empty and is left in another order.
[[nodiscard]] std::int64_t percentile(std::vector<std::int64_t>& values, std::size_t dropped);

/// Traffic of one profile (traffic that rises and falls together) that enters by one link.
struct VolumeKey {
  std::size_t profile = 0;
  model::LinkIndex link = 0;
  bool operator==(const VolumeKey&) const = default;
};

/// A percentile of what samples would have been: of the sum, sample by sample, of each term's
/// volume at that time. With volume y a term brings floor(sample * y / total).
struct PercentileMeter {
  struct Term {
    VolumeKey volume;
    std::int64_t total = 1;  ///< The volume whose samples are `samples`, > 0.
    bool operator==(const Term&) const = default;
  };
  std::vector<Term> terms;
  std::vector<std::int64_t> samples;  ///< [row * terms + term], bps.
  std::vector<std::int64_t> base;     ///< [row]: what no volume changes, bps.
  std::vector<std::int64_t> floor;    ///< [row]: the other direction, where the greater counts.
  std::size_t dropped = 0;            ///< Rows above the percentile; less than there are rows.

  [[nodiscard]] std::size_t rows() const { return base.size(); }
  /// One row at these volumes [term], all >= 0.
  [[nodiscard]] std::int64_t at(std::size_t row, std::span<const std::int64_t> volumes) const;
  /// Every row.
  [[nodiscard]] std::vector<std::int64_t> rates(std::span<const std::int64_t> volumes) const;
  /// The percentile: never falls when a volume rises.
  [[nodiscard]] std::int64_t rate(std::span<const std::int64_t> volumes) const;
};

/// Pairs of rows that `reduced` compares at most: a month of five minutes is looked at whole.
constexpr std::uint64_t most_compared = 40'000'000;

/// The same percentile at all volumes in which terms that do not move stay at `volumes`: those
/// become part of the base, and rows that are never at the percentile go. (A row that is nowhere
/// above any of dropped + 1 others never is.) Rows that `budget` comparisons do not reach stay.
[[nodiscard]] PercentileMeter reduced(const PercentileMeter& meter,
                                      std::span<const std::int64_t> volumes,
                                      const std::vector<bool>& moves,
                                      std::uint64_t budget = most_compared);

}  // namespace bgpte::billing
