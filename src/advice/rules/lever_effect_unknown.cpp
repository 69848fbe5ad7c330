// Rule lever-effect-unknown: changes of levers whose effect nothing tells.
#include <fmt/format.h>

#include "src/advice/levers.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings lever_effect_unknown(const NetworkToday& network, const evaluation::Plan& plan) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (const model::Change& change : evaluation::changes_of(scenario, plan)) {
    const std::vector<model::Lever>& levers = scenario.links[change.link].levers;
    if (change.from_lever == change.to_lever || change.to == model::not_announced) {
      continue;
    }
    const bool leaves = change.from_lever != model::no_lever;
    const model::Lever& lever = levers[(leaves ? change.from_lever : change.to_lever) - 1U];
    if (!leaves && lever.effect_known()) {
      continue;
    }
    found.push_back(
        {"", model::Severity::info, lever.source,
         fmt::format("What {} {} {} {} on {} does is not known: the forecast counts it as nothing",
                     leaves ? "taking" : "sending", lever_name(lever), leaves ? "off" : "with",
                     name_of(scenario, change.prefix), scenario.links[change.link].name),
         leaves ? "Measure the shares with it today, try it at a quiet hour and watch every link."
                : "Try it on one prefix at a quiet hour and write the share that stayed as "
                  "`retained`."});
  }
  return found;
}

}  // namespace bgpte::advice::rule
