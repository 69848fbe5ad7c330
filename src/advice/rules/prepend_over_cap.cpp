// Rule prepend-over-cap: today's prepends above policy.max_prepend.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {

Findings prepend_over_cap(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  const int cap = scenario.policy.max_prepend;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    std::vector<std::string> over;
    for (model::LinkIndex link = 0; link < today.size(); ++link) {
      if (today[link] > cap) {
        over.push_back(fmt::format("{} on link {}", times(today[link]), scenario.links[link].name));
      }
    }
    if (!over.empty()) {
      found.push_back(
          about(scenario.prefixes[prefix],
                fmt::format("{} is prepended {}, above the cap of {}: the third prepend moves at "
                            "most a few points, later ones nothing",
                            with_volume(network, prefix), join(over), cap),
                fmt::format("lower to {} and compare; to keep traffic off a link, withdraw or "
                            "use a provider community",
                            cap)));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
