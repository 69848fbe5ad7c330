// Rule prepend-inert: a prefix that no prepend moves.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings prepend_inert(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    if (today.carried_count() < 2 || volume_of(network, prefix).value <= 0) {
      continue;
    }
    std::vector<std::string> homes;
    bool inert = true;
    bool has_lever = false;
    for (model::LinkIndex link = 0; link < today.size() && inert; ++link) {
      if (network.ingress.today().home[prefix][link].value > 0) {
        inert = is_inert(network, prefix, link);
        homes.push_back(scenario.links[link].name);
        has_lever = has_lever || !scenario.links[link].levers.empty();
      }
    }
    if (inert) {
      found.push_back(about(
          scenario.prefixes[prefix],
          fmt::format("No prepend up to {} moves {}: its sources choose link {} before AS path "
                      "length counts",
                      static_cast<int>(scenario.policy.max_prepend), with_volume(network, prefix),
                      join(homes)),
          has_lever ? fmt::format(
                          "use an action community or MED of link {}, or withdraw the prefix there",
                          join(homes))
                    : fmt::format("ask the provider of link {} for a community that lowers its "
                                  "local preference, or withdraw the prefix there",
                                  join(homes))));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
