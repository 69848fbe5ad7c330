// Rule samples-differ: the percentile of the samples is not the inbound.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {

Findings samples_differ(const NetworkToday& network) {
  Findings found;
  for (const evaluation::SampledPercentile& entry : network.bills.percentiles) {
    const model::Bps inbound = network.scenario.links[entry.links.front()].inbound;
    if (!entry.inbound) {
      continue;
    }
    const std::int64_t off = std::abs(entry.inbound->value - inbound.value);
    if (off <= std::max(entry.inbound->value, inbound.value) / 100) {
      continue;
    }
    found.push_back(
        {"", model::Severity::info, subject_of(network, entry),
         fmt::format("{} has an inbound of {}, and the percentile of its samples is {}: "
                     "the samples are billed, the inbound is held against the ceiling",
                     title_of(entry), model::format_rate(inbound),
                     model::format_rate(*entry.inbound)),
         "take both from the same days and the same statistic"});
  }
  return found;
}

}  // namespace bgpte::advice::rule
