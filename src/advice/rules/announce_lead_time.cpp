// Rule announce-lead-time: what an announcement that is new on a link has to wait for.
#include <fmt/format.h>

#include "bgpte/text/format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings announce_lead_time(const NetworkToday& network, const evaluation::Plan& plan) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  if (!scenario.routing_security) {
    return found;
  }
  for (const auto& [prefix, x] : plan) {
    for (model::LinkIndex l = 0; l < x.size(); ++l) {
      if (!x.carried_on(l) || scenario.prefixes[prefix].advertise.carried_on(l)) {
        continue;
      }
      const model::Link& link = scenario.links[l];
      const std::string name = name_of(scenario, prefix);
      found.push_back(about(
          scenario.prefixes[prefix],
          fmt::format("{} would be new on {}: AS {} admits it about {} after the route object is "
                      "in the IRR, and a new ROA takes about an hour to reach routers",
                      name, link.name, link.neighbor_as, text::duration(link.filter_lead_time_s)),
          fmt::format(
              "Register {} and tell AS {} so long before the first step; the wait stands in "
              "the rollout.",
              name, link.neighbor_as)));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
