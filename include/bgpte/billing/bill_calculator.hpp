#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bgpte/billing/bill_groups.hpp"
#include "bgpte/billing/percentile_meter.hpp"
#include "bgpte/billing/traffic_profiles.hpp"

namespace bgpte::billing {

/// A bill whose samples are replayed: bill(sum of max(meter, floor) over the parts) + constant.
struct Replay {
  struct Part {
    PercentileMeter meter;
    std::int64_t floor = 0;               ///< `greater-of-percentiles`: what goes out.
    std::vector<model::LinkIndex> links;  ///< Whose samples are added up before the percentile.
    std::vector<std::int64_t> intervals;  ///< [row], ascending.
    std::vector<std::int64_t> out;        ///< [row]: what goes out, where the bill looks at it.
    std::int64_t last = 0;                ///< The last interval of the files it has its rows from.
    std::int64_t expected = 0;            ///< Samples from their first to `last`.
  };
  std::vector<Part> parts;
  model::Money constant;  ///< `separate`: the bill of what goes out.
};

/// Rows above the percentile among so many expected samples: floor(expected * (100 - rank) / 100).
[[nodiscard]] std::int64_t dropped_of(const model::PercentileRule& rule, std::int64_t expected);

/// Every bill of a scenario and how it is reckoned.
class BillCalculator {
 public:
  BillCalculator(const model::Scenario& scenario, const ingress::TodayTraffic& today);

  [[nodiscard]] const std::vector<BillGroup>& groups() const { return groups_; }
  [[nodiscard]] const TrafficProfiles& profiles() const { return profiles_; }
  /// Nothing where the bill looks at the measured statistic alone.
  [[nodiscard]] const std::optional<Replay>& replay(std::size_t group) const {
    return replays_[group];
  }
  [[nodiscard]] bool any_replay() const { return any_replay_; }

  /// Where the volume of a profile that enters by a link stands in a list of all.
  [[nodiscard]] std::size_t place(VolumeKey key) const { return key.profile * links_ + key.link; }
  [[nodiscard]] std::size_t volumes() const { return profiles_.count() * links_; }
  /// The volumes of a meter's terms out of the list of all.
  [[nodiscard]] std::vector<std::int64_t> of(const PercentileMeter& meter,
                                             std::span<const std::int64_t> volumes) const;

  /// The month's bill of a group at these rates [link] and volumes (only looked at for replays).
  [[nodiscard]] model::Money money(std::size_t group, std::span<const std::int64_t> billed,
                                   std::span<const std::int64_t> volumes) const;
  /// The sum of that over all groups.
  [[nodiscard]] model::Money total(std::span<const std::int64_t> billed,
                                   std::span<const std::int64_t> volumes) const;
  /// The largest rate that any replayed bill can come to, uplift not counted.
  [[nodiscard]] long double most_replayed(std::size_t group) const;

 private:
  [[nodiscard]] Replay make_replay(const BillGroup& group,
                                   const ingress::TodayTraffic& today) const;
  [[nodiscard]] Replay::Part make_part(const BillGroup& group,
                                       const std::vector<model::LinkIndex>& links,
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
