// Rule many-prepends: more than five prepends of one announcement.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {
Findings many_prepends(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    std::vector<std::string> many;
    for (model::LinkIndex link = 0; link < today.size(); ++link) {
      if (today[link] > most_useful_prepends) {
        many.push_back(fmt::format("{} on link {}", times(today[link]), scenario.links[link].name));
      }
    }
    if (!many.empty()) {
      found.push_back(about(
          scenario.prefixes[prefix],
          fmt::format("{} is prepended {}: what five prepends do not move, more do not either, "
                      "and a longer path loses against a hijack",
                      with_volume(network, prefix), join(many)),
          fmt::format("lower to {} and compare", most_useful_prepends)));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
