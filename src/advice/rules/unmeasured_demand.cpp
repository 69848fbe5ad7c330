// Rule unmeasured-demand: a prefix that some networks hear for the first time.
#include <fmt/format.h>

#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings unmeasured_demand(const NetworkToday& network, const evaluation::Plan& plan) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (const auto& [prefix, x] : plan) {
    const model::Advertisement& today = network.baseline.followed_today(prefix);
    // Sources that do not hear a prefix, nor one around it, have no way in today.
    const bool all_reach = model::heard_by_all(scenario, today) || !today.less_specifics().empty();
    if (today.carried_count() > 0 && !all_reach && model::heard_by_all(scenario, x)) {
      found.push_back(about(
          scenario.prefixes[prefix],
          fmt::format("Today only some networks hear {}, and nothing around it is announced: once "
                      "a provider passes it on, it also brings traffic that has no way in today "
                      "and is in no forecast",
                      name_of(scenario, prefix)),
          "Make the change at a quiet hour and watch the links for a day."));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
