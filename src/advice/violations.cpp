// Ceilings and failures that a plan leaves broken: the binding constraint and what could lift it.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "bgpte/text/decimal.hpp"
#include "src/advice/levers.hpp"
#include "src/advice/obstacles.hpp"
#include "src/advice/parts.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

/// What the links carry in sum above their ceilings in sum; zero where there is room for all.
model::Bps too_much_for_all(const model::Scenario& scenario, const evaluation::Evaluation& after) {
  model::Bps sum;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    sum += after.links[link].peak.expected - model::ceiling(scenario, link);
  }
  return std::max(sum, model::Bps{});
}

/// Rounded up to four digits, so that the figure is enough.
std::string capacity_text(model::Bps needed) {
  const std::int64_t step = text::digit_step(needed.value, 4);
  return model::format_rate(model::Bps{(needed.value + step - 1) / step * step});
}

/// Why a link stays above its ceiling.
struct Causes {
  std::vector<std::string> texts;
  std::vector<std::string> lever_candidates;  ///< Prefixes for which a lever could be asked.
  bool prepend_action_missing = false;
};

/// Of the prefixes on the link the largest are named, until they explain what is above the ceiling.
Causes causes_of(const NetworkToday& network, const EvaluatedPlan& advice, model::LinkIndex link,
                 model::Bps above, model::Bps too_much) {
  constexpr std::size_t most_named = 3;
  std::size_t looked_at = 8;
  const model::Scenario& scenario = network.scenario;
  Causes causes;
  if (too_much.value > 0) {
    causes.texts.push_back(
        fmt::format("the links together carry {} more than their ceilings add up to, "
                    "so no change of announcements can resolve all of it",
                    forecast_rate(too_much)));
  }
  model::Bps explained;
  std::vector<std::pair<std::vector<std::string>, std::string>> alike;  // Prefixes, what is said.
  for (const Contribution& one : contributions(network, advice.plan, link)) {
    if (explained >= above || alike.size() == most_named || too_much.value > 0 ||
        looked_at-- == 0) {
      break;
    }
    explained += one.volume;
    const Obstacle why = obstacle(network, advice.plan, one.prefix, link);
    causes.prepend_action_missing = causes.prepend_action_missing || why.prepend_action_missing;
    const std::string brings =
        fmt::format("brings {} of it and {}", forecast_rate(one.volume), why.text);
    if (alike.empty() || alike.back().second != brings) {
      alike.emplace_back(std::vector<std::string>{}, brings);
    }
    alike.back().first.push_back(name_of(scenario, one.prefix));
    if (could_get_lever(scenario, advice.plan, one.prefix, link)) {
      causes.lever_candidates.push_back(name_of(scenario, one.prefix));
    }
  }
  for (auto& [names, brings] : alike) {
    const std::string subject =
        names.size() == 1 ? names.front() : "each of " + join_some(std::move(names), 4);
    causes.texts.push_back(fmt::format("{} {}", subject, brings));
  }
  const model::Bps background = network.ingress.today().background[link];
  if (background > model::ceiling(scenario, link)) {
    causes.texts.push_back(
        fmt::format("its background alone is {}: no listed prefix accounts for it, so no "
                    "announcement moves it",
                    model::format_rate(background)));
  }
  return causes;
}

/// How a more specific of the largest prefix on the link could lift it, or an empty text: a listed
/// part that the policy does not announce, or one that could be listed.
std::string more_specific_lift(const NetworkToday& network, const EvaluatedPlan& advice,
                               model::LinkIndex link) {
  const model::Scenario& scenario = network.scenario;
  const std::vector<Contribution> largest = contributions(network, advice.plan, link);
  // A part on peers and exchanges alone is out of reach for all but their networks.
  bool other_transit = false;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    other_transit = other_transit ||
                    (l != link && scenario.links[l].relationship == model::Relationship::transit);
  }
  if (largest.empty() || !other_transit) {
    return "";
  }
  const model::PrefixIndex prefix = largest.front().prefix;
  const model::Prefix& of = scenario.prefixes[prefix];
  const bool ours = of.origin_as == scenario.local_as && !model::is_pinned(scenario, prefix);
  const bool nowhere = of.advertise.carried_count() == 0;
  if (nowhere && ours && !scenario.policy.actions.deaggregate) {
    return fmt::format("add \"deaggregate\" to policy.actions: {} can be announced apart from {}",
                       name_of(scenario, prefix), name_of(scenario, *of.part_of));
  }
  const int longest = of.prefix.family() == model::Family::ipv4 ? 24 : 48;
  if (nowhere || !ours || of.prefix.length >= longest) {
    return "";
  }
  return fmt::format(
      "announce a busy part of {} (/{} at the longest) on another link only: list it with "
      "\"part_of\": \"{}\", and add \"deaggregate\" to policy.actions",
      name_of(scenario, prefix), longest, name_of(scenario, prefix));
}

