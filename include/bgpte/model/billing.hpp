#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bgpte/model/units.hpp"

namespace bgpte::model {

/// A fee for each month, whatever is used.
struct FlatBilling {
  Money fee;
  bool operator==(const FlatBilling&) const = default;
};

/// A price for each Mbps of the billable rate.
struct PerMbpsBilling {
  Price price;
  bool operator==(const PerMbpsBilling&) const = default;
};

/// The committed rate is paid at `price`, used or not; what is above it at `overage_price`.
struct CommitBilling {
  Bps committed;
  Price price;
  Price overage_price;
  bool operator==(const CommitBilling&) const = default;
};

/// How a tier's price is charged: on the part of the rate inside the tier, or on all of it.
enum class TierCharge : std::uint8_t { marginal, whole_volume };

/// One price step; only the last omits `up_to`. At exactly `up_to` the lower of two bills holds.
struct Tier {
  std::optional<Bps> up_to;
  Price price;
  bool operator==(const Tier&) const = default;
};

/// Prices that step with the rate; tiers in the order of `up_to`.
struct TierBilling {
  TierCharge charge = TierCharge::marginal;
  std::vector<Tier> tiers;
  bool operator==(const TierBilling&) const = default;
};

/// Which direction of traffic the bill looks at.
enum class BillingDirection : std::uint8_t {
  inbound,                 ///< What enters.
  greater_of_each_sample,  ///< The percentile of max(in, out) of each sample.
  greater_of_percentiles,  ///< The greater of the percentiles of both directions.
  separate                 ///< A bill for each direction, added.
};

/// One counter interval of a sample file.
struct Sample {
  std::int64_t time_s = 0;  ///< Seconds since the epoch, UTC, start of the interval.
  Bps inbound;
  Bps outbound;
  bool operator==(const Sample&) const = default;
};

/// Samples of one link or one prefix, in order of time, no interval twice.
struct SampleSeries {
  std::string subject;  ///< A link's name or a prefix as the file writes it.
  std::vector<Sample> samples;
  bool operator==(const SampleSeries&) const = default;
};

/// The billable rate is the rank-th percentile of samples of interval_s seconds.
struct PercentileRule {
  Ratio rank{95'000'000};  ///< In percent: 95 is 95,000,000 millionths.
  std::string samples_file;
  std::int64_t interval_s = 300;
  std::vector<SampleSeries> series;  ///< Read from samples_file by the loader.
  bool outbound_known = false;       ///< The file has a column for it.
  bool operator==(const PercentileRule&) const = default;
};

/// A contract for one port, or for several (see Contract).
struct Billing {
  std::variant<FlatBilling, PerMbpsBilling, CommitBilling, TierBilling> model;
  BillingDirection direction = BillingDirection::inbound;
  std::optional<PercentileRule> percentile;
  bool operator==(const Billing&) const = default;
};

/// How the ports of one contract add up: sample by sample, or percentile by percentile.
enum class Aggregate : std::uint8_t { sum_of_samples, sum_of_percentiles };

/// A bill for several links together.
struct Contract {
  std::string name;
  Billing billing;
  Aggregate aggregate = Aggregate::sum_of_percentiles;
  bool operator==(const Contract&) const = default;
};

/// The month's bill at a billable rate, exact. Convex for all models but falling tiers and
/// whole-volume tiers. `rate` >= 0.
[[nodiscard]] Money bill(const Billing& billing, Bps rate);

/// Price of the next Mbps at `rate`; what an engineer compares links by.
[[nodiscard]] Price marginal_price(const Billing& billing, Bps rate);

/// True if the bill is a convex function of the rate: no tier is cheaper than the one before it
/// and no price is charged on the whole volume.
[[nodiscard]] bool is_convex(const Billing& billing);

}  // namespace bgpte::model
