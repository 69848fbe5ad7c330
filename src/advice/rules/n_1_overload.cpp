// Rule n-1-overload: a failure that puts a link above its capacity.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings n_1_overload(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Link& at = scenario.links[link];
    for (const FailureToday& state : network.failures) {
      const model::Bps load = at_level(peak_range(state.load, link), scenario.policy.forecast);
      if (load <= at.capacity) {
        continue;
      }
      found.push_back(about(
          at,
          fmt::format("If {} fails, link {} gets {} for a capacity of {} ({}); {} too much",
                      state.failure.name, at.name, forecast_rate(load),
                      model::format_rate(at.capacity), percent(utilisation_of(load, at.capacity)),
                      forecast_rate(load - at.capacity)),
          fmt::format("raise link {} to {} or add a link that does not fail together with {}",
                      at.name, forecast_rate(capacity_for(scenario, link, load)),
                      state.failure.name)));
      found.back().failure = state.failure.name;
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
