#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/model/scenario.hpp"

namespace bgpte::billing {

/// floor(sample * volume / total), exact. All arguments are >= 0, total > 0, and the result must
/// fit in 64 bits.
[[nodiscard]] std::int64_t scaled(std::int64_t sample, std::int64_t volume, std::int64_t total);

/// The (dropped + 1)-th largest value; the least where there are no more than `dropped`. `values`
/// is not empty; its order changes.
[[nodiscard]] std::int64_t percentile(std::vector<std::int64_t>& values, std::size_t dropped);

/// Traffic of one profile (traffic that rises and falls together) that enters by one link.
struct VolumeKey {
  std::size_t profile = 0;
  model::LinkIndex link = 0;
  bool operator==(const VolumeKey&) const = default;
};

/// The percentile of replayed samples as a function of the volumes of their terms
/// (docs/billing.md, "What samples become under a plan"). At a time (a row) a term with volume y
/// brings floor(sample * y / total); the row is the sum of its terms and of `base`, at least
/// `floor`.
struct PercentileMeter {
  struct Term {
    VolumeKey volume;
    std::int64_t total = 1;  ///< The volume at which the term brings its samples, > 0, bps.
    bool operator==(const Term&) const = default;
  };
  std::vector<Term> terms;
  std::vector<std::int64_t> samples;  ///< [row * terms + term], bps.
  std::vector<std::int64_t> base;     ///< [row], bps that no volume changes.
  std::vector<std::int64_t> floor;    ///< [row], bps out with `greater-of-each-sample`, else 0.
  std::size_t dropped = 0;            ///< Rows above the percentile; fewer than there are rows.

  [[nodiscard]] std::size_t rows() const { return base.size(); }
  /// A row in bps at these volumes [term], all >= 0.
  [[nodiscard]] std::int64_t at(std::size_t row, std::span<const std::int64_t> volumes) const;
  /// Every row, [row].
  [[nodiscard]] std::vector<std::int64_t> rates(std::span<const std::int64_t> volumes) const;
  /// The percentile in bps. It never falls when a volume rises.
  [[nodiscard]] std::int64_t rate(std::span<const std::int64_t> volumes) const;
};

/// Pairs of rows that `reduced` compares at most. All pairs of a month of five minutes are fewer.
inline constexpr std::uint64_t most_compared = 40'000'000;

/// A smaller meter with the same percentile wherever the terms that do not move stay at `volumes`.
/// Those terms become part of the base. Rows that can never be the percentile are left out: a row
/// that dropped + 1 others are never below. Rows that `budget` comparisons do not reach stay.
[[nodiscard]] PercentileMeter reduced(const PercentileMeter& meter,
                                      std::span<const std::int64_t> volumes,
                                      const std::vector<bool>& moves,
                                      std::uint64_t budget = most_compared);

}  // namespace bgpte::billing
