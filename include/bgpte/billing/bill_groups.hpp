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

/// The billable rates of a group without samples (docs/billing.md, "Directions").
struct BilledRates {
  model::Bps rate;
  model::Bps other;  ///< What goes out; 0 unless the direction is `separate`, which bills both.
};
/// The billable rates at these inbound rates [link], bps. `greater-of-*` takes the larger
/// direction: of each port with `sum-of-percentiles`, of the sums with `sum-of-samples`.
[[nodiscard]] BilledRates billed_rates(const model::Scenario& scenario, const BillGroup& group,
                                       std::span<const std::int64_t> inbound);
/// A month's bill of a group without samples at these inbound rates [link], bps.
[[nodiscard]] model::Money group_bill(const model::Scenario& scenario, const BillGroup& group,
                                      std::span<const std::int64_t> inbound);

}  // namespace bgpte::billing
