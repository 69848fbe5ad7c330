// Rule lever-to-confirm: levers that the plan sends and today's announcements do not.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/levers.hpp"
#include "src/advice/rules/registry.hpp"

namespace bgpte::advice::rule {
namespace {

/// What the catalogue says of a provider's community, or null.
const model::CommunityEntry* known(const model::CommunityCatalogue& catalogue, model::Asn asn,
                                   const model::Community& community) {
  const auto entry = std::find_if(catalogue.entries.begin(), catalogue.entries.end(),
                                  [&](const model::CommunityEntry& one) {
                                    return one.asn == asn && one.community == community;
                                  });
  return entry == catalogue.entries.end() ? nullptr : &*entry;
}

/// On what the lever rests.
std::string evidence(const model::Scenario& scenario, const model::Link& link,
                     const model::Lever& lever) {
  if (lever.marks.med) {
    return fmt::format("no document here says that AS {} honours its customers' MED",
                       link.neighbor_as);
  }
  std::vector<std::string> parts;
  bool own = false;
  for (const model::Community& community : lever.marks.communities) {
    own = own || community.parts[0] == link.neighbor_as;
    if (const std::string_view name = model::well_known_name(community); !name.empty()) {
      parts.push_back(fmt::format("{} is well known, and what AS {} makes of it is its policy",
                                  name, link.neighbor_as));
    }
    if (const model::CommunityEntry* entry =
            known(scenario.catalogue, link.neighbor_as, community)) {
      parts.push_back(
          fmt::format("the catalogue has {} ({}; source: {}, compared {}, confidence "
                      "{})",
                      to_string(community), entry->effect, entry->source, entry->date,
                      name_of(entry->confidence)));
    }
  }
  if (!parts.empty()) {
    return join_some(std::move(parts), 3);
  }
  return fmt::format("the catalogue does not know it{}",
                     own ? ""
                         : fmt::format(", and nothing in it begins with {}: it may be no community "
                                       "of AS {} at all",
                                       link.neighbor_as, link.neighbor_as));
}

}  // namespace

Findings lever_to_confirm(const NetworkToday& network, const evaluation::Plan& plan) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  std::set<std::pair<model::LinkIndex, model::LeverChoice>> sent;
  for (const model::Change& change : evaluation::changes_of(scenario, plan)) {
    if (change.to != model::not_announced && change.to_lever != model::no_lever &&
        change.to_lever != change.from_lever) {
      sent.emplace(change.link, change.to_lever);
    }
  }
  for (const auto& [at, choice] : sent) {
    const model::Link& link = scenario.links[at];
    const model::Lever& lever = link.levers[choice - 1U];
    found.push_back(
        {"", model::Severity::info, lever.source,
         fmt::format("The changes send {} to AS {} on {}, and its effect is the scenario's own "
                     "estimate: {}",
                     lever_name(lever), link.neighbor_as, link.name,
                     evidence(scenario, link, lever)),
         lever.marks.med
             ? fmt::format("Before the first step, confirm with AS {} that it honours customers' "
                           "MED.",
                           link.neighbor_as)
             : fmt::format("Before the first step, confirm with AS {} that it acts on {}.",
                           link.neighbor_as, model::to_string(lever.marks))});
  }
  return found;
}

}  // namespace bgpte::advice::rule
