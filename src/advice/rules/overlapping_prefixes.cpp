// Rule overlapping-prefixes: a prefix inside another that is listed.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings overlapping_prefixes(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  const auto covering = model::longest_covering(scenario);
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    if (!covering[prefix] || scenario.prefixes[prefix].part_of) {  // A part is known to be one.
      continue;
    }
    const std::string cover = name_of(scenario, *covering[prefix]);
    found.push_back(about(
        scenario.prefixes[prefix],
        fmt::format("{} lies in {}: its traffic follows its own announcement ({}) wherever "
                    "that is heard, and {} ({}) only where it is not",
                    with_volume(network, prefix), cover,
                    advertisement_text(scenario, scenario.prefixes[prefix].advertise), cover,
                    advertisement_text(scenario, scenario.prefixes[*covering[prefix]].advertise)),
        fmt::format("check that the inbound of {} does not count {} a second time", cover,
                    name_of(scenario, prefix))));
  }
  return found;
}

}  // namespace bgpte::advice::rule
