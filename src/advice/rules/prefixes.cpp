#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/rule_table.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {
namespace {

model::Finding about(const model::Prefix& prefix, std::string message, std::string suggestion) {
  return {"", model::Severity::info, prefix.source, std::move(message), std::move(suggestion)};
}

model::Bps volume_of(const Situation& situation, model::PrefixIndex prefix) {
  model::Bps volume;
  for (const model::Bps cell : situation.ingress.today().home[prefix]) {
    volume += cell;
  }
  return volume;
}

/// "11.0.0.0/24 (900 Mbps)"; without a rate where nothing is measured.
std::string with_volume(const Situation& situation, model::PrefixIndex prefix) {
  const model::Bps volume = volume_of(situation, prefix);
  const std::string name = name_of(situation.scenario, prefix);
  return volume.value > 0 ? fmt::format("{} ({})", name, model::format_rate(volume)) : name;
}

model::LinkIndex only_link(const model::Advertisement& advertisement) {
  for (model::LinkIndex link = 0; link < advertisement.size(); ++link) {
    if (advertisement.carried_on(link)) {
      return link;
    }
  }
  return 0;
}

}  // namespace

Findings single_link(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
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
    // Some covering prefix on another link takes the traffic when this link fails.
    std::optional<model::PrefixIndex> cover = covering[prefix];
    while (cover && scenario.prefixes[*cover].advertise.carried_count() ==
                        (scenario.prefixes[*cover].advertise.carried_on(link) ? 1U : 0U)) {
      cover = covering[*cover];
    }
    const std::string& name = scenario.links[link].name;
    found.push_back(about(
        scenario.prefixes[prefix],
        fmt::format(
            "{} is announced on link {} only: no prepend can move it, and when {} "
            "fails {}",
            with_volume(situation, prefix), name, name,
            cover ? fmt::format("only the covering {} still attracts it", name_of(scenario, *cover))
                  : std::string("it is unreachable")),
        "announce it on a second link once filters, IRR and ROA allow it"));
  }
  return found;
}

Findings prepended_everywhere(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    if (today.least() <= 0) {
      continue;
    }
    found.push_back(about(
        scenario.prefixes[prefix],
        fmt::format("{} is prepended at least {} on every link that carries it ({}): that moves "
                    "nothing, makes every path longer and a hijack easier",
                    with_volume(situation, prefix), times(today.least()),
                    advertisement_text(scenario, today)),
        fmt::format("announce it as {}: the same traffic by the same links",
                    advertisement_text(scenario, today.without_common_prepends()))));
  }
  return found;
}

Findings prepend_over_cap(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
  const int cap = scenario.policy.max_prepend;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    std::vector<std::string> over;
    for (model::LinkIndex link = 0; link < today.size(); ++link) {
      if (today[link] > cap) {
        over.push_back(fmt::format("{} on link {}", times(today[link]), scenario.links[link].name));
      }
    }
    if (!over.empty()) {
      found.push_back(
          about(scenario.prefixes[prefix],
                fmt::format("{} is prepended {}, above the cap of {}: the third prepend moves at "
                            "most a few points, later ones nothing",
                            with_volume(situation, prefix), join(over), cap),
                fmt::format("lower to {} and compare; to keep traffic off a link, withdraw or "
                            "use a provider community",
                            cap)));
    }
  }
  return found;
}

Findings prepend_inert(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    if (today.carried_count() < 2 || volume_of(situation, prefix).value <= 0) {
      continue;
    }
    std::vector<std::string> homes;
    bool inert = true;
    bool has_lever = false;
    for (model::LinkIndex link = 0; link < today.size() && inert; ++link) {
      if (situation.ingress.today().home[prefix][link].value > 0) {
        inert = is_inert(situation, prefix, link);
        homes.push_back(scenario.links[link].name);
        has_lever = has_lever || !scenario.links[link].levers.empty();
      }
    }
    if (inert) {
      found.push_back(about(
          scenario.prefixes[prefix],
          fmt::format("No prepend up to {} moves {}: its sources choose link {} before AS path "
                      "length counts",
                      static_cast<int>(scenario.policy.max_prepend), with_volume(situation, prefix),
                      join(homes)),
          has_lever
              ? fmt::format("use a lever of link {}, or withdraw the prefix there", join(homes))
              : fmt::format("ask the provider of link {} for a community that lowers its "
                            "local preference, or withdraw the prefix there",
                            join(homes))));
    }
  }
  return found;
}

Findings overlapping_prefixes(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
  const auto covering = model::longest_covering(scenario);
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    if (!covering[prefix]) {
      continue;
    }
    const std::string cover = name_of(scenario, *covering[prefix]);
    found.push_back(about(
        scenario.prefixes[prefix],
        fmt::format("{} lies in {}: its traffic follows its own announcement ({}) wherever "
                    "that is heard, and {} ({}) only where it is not",
                    with_volume(situation, prefix), cover,
                    advertisement_text(scenario, scenario.prefixes[prefix].advertise), cover,
                    advertisement_text(scenario, scenario.prefixes[*covering[prefix]].advertise)),
        fmt::format("check that the inbound of {} does not count {} a second time", cover,
                    name_of(scenario, prefix))));
  }
  return found;
}

}  // namespace bgpte::advice::rule
