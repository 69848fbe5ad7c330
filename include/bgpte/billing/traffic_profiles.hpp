#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/billing/bill_groups.hpp"
#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::billing {

/// Samples of one link or prefix, and the rule whose file has them. False where there are none.
struct Recorded {
  const model::PercentileRule* rule = nullptr;
  const model::SampleSeries* series = nullptr;
  explicit operator bool() const { return series != nullptr; }
};

/// Which traffic rises and falls together (docs/billing.md, "What samples become under a plan"):
/// that of each home link, in the shape of the link's samples, except for prefixes with samples of
/// their own. Profiles are numbered: first the links, then those prefixes. A link without samples
/// is steady.
class TrafficProfiles {
 public:
  TrafficProfiles(const model::Scenario& scenario, const ingress::TodayTraffic& today,
                  std::span<const BillGroup> groups);

  [[nodiscard]] std::size_t count() const { return recorded_.size(); }
  /// The profile of the part of a prefix that enters by `home` today.
  [[nodiscard]] std::size_t of(model::PrefixIndex prefix, model::LinkIndex home) const {
    return own_[prefix] == 0 ? home : own_[prefix];
  }
  [[nodiscard]] bool has_own(model::PrefixIndex prefix) const { return own_[prefix] != 0; }
  /// The prefixes that have a profile of their own.
  [[nodiscard]] const std::vector<model::PrefixIndex>& own() const { return with_own_; }
  /// Today's volume of a profile, bps at the measured statistic: what its samples stand for.
  [[nodiscard]] std::int64_t total(std::size_t profile) const { return total_[profile]; }
  /// Nothing for a steady one.
  [[nodiscard]] const Recorded& recorded(std::size_t profile) const { return recorded_[profile]; }

 private:
  std::vector<std::size_t> own_;  ///< [prefix]; 0: none.
  std::vector<model::PrefixIndex> with_own_;
  std::vector<Recorded> recorded_;
  std::vector<std::int64_t> total_;
};

enum class Direction : std::uint8_t { in, out };

/// Samples in bps for each of `intervals`, which are `interval_s` seconds long and numbered from
/// the epoch, ascending. Finer samples are averaged, rounded down; coarser ones hold for each
/// interval that begins within them; `missing` stands where there is none.
[[nodiscard]] std::vector<std::int64_t> sampled(const Recorded& recorded, Direction direction,
                                                std::int64_t interval_s,
                                                std::span<const std::int64_t> intervals,
                                                std::int64_t missing);

/// The intervals in which there is a sample, ascending.
[[nodiscard]] std::vector<std::int64_t> intervals_of(const Recorded& recorded,
                                                     std::int64_t interval_s);

}  // namespace bgpte::billing
