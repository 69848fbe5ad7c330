// Rule inbound-above-capacity: more inbound than the port can carry.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings inbound_above_capacity(const NetworkToday& network) {
  Findings found;
  for (const model::Link& at : network.scenario.links) {
    const model::Bps stated = std::max(at.inbound, at.peak.value_or(at.inbound));
    if (stated > at.capacity) {
      found.push_back(about(
          at,
          fmt::format("Link {} is given {} of inbound on a capacity of {}: no counter shows that, "
                      "so it is read as demand, {} of which does not fit",
                      at.name, model::format_rate(stated), model::format_rate(at.capacity),
                      model::format_rate(stated - at.capacity)),
          "check the capacity of the port; if the figure is a demand estimate, nothing is wrong"));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
