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

/// Links that could end above what do-no-harm allows.
std::vector<Violation> harmed_links(const NetworkToday& network, const EvaluatedPlan& plan) {
  std::vector<Violation> broken;
  const model::Scenario& scenario = network.scenario;
  if (scenario.policy.do_no_harm != model::DoNoHarm::off) {
    const std::vector<evaluation::HarmLimits> limits_of = evaluation::harm_limits(
        network.baseline, evaluation::forecast(network.baseline, {}, network.down));
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      const model::Link& at = scenario.links[link];
      const evaluation::HarmLimits& limits = limits_of[link];
      const evaluation::LinkLoad& after = plan.after.links[link];
      const bool at_high = limits.high && after.harm > *limits.high;
      const model::Bps load = at_high ? after.harm : after.peak.expected;
      const model::Bps limit =
          at_high ? *limits.high : limits.expected.value_or(after.peak.expected);
      if (load > limit) {
        broken.push_back(
            {"do-no-harm", at.name, load, limit,
             at_high ? fmt::format(
                           "Link {} could reach {} ({}) at the high end of the range, above "
                           "{}: it would be full, or fuller than today",
                           at.name, forecast_rate(load), percent(utilisation_of(load, at.capacity)),
                           model::format_rate(limit))
                     : fmt::format("Link {} is expected to reach {} ({}), more than {}, the larger "
                                   "of its ceiling and its load today",
                                   at.name, forecast_rate(load),
                                   percent(utilisation_of(load, at.capacity)),
                                   model::format_rate(limit))});
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
    case model::Denial::originated_elsewhere:
      return broken("originated-by",
                    fmt::format("{} is {}", prefix, originated_text(scenario, why.link)));
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

std::vector<Violation> broken_reachability(const NetworkToday& network, const EvaluatedPlan& plan,
                                           model::Bps measured) {
  if (plan.after.unreachable <= measured) {
    return {};
  }
  const model::Scenario& scenario = network.scenario;
  std::vector<std::string> cut_off;
  std::vector<std::string> partly;
  for (const auto& [prefix, x] : evaluation::effective(network.baseline, plan.plan, network.down)) {
    if (network.baseline.flows(prefix, x).unreachable > 0) {
      (x.carried_count() == 0 ? cut_off : partly).push_back(name_of(scenario, prefix));
    }
  }
  std::string link = network.down.empty() ? "" : scenario.links[network.down.front()].name;
  for (const model::Change& change : evaluation::changes_of(scenario, plan.plan)) {
    if (change.to == model::not_announced) {
      link = scenario.links[change.link].name;
      break;
    }
  }
  const std::size_t count = cut_off.size() + partly.size();
  const std::string_view left = network.down.empty() ? "" : " that is up";
  std::string whose = cut_off.empty() ? ""
                                      : fmt::format(", since no link{} announces {}", left,
                                                    join_some(std::move(cut_off), 4));
  if (!partly.empty()) {
    whose += fmt::format("{} no link{} reaches all sources of {}",
                         whose.empty() ? ", since" : " and", left, join_some(std::move(partly), 4));
  }
  return {{"unreachable", link, plan.after.unreachable, measured,
           fmt::format("{} unreachable{}{}announce {} on a link that stays up",
                       forecast_rate(plan.after.unreachable - measured), whose, remediation_mark,
                       count == 1 ? "it" : "them")}};
}

std::vector<Violation> broken_rules(const NetworkToday& network, const EvaluatedPlan& plan) {
  std::vector<Violation> broken;
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
