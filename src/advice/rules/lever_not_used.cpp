// Rule lever-not-used: a lever that could help and that no advice may use.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/levers.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {
namespace {

/// Why more than prepends is wanted on the link; empty where it is not.
std::string need(const NetworkToday& network, model::LinkIndex link) {
  const model::Link& at = network.scenario.links[link];
  const model::Bps load = network.today.links[link].peak.expected;
  if (load > model::ceiling(network.scenario, link)) {
    return fmt::format("Link {} is above its ceiling", at.name);
  }
  for (const Cell& cell : largest_cells(network, link, 64)) {
    if (is_inert(network, cell.prefix, link)) {
      return fmt::format("No prepend moves {} off link {}", name_of(network.scenario, cell.prefix),
                         at.name);
    }
  }
  return "";
}

std::string suggestion(const model::Scenario& scenario, model::LinkIndex link,
                       const UnusedLever& one) {
  const std::string& at = scenario.links[link].name;
  if (!one.stays) {
    return fmt::format(
        "ask AS {} what it does there, try it on one prefix at a quiet hour and write what stayed "
        "as the lever's `retained`",
        scenario.links[link].neighbor_as);
  }
  return fmt::format(
      "add \"{}\" to policy.actions, or look at it alone: `bgpte whatif SCENARIO "
      "--set {}@{}={}`",
      one.lever->marks.med ? "med" : "community", name_of(scenario, one.prefix), at,
      one.lever->name);
}

}  // namespace

Findings lever_not_used(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const std::vector<UnusedLever> unused = unused_levers(network, link);
    const std::string wanted = unused.empty() ? "" : need(network, link);
    for (const UnusedLever& one : unused) {
      if (wanted.empty()) {
        break;
      }
      const std::string effect =
          one.stays ? fmt::format(" Of the {} of {} about {} would stay there.",
                                  forecast_rate(one.enters), name_of(scenario, one.prefix),
                                  forecast_rate(*one.stays))
                    : "";
      found.push_back({"", model::Severity::info, one.lever->source,
                       fmt::format("{}, and {} is not used there: {}.{}", wanted,
                                   lever_name(*one.lever), one.why, effect),
                       suggestion(scenario, link, one)});
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
