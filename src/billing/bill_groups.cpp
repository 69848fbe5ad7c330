// What one bill is made of, and its billable rate where no samples are given.
#include "bgpte/billing/bill_groups.hpp"

#include <algorithm>

namespace bgpte::billing {

std::vector<BillGroup> bill_groups(const model::Scenario& scenario) {
  std::vector<BillGroup> groups;
  std::vector<std::string> names;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    const model::Link& link = scenario.links[l];
    const auto found = std::find(names.begin(), names.end(), link.contract);
    if (!link.contract.empty() && found != names.end()) {
      groups[static_cast<std::size_t>(found - names.begin())].links.push_back(l);
      continue;
    }
    BillGroup group{&link.billing, model::Aggregate::sum_of_percentiles, {l}};
    for (const model::Contract& contract : scenario.contracts) {
      if (!link.contract.empty() && contract.name == link.contract) {
        group.billing = &contract.billing;
        group.aggregate = contract.aggregate;
      }
    }
    groups.push_back(std::move(group));
    names.push_back(link.contract);
  }
  return groups;
}

BilledRates billed_rates(const model::Scenario& scenario, const BillGroup& group,
                         std::span<const std::int64_t> inbound) {
  std::int64_t in = 0;
  std::int64_t out = 0;
  std::int64_t greater = 0;
  for (const model::LinkIndex l : group.links) {
    const std::int64_t outbound = scenario.links[l].outbound.value_or(model::Bps{}).value;
    in += inbound[l];
    out += outbound;
    greater += std::max(inbound[l], outbound);
  }
  switch (group.billing->direction) {
    case model::BillingDirection::inbound:
      return {model::Bps{in}, {}};
    case model::BillingDirection::separate:
      return {model::Bps{in}, model::Bps{out}};
    case model::BillingDirection::greater_of_each_sample:
    case model::BillingDirection::greater_of_percentiles:
      break;
  }
  const bool by_sum = group.aggregate == model::Aggregate::sum_of_samples;
  return {model::Bps{by_sum ? std::max(in, out) : greater}, {}};
}

model::Money group_bill(const model::Scenario& scenario, const BillGroup& group,
                        std::span<const std::int64_t> inbound) {
  const BilledRates rates = billed_rates(scenario, group, inbound);
  const model::Money money = bill(*group.billing, rates.rate);
  const bool both = group.billing->direction == model::BillingDirection::separate;
  return both ? money + bill(*group.billing, rates.other) : money;
}

}  // namespace bgpte::billing
