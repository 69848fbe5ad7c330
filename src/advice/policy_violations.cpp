// What a plan of the operator's own breaks: reachability, do no harm, and the policy's rules.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "src/advice/obstacles.hpp"
#include "src/advice/parts.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

/// Traffic that the changes leave without any link, and whose it is.
Violation unreachable(const NetworkToday& network, const EvaluatedPlan& plan) {
  const model::Scenario& scenario = network.scenario;
  std::vector<std::string> prefixes;
  std::string link;
  for (const model::Change& change : evaluation::changes_of(scenario, plan.plan)) {
    if (change.to != model::not_announced || plan.plan.at(change.prefix).carried_count() > 0) {
      continue;
    }
    const std::string name = name_of(scenario, change.prefix);
    link = link.empty() ? scenario.links[change.link].name : link;
    if (prefixes.empty() || prefixes.back() != name) {
      prefixes.push_back(name);
    }
  }
  const model::Bps lost = plan.after.unreachable - network.today.unreachable;
  return {"unreachable", link, plan.after.unreachable, network.today.unreachable,
          fmt::format(
              "{} unreachable{}{}announce {} on some link", forecast_rate(lost),
              prefixes.empty() ? "" : fmt::format(": no link announces {}", join_some(prefixes, 4)),
              lift_mark, prefixes.size() == 1 ? "it" : "them")};
}

/// Links that could end above both their ceiling and what they carry today.
std::vector<Violation> harmed_links(const NetworkToday& network, const EvaluatedPlan& plan) {
  std::vector<Violation> broken;
  const model::Scenario& scenario = network.scenario;
  if (scenario.policy.do_no_harm != model::DoNoHarm::off) {
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      const model::Link& at = scenario.links[link];
      const evaluation::HarmLimits limits = evaluation::harm_limits(network.baseline, link);
      const evaluation::LinkLoad& after = plan.after.links[link];
      const bool at_high = limits.high && after.harm > *limits.high;
      const model::Bps load = at_high ? after.harm : after.peak.expected;
      const model::Bps limit =
          at_high ? *limits.high : limits.expected.value_or(after.peak.expected);
      if (load > limit) {
        broken.push_back(
            {"do-no-harm", at.name, load, limit,
             fmt::format("Link {} could end at {} ({}), above both its ceiling of {} and the {} it "
                         "carries today: the change may do harm there",
                         at.name, forecast_rate(load), percent(utilisation_of(load, at.capacity)),
                         model::format_rate(model::ceiling(scenario, link)),
                         forecast_rate(network.today.links[link].harm))});
      }
    }
  }
  return broken;
}

/// The rule's id in a violation, and its text. Nothing for a rule that binds advices only, and for
/// the number of levers, since `bgpte whatif` refuses too many before anything is forecast.
std::optional<Violation> violation_of(const model::Scenario& scenario, const model::WhyNot& why) {
  const std::string prefix = name_of(scenario, why.prefix);
  const std::string& link = scenario.links[why.link].name;
  const auto broken = [&](std::string_view rule, std::string text) {
    return Violation{std::string(rule), link, {}, {}, std::move(text)};
  };
  switch (why.denial) {
    case model::Denial::multihomed_elsewhere:
    case model::Denial::prefix_pinned:
      return broken("pin", fmt::format("{} is {}", prefix, pin_text(why.denial)));
    case model::Denial::link_pinned:
      return broken("pin", fmt::format("Link {} is pinned by the operator", link));
    case model::Denial::above_cap:
      return broken("max-prepend", fmt::format("prepend {} for {} on {} is above the cap of {}",
                                               why.asked, prefix, link, why.allowed));
    case model::Denial::changes_in_all:
      return broken("max-changes",
                    fmt::format("{} changes; the policy allows {}", why.asked, why.allowed));
    case model::Denial::changes_of_prefix:
      return broken("max-changes", fmt::format("{} changes of {}; the policy allows {} of each "
                                               "prefix",
                                               why.asked, prefix, why.allowed));
    case model::Denial::too_few_links:
      return broken("min-links",
                    fmt::format("{} would be announced on {} link{}; the policy asks for {}",
                                prefix, why.asked, why.asked == 1 ? "" : "s", why.allowed));
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<Violation> broken_rules(const NetworkToday& network, const EvaluatedPlan& plan) {
  std::vector<Violation> broken;
  if (plan.after.unreachable > network.today.unreachable) {
    broken.push_back(unreachable(network, plan));
  }
  for (Violation& harm : harmed_links(network, plan)) {
    broken.push_back(std::move(harm));
  }
  for (const model::WhyNot& why : model::why_not(network.scenario, plan.plan)) {
    if (std::optional<Violation> violation = violation_of(network.scenario, why)) {
      broken.push_back(std::move(*violation));
    }
  }
  return broken;
}

}  // namespace bgpte::advice
