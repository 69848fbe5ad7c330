// Rule prepends-stripped: more prepends than a neighbour takes.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {

Findings prepends_stripped(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    for (model::LinkIndex link = 0; link < today.size(); ++link) {
      const model::Link& at = scenario.links[link];
      if (at.accepts_prepends && today[link] > *at.accepts_prepends) {
        found.push_back(about(
            scenario.prefixes[prefix],
            fmt::format("{} is prepended {} on link {}, and AS {} takes {}: the rest is stripped, "
                        "or the route is dropped",
                        with_volume(network, prefix), times(today[link]), at.name, at.neighbor_as,
                        static_cast<int>(*at.accepts_prepends)),
            fmt::format("lower it to {}", static_cast<int>(*at.accepts_prepends))));
      }
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
