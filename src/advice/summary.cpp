// The answer in a few sentences.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/optimiser/optimise.hpp"
#include "src/advice/parts.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

constexpr std::size_t most_named = 12;  ///< Failures that the summary names.

/// "Prepend 11.0.0.0/24 once towards A (0 to 1) and ..."; a long list names the first few.
std::string changes_text(const std::vector<ChangeText>& changes, std::size_t most) {
  std::vector<std::string> parts;
  for (const ChangeText& change : changes) {
    parts.push_back(instruction(change));
  }
  return join_some(std::move(parts), most);
}

/// Why something is to be done: the links above their ceilings.
std::string cause_text(const NetworkToday& network, const Advice& advice) {
  std::vector<std::string> parts;
  for (model::LinkIndex link = 0; link < advice.links.size(); ++link) {
    const LinkForecast& forecast = advice.links[link];
    const model::Bps load = network.today.links[link].peak.expected;
    if (load > forecast.ceiling) {
      parts.push_back(fmt::format("link {} carries {}, {} above its ceiling of {}", forecast.name,
                                  forecast_rate(load), forecast_rate(load - forecast.ceiling),
                                  model::format_rate(forecast.ceiling)));
    }
  }
  return parts.empty() ? "" : sentence(join_some(std::move(parts), 3)) + " ";
}

/// What to do now, and what would follow.
std::string actions_text(const NetworkToday& network, const Advice& advice) {
  if (advice.rollout.empty() || advice.strategy == whatif_strategy) {
    return sentence(changes_text(advice.changes, 4));
  }
  constexpr std::size_t most = 3;
  const std::vector<ChangeText>& now = advice.rollout.front().changes;
  std::string text =
      fmt::format("{}Now: {}.", cause_text(network, advice), changes_text(now, most));
  const std::size_t later = advice.changes.size() - std::min(advice.changes.size(), now.size());
  if (later > 0) {
    std::vector<ChangeText> rest;
    for (std::size_t i = 1; i < advice.rollout.size(); ++i) {
      const std::vector<ChangeText>& changes = advice.rollout[i].changes;
      rest.insert(rest.end(), changes.begin(), changes.end());
    }
    text +=
        fmt::format(" Then, if that works as forecast: {}. Together:", changes_text(rest, most));
  }
  return text;
}

/// Links that the plan moves by a point or more, those above their ceiling today first.
std::string effects_text(const NetworkToday& network, const Advice& advice) {
  std::vector<std::string> relieved;
  std::vector<std::string> others;
  for (model::LinkIndex link = 0; link < advice.links.size(); ++link) {
    const LinkForecast& forecast = advice.links[link];
    const double before = forecast.before_utilisation;
    const double after = forecast.after_utilisation.expected;
    if (std::llround(before * 100) == std::llround(after * 100)) {
      continue;
    }
    const bool broken = network.today.links[link].peak.expected > forecast.ceiling;
    (broken ? relieved : others)
        .push_back(fmt::format("link {} {} from {} to {}", forecast.name,
                               after < before ? "falls" : "rises", percent(before),
                               percent_with_range(forecast.after_utilisation)));
  }
  relieved.insert(relieved.end(), others.begin(), others.end());
  return relieved.empty() ? "no link moves by a point" : join_some(std::move(relieved), 4);
}

/// " Of all inbound A takes 69 % (55 % today, target 70 %)." for the links that have a target.
std::string targets_text(const Advice& advice) {
  std::vector<std::string> parts;
  for (const LinkForecast& link : advice.links) {
    if (link.target) {
      parts.push_back(fmt::format("{} takes {} ({} today, target {})", link.name,
                                  percent(link.target->after), percent(link.target->before),
                                  percent(link.target->share)));
    }
  }
  return parts.empty() ? "" : fmt::format(" Of all inbound {}.", join_some(std::move(parts), 4));
}

