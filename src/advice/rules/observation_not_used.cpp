// Rule observation-not-used: what was observed followed the prefix around it in part.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/text/format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings observation_not_used(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (const model::Observation& observation : scenario.ingress.observations) {
    const std::vector<model::LinkIndex> others = model::links_of_a_cover(observation);
    if (others.empty()) {
      continue;
    }
    std::vector<std::string> names;
    for (const model::LinkIndex l : others) {
      names.push_back(scenario.links[l].name);
    }
    found.push_back(
        {"", model::Severity::warning, observation.source,
         fmt::format(
             "An observation of {} is not used: what entered by {} followed the prefix "
             "around it, so it does not tell how sources choose among the links of this one",
             name_of(scenario, *observation.prefix), text::join(names)),
         "observe an announcement that a provider passes on, or the prefix around it"});
  }
  return found;
}

}  // namespace bgpte::advice::rule
