// Rule looks-like-attack: one prefix that brings more than a link can carry, or that grew so
// against its own past.
#include <fmt/format.h>

#include "bgpte/model/allowed_changes.hpp"
#include "bgpte/text/time.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings looks_like_attack(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const std::optional<model::LinkIndex> link = model::flooded_link(scenario, prefix);
    if (!link) {
      continue;
    }
    const std::string name = name_of(scenario, prefix);
    if (const std::optional<model::SuspectedAttack>& by_past =
            scenario.prefixes[prefix].suspected) {
      found.push_back(about(
          scenario.prefixes[prefix],
          fmt::format("{} brought {} by link {} in the hour from {}: {}; ask whether it is an "
                      "attack before it is moved",
                      name, model::format_rate(by_past->rate), scenario.links[*link].name,
                      text::utc_text(by_past->time), by_past->reasons),
          attack_answer(name)));
      continue;
    }
    found.push_back(about(
        scenario.prefixes[prefix],
        fmt::format("{} alone brings {} by link {}, more than its {}: ask whether it is an attack "
                    "before it is moved",
                    name, model::format_rate(*scenario.prefixes[prefix].by_link[*link]),
                    scenario.links[*link].name, model::format_rate(scenario.links[*link].capacity)),
        attack_answer(name)));
  }
  return found;
}

}  // namespace bgpte::advice::rule
