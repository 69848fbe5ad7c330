#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bgpte/billing/bill_groups.hpp"
#include "bgpte/billing/percentile_meter.hpp"
#include "bgpte/billing/traffic_profiles.hpp"

namespace bgpte::billing {

/// A bill whose samples are replayed under a plan (docs/billing.md):
/// bill(sum over the parts of max(percentile, floor)) + constant.
struct Replay {
  /// One percentile: of a port, or of the sum of a contract's ports.
  struct Part {
    PercentileMeter meter;
    std::int64_t floor = 0;               ///< `greater-of-percentiles`: that of what goes out, bps.
    std::vector<model::LinkIndex> links;  ///< Whose samples are added up before the percentile.
    std::vector<std::int64_t> intervals;  ///< [row], numbered from the epoch, ascending.
    std::vector<std::int64_t> out;        ///< [row], bps out; empty with `inbound`.
    std::int64_t last = 0;                ///< The last interval of the files with its samples.
    std::int64_t expected = 0;            ///< Intervals from the first of those files to `last`.
  };
  std::vector<Part> parts;
  model::Money constant;  ///< `separate`: the bill of what goes out.
};

/// How many of the largest of `expected` samples the percentile drops:
/// floor(expected * (100 - rank) / 100).
[[nodiscard]] std::int64_t dropped_of(const model::PercentileRule& rule, std::int64_t expected);

/// Computes every bill of a scenario from the loads of the links. Refers to the scenario.
class BillCalculator {
 public:
  BillCalculator(const model::Scenario& scenario, const ingress::TodayTraffic& today);

  [[nodiscard]] const std::vector<BillGroup>& groups() const { return groups_; }
  [[nodiscard]] const TrafficProfiles& profiles() const { return profiles_; }
  /// Nothing where the bill has no samples: it looks at the measured statistic alone.
  [[nodiscard]] const std::optional<Replay>& replay(std::size_t group) const {
    return replays_[group];
  }
  [[nodiscard]] bool any_replay() const { return any_replay_; }

  /// Where the volume of a profile that enters by a link stands in a list of all volumes.
  [[nodiscard]] std::size_t place(VolumeKey key) const { return key.profile * links_ + key.link; }
  [[nodiscard]] std::size_t volume_count() const { return profiles_.count() * links_; }
  /// The volumes of a meter's terms, [term], out of a list of all.
  [[nodiscard]] std::vector<std::int64_t> volumes_of(const PercentileMeter& meter,
                                                     std::span<const std::int64_t> volumes) const;

  /// A month's bill of a group at these billable rates [link] and, for a bill with samples, these
  /// volumes.
  [[nodiscard]] model::Money money(std::size_t group, std::span<const std::int64_t> billed,
                                   std::span<const std::int64_t> volumes) const;
  /// The sum of that over all groups.
  [[nodiscard]] model::Money total(std::span<const std::int64_t> billed,
                                   std::span<const std::int64_t> volumes) const;
  /// At least the billable rate, bps, of a group with samples under any plan, without uplift; 0
  /// for a group without samples.
  [[nodiscard]] long double most_replayed(std::size_t group) const;

 private:
  [[nodiscard]] Replay make_replay(const BillGroup& group,
                                   const ingress::TodayTraffic& today) const;
  [[nodiscard]] Replay::Part make_part(const BillGroup& group,
                                       const std::vector<model::LinkIndex>& links,
                                       const ingress::TodayTraffic& today) const;
  [[nodiscard]] std::vector<bool> movable_profiles(const ingress::TodayTraffic& today) const;
  [[nodiscard]] std::vector<std::int64_t> profile_samples(std::size_t profile,
                                                          std::int64_t interval_s,
                                                          std::span<const std::int64_t> intervals,
                                                          const ingress::TodayTraffic& today) const;
  void add_terms(model::LinkIndex link, const model::PercentileRule& rule,
                 const ingress::TodayTraffic& today, Replay::Part& part) const;
  [[nodiscard]] std::vector<std::int64_t> outbound(model::LinkIndex link, std::int64_t interval_s,
                                                   std::span<const std::int64_t> intervals,
                                                   const ingress::TodayTraffic& today) const;

  const model::Scenario& scenario_;
  std::size_t links_;
  std::vector<BillGroup> groups_;
  TrafficProfiles profiles_;
  std::vector<std::optional<Replay>> replays_;
  bool any_replay_ = false;
};

}  // namespace bgpte::billing
