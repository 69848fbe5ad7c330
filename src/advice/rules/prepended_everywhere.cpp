// Rule prepended-everywhere: a prefix that every link prepends.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings prepended_everywhere(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    if (today.least() <= 0) {
      continue;
    }
    found.push_back(about(
        scenario.prefixes[prefix],
        fmt::format("{} is prepended at least {} on every link that carries it ({}): that moves "
                    "nothing, makes every path longer and a hijack easier",
                    with_volume(network, prefix), times(today.least()),
                    advertisement_text(scenario, today)),
        fmt::format("announce it as {}: the same traffic by the same links",
                    advertisement_text(scenario, today.without_common_prepends()))));
  }
  return found;
}

}  // namespace bgpte::advice::rule
