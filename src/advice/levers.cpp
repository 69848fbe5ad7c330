// Levers of a link that no advice may use as things are.
#include "src/advice/levers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

/// A lever that takes off less of a prefix than this share does not help.
constexpr double least_help = 0.01;

/// Why advice cannot use the lever; empty where it can.
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
std::optional<Cell> largest_movable(const NetworkToday& network, model::LinkIndex link) {
  const model::Scenario& scenario = network.scenario;
  for (const Cell& cell : largest_cells(network, link, 64)) {
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

}  // namespace

std::string lever_name(const model::Lever& lever) {
  return fmt::format("{} ({})", lever.name, model::to_string(lever.marks));
}

std::vector<UnusedLever> unused_levers(const NetworkToday& network, model::LinkIndex link) {
  std::vector<UnusedLever> found;
  const model::Scenario& scenario = network.scenario;
  const std::vector<model::Lever>& levers = scenario.links[link].levers;
  if (levers.empty()) {
    return found;
  }
  const std::optional<Cell> cell = largest_movable(network, link);
  for (std::size_t i = 0; cell && i < levers.size(); ++i) {
    const model::Advertisement& today = scenario.prefixes[cell->prefix].advertise;
    std::string why = why_unused(scenario.policy, levers[i]);
    if (why.empty() || (levers[i].marks.med && !has_sibling(scenario, link, today))) {
      continue;
    }
    UnusedLever one{&levers[i], std::move(why), cell->prefix, cell->volume, {}};
    if (levers[i].effect_known()) {
      model::Advertisement x = today;
      x.set_lever(link, static_cast<model::LeverChoice>(i + 1));
      const std::vector<double> home = home_of(network, cell->prefix);
      const double stays =
          ingress_under(network, {{cell->prefix, x}}, cell->prefix, home).expected[link];
      if (stays > (1 - least_help) * home[link]) {
        continue;
      }
      one.stays = model::Bps{std::llround(stays)};
    }
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace bgpte::advice
