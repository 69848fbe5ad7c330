// Findings that the changes of advice cure.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/model/saturation.hpp"
#include "src/advice/parts.hpp"

namespace bgpte::advice {
namespace {

std::optional<model::LinkIndex> link_of(const model::Scenario& scenario,
                                        const model::Finding& finding) {
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    if (!finding.subject.empty() && scenario.links[link].source == finding.subject) {
      return link;
    }
  }
  return std::nullopt;
}

bool failure_cured(const Advice& advice, const std::string& link, const model::Finding& finding) {
  return std::any_of(
      advice.failures.begin(), advice.failures.end(), [&](const FailureForecast& failure) {
        return failure.failure == finding.failure &&
               std::any_of(failure.overloads.begin(), failure.overloads.end(),
                           [&](const OverloadForecast& one) {
                             return one.link == link && one.change == OverloadChange::gone;
                           });
      });
}

bool is_cured(const NetworkToday& network, const EvaluatedPlan& plan, const Advice& advice,
              model::LinkIndex link, const model::Finding& finding) {
  const model::Bps after = plan.after.links[link].peak.expected;
  if (finding.rule == "link-congested" || finding.rule == "congested-by-one-prefix") {
    return after <= model::ceiling(network.scenario, link);
  }
  if (finding.rule == "link-saturated") {
    return !model::saturates(network.scenario, link, after);
  }
  return finding.rule == "n-1-overload" &&
         failure_cured(advice, network.scenario.links[link].name, finding);
}

}  // namespace

void mark_cured(const NetworkToday& network, const EvaluatedPlan& plan, Advice& advice) {
  if (plan.plan.empty()) {
    return;
  }
  for (model::Finding& finding : advice.findings) {
    const std::optional<model::LinkIndex> link = link_of(network.scenario, finding);
    if (link && is_cured(network, plan, advice, *link, finding)) {
      finding.cured = true;
      finding.suggestion =
          fmt::format("Cured by the changes: {} is then expected at {}.", advice.links[*link].name,
                      percent_with_range(advice.links[*link].after_utilisation));
    }
  }
}

}  // namespace bgpte::advice