/// Links whose ceiling holds as forecast but not at the high end of the range: those that are
/// above it today may stay there, others may rise above it.
std::string doubt_text(const NetworkToday& network, const Advice& advice) {
  std::vector<std::string> stay;
  std::vector<std::string> rise;
  for (model::LinkIndex l = 0; l < advice.links.size(); ++l) {
    const LinkForecast& link = advice.links[l];
    const model::Bps high = link.after_peak ? link.after_peak->high : link.after.high;
    const model::Bps expected = link.after_peak ? link.after_peak->expected : link.after.expected;
    if (expected <= link.ceiling && high > link.ceiling) {
      (network.today.links[l].peak.expected > link.ceiling ? stay : rise).push_back(link.name);
    }
  }
  const bool answered =
      std::any_of(advice.rollout.begin(), advice.rollout.end(),
                  [](const RolloutStep& step) { return !step.contingencies.empty(); });
  std::string text;
  if (!stay.empty()) {
    const std::string ceilings = stay.size() == 1 ? "its ceiling" : "their ceilings";
    text += fmt::format(" If too little moves, {} may stay above {}{}.", join_some(stay, 4),
                        ceilings, answered ? "; the rollout names a fallback" : "");
  }
  if (!rise.empty()) {
    const std::string ceilings = rise.size() == 1 ? "its ceiling" : "their ceilings";
    text += fmt::format(" At the high end of the range {} may rise above {}.", join_some(rise, 4),
                        ceilings);
  }
  return text;
}

/// What becomes of the range where nothing tells what a change of levers does.
std::string unknown_text(const Advice& advice) {
  const bool unknown = std::any_of(
      advice.findings.begin(), advice.findings.end(),
      [](const model::Finding& finding) { return finding.rule == "lever-effect-unknown"; });
  if (!unknown) {
    return "";
  }
  std::vector<std::string> parts;
  for (const LinkForecast& link : advice.links) {
    if (link.after_utilisation.low < link.after_utilisation.high) {
      parts.push_back(
          fmt::format("link {} anywhere at {}", link.name,
                      percent_range(link.after_utilisation.low, link.after_utilisation.high)));
    }
  }
  return fmt::format(" The effect is unknown and counted as none{}.",
                     parts.empty() ? "" : ": it could leave " + join_some(std::move(parts), 4));
}

/// Traffic that a failure would newly leave without a way in: what the changes give up stands
/// before what they bring.
std::string lost_text(const Advice& advice) {
  std::vector<std::string> lost;
  for (const FailureForecast& failure : advice.failures) {
    const model::Bps before = failure.unreachable_before.value_or(failure.unreachable);
    if (failure.unreachable > before) {
      lost.push_back(fmt::format("{} if {} fails", forecast_rate(failure.unreachable - before),
                                 failure.failure));
    }
  }
  return lost.empty() ? ""
                      : fmt::format("Newly unreachable under failure: {}. ",
                                    join_some(std::move(lost), most_named));
}

/// Every link that a failure would newly put above its capacity.
std::string overload_text(const Advice& advice) {
  std::vector<std::string> overloads;
  for (const FailureForecast& failure : advice.failures) {
    for (const OverloadForecast& one : failure.overloads) {
      if (one.change == OverloadChange::added) {
        overloads.push_back(fmt::format("{} at {} if {} fails", one.link,
                                        percent_with_range(one.after_utilisation),
                                        failure.failure));
      }
    }
  }
  return overloads.empty() ? ""
                           : fmt::format(" New overload under failure: {}.",
                                         join_some(std::move(overloads), most_named));
}

