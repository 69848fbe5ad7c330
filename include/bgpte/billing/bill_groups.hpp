#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/model/scenario.hpp"

namespace bgpte::billing {

/// What one bill is made of: a link, or the ports of a contract.
struct BillGroup {
  const model::Billing* billing = nullptr;  ///< Of the scenario.
  model::Aggregate aggregate = model::Aggregate::sum_of_percentiles;
  std::vector<model::LinkIndex> links;
};

/// Every bill of the scenario, in order of its first link.
[[nodiscard]] std::vector<BillGroup> bill_groups(const model::Scenario& scenario);

/// What is billed of a group where no samples are given.
struct BilledRates {
  model::Bps rate;
  model::Bps other;  ///< `separate`: what goes out, billed besides.
};
/// At these billable inbound rates [link]: `greater-of-*` takes the larger direction (of each port
/// for sum-of-percentiles, of the sums for sum-of-samples), `separate` bills both.
[[nodiscard]] BilledRates billed_rates(const model::Scenario& scenario, const BillGroup& group,
                                       std::span<const std::int64_t> inbound);
/// The month's bill of a group at these rates.
[[nodiscard]] model::Money group_bill(const model::Scenario& scenario, const BillGroup& group,
                                      std::span<const std::int64_t> inbound);

}  // namespace bgpte::billing
