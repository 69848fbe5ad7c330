#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/plan.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::evaluation {

/// How far the billing period has come, by the samples.
struct MonthSoFar {
  std::int64_t expected = 0;  ///< Samples of the whole period.
  std::int64_t present = 0;   ///< Of those, in the file.
  std::int64_t to_come = 0;   ///< After the file's last sample.
  bool operator==(const MonthSoFar&) const = default;
};

/// One percentile that a bill over samples looks at (optimiser.md, "Bills over samples").
struct SampledPercentile {
  std::string name;  ///< Of the link, or of the contract whose ports are added up.
  std::vector<model::LinkIndex> links;  ///< Its ports, sorted.
  model::Ratio rank;
  std::int64_t interval_s = 300;
  std::int64_t expected = 0;  ///< From the file's first sample to its last.
  std::int64_t present = 0;
  std::int64_t dropped = 0;
  model::Bps before;  ///< Today: what the file says.
  /// Of one port: the percentile of what enters alone, where that is recorded.
  std::optional<model::Bps> inbound;
  model::Bps after;  ///< Under the plan, in a steady month.
  std::optional<MonthSoFar> month;
  /// How many more samples of the period (of the file, where none is given) may be above `level`
  /// before its percentile is: the rate that is paid for today, the commitment if that is more.
  std::int64_t samples_left = 0;
  model::Bps level;
  bool operator==(const SampledPercentile&) const = default;
};

/// What stands behind a bill.
struct BillDetail {
  std::vector<SampledPercentile> percentiles;  ///< In order of their bills.
  /// What the bills come to at least, whatever the prefixes that may change do: fees,
  /// commitments, and the price of what cannot be moved.
  model::Money fixed;
  /// The bills of billing_period: its samples so far as they were, the rest like those of the
  /// file under each plan. Nothing where no bill has samples, or none of the period is left.
  struct Month {
    model::Money before, after;
    bool operator==(const Month&) const = default;
  };
  std::optional<Month> this_month;
  /// Links with traffic that no file has samples of, where some bill replays samples: steady.
  std::vector<model::LinkIndex> steady;
  bool operator==(const BillDetail&) const = default;
};

[[nodiscard]] BillDetail bill_detail(const Baseline& baseline, const Plan& plan);

}  // namespace bgpte::evaluation