/// A billing period that moves the other way than the steady month of the headline.
std::string period_text(const Advice& advice) {
  if (!advice.cost_this_month) {
    return "";
  }
  const MonthCost& month = *advice.cost_this_month;
  const model::Money here = month.after - month.before;
  const model::Money steady = advice.cost_after.expected - advice.cost_before;
  const bool same = here.pico == 0 || (here.pico > 0 ? steady.pico > 0 : steady.pico < 0);
  return same ? ""
              : fmt::format(" The bill of {} to {} {} by {} {}, since its samples so far stay.",
                            month.from, month.to, here.pico > 0 ? "rises" : "falls",
                            model::format_money(here.pico > 0 ? here : model::Money{-here.pico}),
                            advice.currency);
}

std::string fullest_text(const Advice& advice) {
  const LinkForecast* fullest = nullptr;
  for (const LinkForecast& link : advice.links) {
    if (fullest == nullptr || link.before_utilisation > fullest->before_utilisation) {
      fullest = &link;
    }
  }
  return fullest == nullptr ? ""
                            : fmt::format(" (the fullest is {} at {})", fullest->name,
                                          percent(fullest->before_utilisation));
}

/// What must be answered before anything else.
std::string attack_text(const model::Scenario& scenario) {
  std::string text;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    const auto target = model::flooding_prefix(scenario, l);
    if (!target) {
      continue;
    }
    const model::Prefix& prefix = scenario.prefixes[*target];
    const std::string what =
        prefix.suspected
            ? fmt::format("it brought {} by link {} ({})",
                          model::format_rate(prefix.suspected->rate), scenario.links[l].name,
                          prefix.suspected->reasons)
            : fmt::format("it alone brings {} by link {}, more than its {}",
                          model::format_rate(*prefix.by_link[l]), scenario.links[l].name,
                          model::format_rate(scenario.links[l].capacity));
    text += fmt::format(
        "First ask whether {} is under attack: {}, and nothing that is announced there is moved "
        "before that is answered. ",
        name_of(scenario, *target), what);
  }
  return text;
}

/// "every link is at or below its ceiling (the fullest is A at 65 %)", or which are just above.
std::string calm_text(const NetworkToday& network, const Advice& advice) {
  std::vector<std::string> above;
  for (model::LinkIndex l = 0; l < advice.links.size(); ++l) {
    const model::Bps load = network.today.links[l].peak.expected;
    const model::Bps limit = advice.links[l].ceiling;
    if (load > limit) {
      above.push_back(fmt::format("{} is {} above its ceiling of {}", advice.links[l].name,
                                  forecast_rate(load - limit), model::format_rate(limit)));
    }
  }
  return above.empty() ? "every link is at or below its ceiling" + fullest_text(advice)
                       : fmt::format(
                             "{}, within the tolerance (policy.tolerance); every other "
                             "link is at or below its own",
                             join_some(std::move(above), 3));
}

/// The message up to what could lift it: the violation itself tells that.
std::string before_lift(const std::string& message) {
  return message.substr(0, message.find(remediation_mark));
}

/// What has no link left stands before everything else.
std::string unreachable_text(const Advice& advice) {
  std::string text;
  for (const Violation& violation : advice.violations) {
    if (violation.rule == "unreachable") {
      text += sentence(before_lift(violation.message)) + " ";
    }
  }
  return text;
}

std::string broken_text(const Advice& advice) {
  std::vector<std::string> parts;
  for (const Violation& violation : advice.violations) {
    if (violation.rule == "ceiling") {
      parts.push_back(fmt::format("link {} stays {} above its ceiling of {}", violation.link,
                                  forecast_rate(violation.load - violation.limit),
                                  model::format_rate(violation.limit)));
    } else if (violation.rule != "unreachable") {  // That stands at the head of the summary.
      parts.push_back(before_lift(violation.message));
      if (parts.back().starts_with("If ") || parts.back().starts_with("Link ")) {
        parts.back().front() = static_cast<char>(parts.back().front() - 'A' + 'a');
      }
    }
  }
  return join_some(std::move(parts), 3);
}

