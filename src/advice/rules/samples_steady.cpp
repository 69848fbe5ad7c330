// Rule samples-steady: traffic without samples where others are billed by samples.
#include <fmt/format.h>

#include <algorithm>

#include "src/advice/rules/registry.hpp"

namespace bgpte::advice::rule {

Findings samples_steady(const NetworkToday& network) {
  Findings found;
  for (const model::LinkIndex l : network.bills.steady) {
    const model::Link& link = network.scenario.links[l];
    const bool own = std::any_of(network.bills.percentiles.begin(), network.bills.percentiles.end(),
                                 [&](const evaluation::SampledPercentile& entry) {
                                   return std::find(entry.links.begin(), entry.links.end(), l) !=
                                          entry.links.end();
                                 });
    found.push_back(
        {"", model::Severity::info, link.source,
         own ? fmt::format("Link {} is billed by samples, and no file has any of it: its traffic "
                           "counts as steady at all times",
                           link.name)
             : fmt::format("No file has samples of link {}: what moves from it to a link that is "
                           "billed by samples counts as steady there",
                           link.name),
         "add its samples: when its traffic peaks decides what it costs elsewhere"});
  }
  return found;
}

}  // namespace bgpte::advice::rule
