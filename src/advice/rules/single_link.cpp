// Rule single-link: a prefix that one of several links announces.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {
namespace {

model::LinkIndex only_link(const model::Advertisement& advertisement) {
  for (model::LinkIndex link = 0; link < advertisement.size(); ++link) {
    if (advertisement.carried_on(link)) {
      return link;
    }
  }
  return 0;
}

/// True if a session announces the prefix as soon as the link is down.
bool has_waiting_backup(const NetworkToday& network, model::PrefixIndex prefix,
                        model::LinkIndex link) {
  const auto& conditional = network.baseline.conditional();
  return !conditional.empty() &&
         std::any_of(conditional[prefix].begin(), conditional[prefix].end(),
                     [&](const auto& one) { return one.while_down == link; });
}

}  // namespace

Findings single_link(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  if (scenario.links.size() < 2) {
    return found;
  }
  const auto covering = model::longest_covering(scenario);
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    if (today.carried_count() != 1) {
      continue;
    }
    const model::LinkIndex link = only_link(today);
    if (has_waiting_backup(network, prefix, link)) {
      continue;
    }
    // Some covering prefix on another link takes the traffic when this link fails.
    std::optional<model::PrefixIndex> cover = covering[prefix];
    while (cover && scenario.prefixes[*cover].advertise.carried_count() ==
                        (scenario.prefixes[*cover].advertise.carried_on(link) ? 1U : 0U)) {
      cover = covering[*cover];
    }
    const std::string& name = scenario.links[link].name;
    const bool heard_by_all = model::heard_by_all(scenario, today);
    found.push_back(about(
        scenario.prefixes[prefix],
        fmt::format(
            "{} is announced on link {} only: no prepend {}can move it{}, and when {} fails {}",
            with_volume(network, prefix), name, cover && !heard_by_all ? "of its own " : "",
            cover && !heard_by_all
                ? fmt::format("; sources that do not hear it follow {}", name_of(scenario, *cover))
                : std::string(),
            name,
            cover ? fmt::format("only the covering {} still attracts it", name_of(scenario, *cover))
                  : std::string("it is unreachable")),
        "announce it on a second link once filters, IRR and ROA allow it"));
  }
  return found;
}

}  // namespace bgpte::advice::rule
