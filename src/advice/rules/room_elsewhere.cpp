// Rule room-elsewhere: prepends keep traffic of congested links away from one with room.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings room_elsewhere(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  const auto& home = network.ingress.today().home;
  std::vector<bool> congested;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    congested.push_back(peak_today(network, link) > model::ceiling(scenario, link));
  }
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Bps load = peak_today(network, link);
    const model::Bps ceiling = model::ceiling(scenario, link);
    if (load >= ceiling) {
      continue;
    }
    struct Kept {
      model::Bps stuck;
      std::string text;
    };
    std::vector<Kept> kept;
    for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
      const model::Advertisement& today = scenario.prefixes[prefix].advertise;
      if (!today.carried_on(link) || today[link] <= today.least()) {
        continue;
      }
      model::Bps stuck;
      std::vector<std::string> where;
      for (model::LinkIndex other = 0; other < scenario.links.size(); ++other) {
        if (congested[other] && today.carried_on(other) && today[other] < today[link] &&
            home[prefix][other].value > 0) {
          stuck += home[prefix][other];
          where.push_back(scenario.links[other].name);
        }
      }
      if (stuck.value > 0) {
        kept.push_back({stuck, fmt::format("{} (prepend {} there; {} on {})",
                                           name_of(scenario, prefix), static_cast<int>(today[link]),
                                           model::format_rate(stuck), join(where))});
      }
    }
    if (kept.empty()) {
      continue;
    }
    std::stable_sort(kept.begin(), kept.end(),
                     [](const Kept& a, const Kept& b) { return a.stuck > b.stuck; });
    std::vector<std::string> texts;
    for (const Kept& one : kept) {
      texts.push_back(one.text);
    }
    const model::Link& at = scenario.links[link];
    found.push_back(about(
        at,
        fmt::format("Link {} has {} of room below its ceiling of {}, while prepends keep traffic "
                    "of congested links away from it: {}",
                    at.name, model::format_rate(ceiling - load), ceiling_text(network, link),
                    join_some(std::move(texts), 5)),
        fmt::format("take prepends off link {} before adding any elsewhere", at.name)));
  }
  return found;
}

}  // namespace bgpte::advice::rule