/// Of a forecast without changes: what today's announcements lead to.
std::string forecast_summary(const Advice& advice) {
  std::string text;
  if (advice.violations.empty()) {
    text = fmt::format(
        "Today's announcements keep every link at or below its ceiling{} and break no rule.",
        fullest_text(advice));
  } else {
    const std::string broken = broken_text(advice);
    text = unreachable_text(advice) +
           (broken.empty() ? fmt::format("Every link that is up stays at or below its ceiling{}.",
                                         fullest_text(advice))
                           : fmt::format("Under today's announcements {}.", broken));
  }
  return text;
}

}  // namespace

namespace {

/// What is to be done, and what that does.
std::string with_effects(const std::string& actions, const std::string& unknown,
                         const std::string& effects) {
  const bool goes_on = unknown.empty() && actions.ends_with(':');
  return fmt::format("{}{} {}", actions, unknown, goes_on ? effects + "." : sentence(effects));
}

/// The fullest link after a failure, where that is above its capacity: a network that is calm
/// today need not be so then.
std::string failing_text(const Advice& advice) {
  const FailureForecast* worst = nullptr;
  for (const FailureForecast& one : advice.failures) {
    if (one.overload && (worst == nullptr || one.after_utilisation > worst->after_utilisation)) {
      worst = &one;
    }
  }
  return worst == nullptr ? ""
                          : fmt::format(" But with {} down {} would be at {}.", worst->failure,
                                        worst->link, percent(worst->after_utilisation));
}

/// Why the search ended before it was done, if something from outside ended it.
std::string_view ended_by(const Advice& advice) {
  using optimiser::Termination;
  return advice.objective.termination == optimiser::name_of(Termination::time_limit)
             ? "the time limit"
         : advice.objective.termination == optimiser::name_of(Termination::interrupted)
             ? "an interrupt"
             : "";
}

}  // namespace

std::string summary_of(const NetworkToday& network, const Advice& advice) {
  const model::Money difference = advice.cost_after.expected - advice.cost_before;
  const std::string effects =
      fmt::format("{}; {}", effects_text(network, advice), bill_moves(difference, advice.currency));
  if (advice.strategy == whatif_strategy && advice.changes.empty()) {
    return forecast_summary(advice);
  }
  const std::string first =
      attack_text(network.scenario) + unreachable_text(advice) + lost_text(advice);
  const std::string_view ended = ended_by(advice);
  switch (advice.status) {
    case Status::change:
      return fmt::format("{}{}{}{}{}{}{}", first,
                         with_effects(actions_text(network, advice), unknown_text(advice), effects),
                         targets_text(advice), period_text(advice), doubt_text(network, advice),
                         overload_text(advice), disagreement_text(network.scenario, advice));
    case Status::partial: {
      const std::string broken = broken_text(advice);
      return fmt::format("{}{}{}{}{}{}{}", first,
                         with_effects(actions_text(network, advice), unknown_text(advice), effects),
                         targets_text(advice), period_text(advice),
                         broken.empty() ? "" : fmt::format(" But {}.", broken),
                         overload_text(advice), disagreement_text(network.scenario, advice));
    }
    case Status::keep:
      return fmt::format(
          "No change recommended: {}, and {}.{}{}", calm_text(network, advice),
          ended.empty()
              ? "no allowed change is worth making"
              : fmt::format("{} ended the search before it found one worth making", ended),
          targets_text(advice), failing_text(advice));
    case Status::no_safe_change: {
      const std::string none = ended.empty() ? "No safe change. "
                                             : fmt::format(
                                                   "No safe change was found before {} ended the "
                                                   "search. ",
                                                   ended);
      std::string text = attack_text(network.scenario) + none +
                         sentence(before_lift(advice.violations.front().message));
      if (advice.violations.size() > 1) {
        text += fmt::format(" {} more {} unresolved.", advice.violations.size() - 1,
                            advice.violations.size() == 2 ? "is" : "are");
      }
      return text + targets_text(advice);
    }
  }
  return "";
}

}  // namespace bgpte::advice
