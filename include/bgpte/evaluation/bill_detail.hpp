#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/evaluation/plan.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::evaluation {

/// How far the billing period has come, by the samples.
struct MonthSoFar {
  std::int64_t expected = 0;  ///< Samples of the whole period.
  std::int64_t present = 0;   ///< Samples of the period that the file has.
  std::int64_t to_come = 0;   ///< After the file's last sample.
  bool operator==(const MonthSoFar&) const = default;
};

/// One percentile that a bill over samples looks at (docs/billing.md, "The billable rate").
struct SampledPercentile {
  std::string name;  ///< Of the link, or of the contract whose ports are added up.
  std::vector<model::LinkIndex> links;  ///< Its ports, sorted.
  model::Ratio rank;
  std::int64_t interval_s = 300;
  std::int64_t expected = 0;  ///< Intervals from the file's first sample to its last.
  std::int64_t present = 0;   ///< Intervals that count: every port has its sample.
  std::int64_t dropped = 0;   ///< Of `expected`, above the percentile.
  model::Bps before;          ///< Today: what the file says.
  /// The percentile of what enters alone, for one port whose inbound samples are in a file.
  std::optional<model::Bps> inbound;
  model::Bps after;  ///< Under the plan, in a steady month.
  std::optional<MonthSoFar> month;
  /// How many more samples of the period may be above `level` before its percentile is. Without a
  /// period: of as many samples as the file has.
  std::int64_t samples_left = 0;
  model::Bps level;  ///< The rate that is paid for today; the commitment where that is more.
  bool operator==(const SampledPercentile&) const = default;
};

/// What a bill is made of: its percentiles, the part that no plan changes, and the month so far.
struct BillDetail {
  std::vector<SampledPercentile> percentiles;  ///< In order of their bills.
  /// The least that the bills can come to, whatever the prefixes that may change do: fees,
  /// commitments, and the price of what cannot be moved.
  model::Money fixed;
  /// The bills of billing_period under today's announcements and under the plan (docs/billing.md,
  /// "The billing period").
  struct Month {
    model::Money before, after;
    bool operator==(const Month&) const = default;
  };
  std::optional<Month> this_month;  ///< Nothing where no bill has samples of the period.
  /// Links with traffic that no file has samples of, where some bill replays samples: steady.
  std::vector<model::LinkIndex> steady;
  bool operator==(const BillDetail&) const = default;
};

[[nodiscard]] BillDetail bill_detail(const Baseline& baseline, const Plan& plan,
                                     const LinksDown& down = {});

}  // namespace bgpte::evaluation
