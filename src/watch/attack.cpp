// What looks like an attack in one interval: one prefix that brings more than the link can carry.
#include "bgpte/watch/attack.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/model/text_format.hpp"

namespace bgpte::watch {

std::vector<Suspect> suspects(const model::Scenario& scenario,
                              const std::vector<PrefixLoad>& loads) {
  std::vector<Suspect> found;
  for (const PrefixLoad& load : loads) {
    const model::Prefix& prefix = scenario.prefixes[load.prefix];
    const model::Link& link = scenario.links[load.link];
    if (prefix.demand || model::Bps{load.bps} <= link.capacity) {
      continue;
    }
    found.push_back(
        {load.prefix, load.link,
         fmt::format("{} alone brings {} by {}, more than its {}", model::to_string(prefix.prefix),
                     model::format_rate(model::Bps{load.bps}), link.name,
                     model::format_rate(link.capacity))});
  }
  std::ranges::sort(found, [](const Suspect& a, const Suspect& b) {
    return a.prefix != b.prefix ? a.prefix < b.prefix : a.link < b.link;
  });
  return found;
}

}  // namespace bgpte::watch