/// True if one more prefix, moved off the link as far as prepends do it, would bring what a change
/// has to bring of today's excess. More changes that bring next to nothing are no way
/// out.
bool another_change_helps(const NetworkToday& network, const EvaluatedPlan& advice,
                          model::LinkIndex link) {
  constexpr std::size_t most_tried = 8;
  const std::int64_t least = evaluation::least_relief(network.baseline).excess.value;
  std::size_t tried = 0;
  for (const Contribution& one : contributions(network, advice.plan, link)) {
    if (advice.plan.contains(one.prefix) || model::why_pinned(network.scenario, one.prefix)) {
      continue;
    }
    if (++tried > most_tried) {
      break;
    }
    evaluation::Plan plan = advice.plan;
    plan[one.prefix] = most_repelling(network.scenario, one.prefix, link);
    const evaluation::Evaluation after = evaluated(network, plan).after;
    if (after.harmless && advice.after.excess.value - after.excess.value >= least) {
      return true;
    }
  }
  return false;
}

/// What only the other side can do. A peer and the members of an exchange choose by LOCAL_PREF,
/// whatever the path length; a route server lets its members' routes be withheld one by one.
std::string asked_of_neighbour(const model::Link& at, const std::string& prefixes) {
  switch (at.relationship) {
    case model::Relationship::peer:
      return fmt::format("ask AS {} to send less of {} here", at.neighbor_as, prefixes);
    case model::Relationship::ix:
      return fmt::format(
          "withhold {} from some members of the exchange by a community of its route server: list "
          "it as a lever of {} with its \"sources\"",
          prefixes, at.name);
    case model::Relationship::transit:
      break;
  }
  return fmt::format("ask AS {} for a community that lowers its local preference for {}",
                     at.neighbor_as, prefixes);
}

/// What could lift it, the ways that the policy itself opens first.
std::vector<std::string> lifts_of(const NetworkToday& network, const EvaluatedPlan& advice,
                                  model::LinkIndex link, model::Bps load, const Causes& causes) {
  const model::Scenario& scenario = network.scenario;
  const model::Link& at = scenario.links[link];
  const model::Bps too_much = too_much_for_all(scenario, advice.after);
  const bool at_limit = too_much.value <= 0 && !model::allows_another_change(scenario, advice.plan);
  std::vector<std::string> lifts;
  if (const auto target = model::flooding_prefix(scenario, link)) {
    return {rule::attack_answer(name_of(scenario, *target))};
  }
  if (causes.prepend_action_missing) {
    lifts.emplace_back("add \"prepend\" to policy.actions");
  }
  if (at_limit && another_change_helps(network, advice, link)) {
    lifts.push_back(fmt::format("raise max_changes above {}", *scenario.policy.max_changes));
  }
  lifts.push_back(
      fmt::format("raise {} to {}", at.name, capacity_text(capacity_for(scenario, link, load))));
  lifts.push_back(
      fmt::format("add another link with {} of room",
                  capacity_text(std::max(too_much, load - model::ceiling(scenario, link)))));
  if (std::string away = withdrawals(network, advice, link, load - model::ceiling(scenario, link));
      too_much.value <= 0 && !away.empty()) {
    lifts.push_back(std::move(away));
  }
  if (std::string part = more_specific_lift(network, advice, link);
      too_much.value <= 0 && !part.empty()) {
    lifts.push_back(std::move(part));
  }
  if (at_limit || causes.lever_candidates.empty()) {
    return lifts;
  }
  if (const std::vector<UnusedLever> unused = unused_levers(network, link); !unused.empty()) {
    lifts.push_back(fmt::format("use {} on {}: {}", lever_name(*unused.front().lever), at.name,
                                unused.front().why));
  } else if (at.levers.empty()) {
    lifts.push_back(asked_of_neighbour(at, join_some(causes.lever_candidates, 4)));
  }
  return lifts;
}

