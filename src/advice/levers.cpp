#include "src/advice/levers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

/// A lever that takes off less of a prefix than this share does not help.
constexpr double least_help = 0.01;

/// Why an advice cannot use the lever; empty where it can.
std::string why_unused(const model::Policy& policy, const model::Lever& lever) {
  const std::optional<model::Denial> why = model::why_not(policy.actions, lever);
  if (!why) {
    return "";
  }
  if (*why == model::Denial::unknown_effect) {
    return "the scenario does not say what it keeps (`retained`)";
  }
  return fmt::format("policy.actions does not have \"{}\"",
                     *why == model::Denial::no_med_action ? "med" : "community");
}

/// True if the prefix could get the lever on the link, were its kind among the actions and its
/// effect known.
bool could_carry(const model::Scenario& scenario, model::PrefixIndex prefix, model::LinkIndex link,
                 model::LeverChoice lever) {
  const model::Advertisement& today = scenario.prefixes[prefix].advertise;
  const std::vector<model::WhyNot> reasons =
      model::why_not(scenario, prefix, link, {today[link], lever});
  return today.carried_on(link) && today.lever(link) == model::no_lever &&
         std::all_of(reasons.begin(), reasons.end(), [](const model::WhyNot& one) {
           return one.denial == model::Denial::no_community_action ||
                  one.denial == model::Denial::no_med_action ||
                  one.denial == model::Denial::unknown_effect;
         });
}

/// The prefix that brings most to the link and that a lever there could move.
std::optional<Cell> largest_movable(const Situation& situation, model::LinkIndex link) {
  const model::Scenario& scenario = situation.scenario;
  for (const Cell& cell : largest_cells(situation, link, 64)) {
    const model::Advertisement& today = scenario.prefixes[cell.prefix].advertise;
    constexpr model::LeverChoice any = model::no_lever + 1;
    if (today.carried_count() > 1 && could_carry(scenario, cell.prefix, link, any)) {
      return cell;
    }
  }
  return std::nullopt;
}

/// Another link to the same AS where the prefix is announced alike: what a MED can move it to.
bool has_sibling(const model::Scenario& scenario, model::LinkIndex link,
                 const model::Advertisement& today) {
  for (model::LinkIndex other = 0; other < scenario.links.size(); ++other) {
    if (other != link && today.carried_on(other) && today[other] == today[link] &&
        scenario.links[other].neighbor_as == scenario.links[link].neighbor_as) {
      return true;
    }
  }
  return false;
}

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

std::string lever_name(const model::Lever& lever) {
  return fmt::format("{} ({})", lever.name, model::to_string(lever.marks));
}

std::vector<UnusedLever> unused_levers(const Situation& situation, model::LinkIndex link) {
  std::vector<UnusedLever> found;
  const model::Scenario& scenario = situation.scenario;
  const std::vector<model::Lever>& levers = scenario.links[link].levers;
  if (levers.empty()) {
    return found;
  }
  const std::optional<Cell> cell = largest_movable(situation, link);
  for (std::size_t i = 0; cell && i < levers.size(); ++i) {
    const model::Advertisement& today = scenario.prefixes[cell->prefix].advertise;
    std::string why = why_unused(scenario.policy, levers[i]);
    if (why.empty() || (levers[i].marks.med && !has_sibling(scenario, link, today))) {
      continue;
    }
    UnusedLever one{&levers[i], std::move(why), cell->prefix, cell->volume, {}};
    if (levers[i].retained) {
      model::Advertisement x = today;
      x.set_lever(link, static_cast<model::LeverChoice>(i + 1));
      const std::vector<double> home = home_of(situation, cell->prefix);
      const double stays = situation.ingress.forecast(cell->prefix, x, home).expected[link];
      if (stays > (1 - least_help) * home[link]) {
        continue;
      }
      one.stays = model::Bps{std::llround(stays)};
    }
    found.push_back(std::move(one));
  }
  return found;
}

std::vector<model::Finding> unknown_effects(const Situation& situation,
                                            const evaluation::Plan& plan) {
  std::vector<model::Finding> found;
  const model::Scenario& scenario = situation.scenario;
  for (const model::Change& change : evaluation::changes_of(scenario, plan)) {
    const std::vector<model::Lever>& levers = scenario.links[change.link].levers;
    if (change.from_lever == change.to_lever || change.to == model::not_announced) {
      continue;
    }
    const bool leaves = change.from_lever != model::no_lever;
    const model::Lever& lever = levers[(leaves ? change.from_lever : change.to_lever) - 1U];
    if (!leaves && lever.retained) {
      continue;
    }
    found.push_back(
        {"lever-effect-unknown", model::Severity::warning, lever.source,
         fmt::format("What {} {} {} {} on {} does is not known: the forecast counts it as nothing",
                     leaves ? "taking" : "sending", lever_name(lever), leaves ? "off" : "with",
                     name_of(scenario, change.prefix), scenario.links[change.link].name),
         leaves ? "Measure the shares with it today, try it at a quiet hour and watch every link."
                : "Try it on one prefix at a quiet hour and write the share that stayed as "
                  "`retained`."});
  }
  return found;
}

std::vector<model::Finding> levers_to_confirm(const Situation& situation,
                                              const evaluation::Plan& plan) {
  std::vector<model::Finding> found;
  const model::Scenario& scenario = situation.scenario;
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
        {"lever-to-confirm", model::Severity::warning, lever.source,
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

}  // namespace bgpte::advice
