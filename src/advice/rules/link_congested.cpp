// Rule link-congested: a link above its ceiling.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings link_congested(const NetworkToday& network) {
  Findings found;
  for (model::LinkIndex link = 0; link < network.scenario.links.size(); ++link) {
    const model::Link& at = network.scenario.links[link];
    const model::Bps load = peak_today(network, link);
    const model::Bps ceiling = model::ceiling(network.scenario, link);
    if (load > ceiling) {
      found.push_back(
          about(at,
                fmt::format("Link {} carries {}, {} above its ceiling of {}", at.name,
                            load_text(network, link), model::format_rate(load - ceiling),
                            ceiling_text(network, link)),
                fmt::format("move at least {} to other links, or raise the capacity to {}",
                            model::format_rate(load - ceiling),
                            model::format_rate(capacity_for(network.scenario, link, load)))));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