std::string ceiling_message(const NetworkToday& network, const EvaluatedPlan& advice,
                            model::LinkIndex link, model::Bps load) {
  const model::Scenario& scenario = network.scenario;
  const model::Link& at = scenario.links[link];
  const model::Bps limit = model::ceiling(scenario, link);
  const Causes causes =
      causes_of(network, advice, link, load - limit, too_much_for_all(scenario, advice.after));
  return fmt::format("Link {} stays at {} ({} of {}), {} above its ceiling of {}{}{}{}{}", at.name,
                     percent(utilisation_of(load, at.capacity)), forecast_rate(load),
                     model::format_rate(at.capacity), forecast_rate(load - limit),
                     model::format_rate(limit), causes.texts.empty() ? "" : ": ",
                     join(causes.texts), remediation_mark,
                     fmt::join(lifts_of(network, advice, link, load, causes), "; or "));
}

/// The figures, and what would do; nobody has searched for a change that does.
std::string forecast_message(const model::Scenario& scenario, model::LinkIndex link,
                             model::Bps load) {
  const model::Link& at = scenario.links[link];
  const model::Bps limit = model::ceiling(scenario, link);
  return fmt::format("Link {} is at {} ({} of {}), {} above its ceiling of {}{}raise {} to {}",
                     at.name, percent(utilisation_of(load, at.capacity)), forecast_rate(load),
                     model::format_rate(at.capacity), forecast_rate(load - limit),
                     model::format_rate(limit), remediation_mark, at.name,
                     capacity_text(capacity_for(scenario, link, load)));
}

}  // namespace

std::vector<Violation> broken_ceilings(const NetworkToday& network, const EvaluatedPlan& advice,
                                       PlanOf plan_of) {
  std::vector<Violation> broken;
  const model::Scenario& scenario = network.scenario;
  if (advice.after.excess <= evaluation::relief_tolerance(network.baseline)) {
    return broken;
  }
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Bps load = at_level(advice.after.links[link].peak, scenario.policy.forecast);
    const model::Bps limit = evaluation::excess_threshold(network.baseline, link);
    if (load > limit) {
      broken.push_back({"ceiling", scenario.links[link].name, load, limit,
                        plan_of == PlanOf::operators
                            ? forecast_message(scenario, link, load)
                            : ceiling_message(network, advice, link, load)});
    }
  }
  return broken;
}

std::vector<Violation> broken_failures(const NetworkToday& network, const EvaluatedPlan& advice,
                                       PlanOf plan_of) {
  std::vector<Violation> broken;
  const model::Scenario& scenario = network.scenario;
  if (scenario.policy.n_minus_1 != model::NMinusOne::require) {
    return broken;
  }
  for (const FailureToday& state : network.failures) {
    const evaluation::Flows after =
        evaluation::forecast_from(network.baseline, state.load, advice.plan, state.failure.links);
    if (after.unreachable > state.load.unreachable) {
      const model::Bps lost{after.unreachable};
      const model::Bps today{state.load.unreachable};
      broken.push_back({"n-1", state.failure.name, lost, today,
                        fmt::format("If {} fails, {} is unreachable ({} today){}announce it on a "
                                    "link that does not fail together with {}",
                                    state.failure.name, forecast_rate(lost), forecast_rate(today),
                                    remediation_mark, state.failure.name)});
    }
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      const model::Link& at = scenario.links[link];
      const model::Bps load = at_level(peak_range(after, link), scenario.policy.forecast);
      if (load > at.capacity) {
        broken.push_back(
            {"n-1", at.name, load, at.capacity,
             fmt::format("If {} fails, link {} gets {} for a capacity of {} ({}){}{}raise {} to "
                         "{}; or add another link that does not fail together with {}",
                         state.failure.name, at.name, forecast_rate(load),
                         model::format_rate(at.capacity),
                         percent(utilisation_of(load, at.capacity)),
                         plan_of == PlanOf::search ? ", no more than today" : "", remediation_mark,
                         at.name, capacity_text(load), state.failure.name)});
      }
    }
  }
  return broken;
}

}  // namespace bgpte::advice
