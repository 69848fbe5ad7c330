// Rule roa-too-short: the ROA of the origin ends before the prefix.
#include <fmt/format.h>

#include <algorithm>

#include "src/advice/route_origin.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {

Findings roa_too_short(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    for (const DoubtfulRoute& route : doubtful_routes(scenario, prefix)) {
      if (!route.check.origin_listed) {
        continue;
      }
      model::Vrp longest;
      for (const model::Vrp& vrp : route.check.covering) {
        if (vrp.asn == route.origin && vrp.max_length >= longest.max_length) {
          longest = vrp;
        }
      }
      found.push_back(about(
          scenario.prefixes[prefix],
          fmt::format("The ROA of AS {} for {} allows nothing longer than /{}: the route of {} is "
                      "invalid (RFC 6811), and networks that validate drop it",
                      route.origin, model::to_string(longest.prefix),
                      static_cast<int>(longest.max_length), route_text(scenario, prefix, route)),
          roa_answer(scenario, prefix, route)));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
