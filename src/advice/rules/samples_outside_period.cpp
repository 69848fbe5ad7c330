// Rule samples-outside-period: no sample of the billing period.
#include <fmt/format.h>

#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {

Findings samples_outside_period(const NetworkToday& network) {
  Findings found;
  if (!network.scenario.billing_period) {
    return found;
  }
  for (const evaluation::SampledPercentile& entry : network.bills.percentiles) {
    if (entry.month && entry.month->present == 0) {
      found.push_back(
          {"", model::Severity::info, subject_of(network, entry),
           fmt::format("{} has no sample of the billing period {} to {}", title_of(entry),
                       network.scenario.billing_period->from, network.scenario.billing_period->to),
           entry.month->to_come > 0
               ? "until there are some, the month is taken to be like the samples"
               : "give the samples of that month, or the month of the samples"});
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
