#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/levers.hpp"
#include "src/advice/parts.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

constexpr std::string_view no_prepend =
    "may get no prepend, since policy.actions does not have \"prepend\"";

/// What a prefix brings to a link at the peak under a plan, expected.
struct Contribution {
  model::PrefixIndex prefix = 0;
  model::Bps volume;
};

const model::Advertisement& advertised(const Situation& situation, const evaluation::Plan& plan,
                                       model::PrefixIndex prefix) {
  return evaluation::advertisement(situation.scenario, plan, prefix);
}

std::vector<Contribution> contributions(const Situation& situation, const evaluation::Plan& plan,
                                        model::LinkIndex link) {
  // Prefixes that stay are counted where they enter today; only the largest matter here.
  std::vector<Contribution> found;
  for (const Cell& cell : largest_cells(situation, link, 64)) {
    if (!plan.contains(cell.prefix)) {
      found.push_back(
          {cell.prefix, model::Bps{std::llround(peak_home_of(situation, cell.prefix)[link])}});
    }
  }
  for (const auto& [prefix, x] : plan) {
    const std::vector<double> home = peak_home_of(situation, prefix);
    const double volume = situation.ingress.forecast(prefix, x, home).expected[link];
    if (volume >= 1) {
      found.push_back({prefix, model::Bps{std::llround(volume)}});
    }
  }
  std::sort(found.begin(), found.end(), [](const Contribution& a, const Contribution& b) {
    return a.volume != b.volume ? a.volume > b.volume : a.prefix < b.prefix;
  });
  return found;
}

/// True where the plan makes as many changes as the policy allows: that is then what binds.
bool limit_reached(const model::Scenario& scenario, const evaluation::Plan& plan) {
  return scenario.policy.max_changes &&
         evaluation::changes_of(scenario, plan).size() >= *scenario.policy.max_changes;
}

/// Why no more of the prefix is moved off the link.
std::string obstacle(const Situation& situation, const evaluation::Plan& plan,
                     model::PrefixIndex prefix, model::LinkIndex link) {
  const model::Scenario& scenario = situation.scenario;
  const std::string& at = scenario.links[link].name;
  if (const std::string pinned = why_pinned(scenario, prefix); !pinned.empty()) {
    return "is " + pinned;
  }
  if (advertised(situation, plan, prefix).carried_count() < 2) {
    return fmt::format("is announced on {} only", at);
  }
  if (const model::LeverChoice lever = advertised(situation, plan, prefix).lever(link);
      lever != model::no_lever) {
    return fmt::format("is announced there with {} already",
                       lever_name(scenario.links[link].levers[lever - 1U]));
  }
  if (is_inert(situation, prefix, link)) {
    return fmt::format("is pinned to {}: no prepend up to {} moves it", at,
                       static_cast<int>(scenario.policy.max_prepend));
  }
  const model::Policy& policy = scenario.policy;
  if (std::binary_search(policy.pinned_links.begin(), policy.pinned_links.end(), link)) {
    return fmt::format("may not be changed on {}, which is pinned by the policy", at);
  }
  if (limit_reached(scenario, plan)) {
    return fmt::format("would need one change more than max_changes = {} allows",
                       *policy.max_changes);
  }
  if (!policy.actions.prepend) {
    return std::string(no_prepend);
  }
  // What the strongest prepends would do names what stands in the way.
  evaluation::Plan strongest = plan;
  strongest[prefix] = most_repelling(scenario, prefix, link);
  const evaluation::Evaluation then = evaluation::evaluate(scenario, situation.ingress, strongest);
  const auto room_lacks = [&](auto load_of) -> std::string {
    for (model::LinkIndex other = 0; other < scenario.links.size(); ++other) {
      const model::Bps load = load_of(then.links[other]);
      const model::Bps limit =
          std::max(model::ceiling(scenario, other), load_of(situation.today.links[other]));
      if (other != link && load > limit) {
        return fmt::format("{} at {}", scenario.links[other].name,
                           percent(utilisation_of(load, scenario.links[other].capacity)));
      }
    }
    return "";
  };
  const model::ForecastLevel level = scenario.policy.forecast;
  if (const std::string full =
          room_lacks([&](const evaluation::LinkLoad& load) { return at_level(load.peak, level); });
      !full.empty()) {
    return fmt::format("finds no room elsewhere (moved off {}, it puts {})", at, full);
  }
  if (const std::string harmed =
          room_lacks([](const evaluation::LinkLoad& load) { return load.harm; });
      !then.harmless && !harmed.empty()) {
    return fmt::format("may do harm elsewhere (moved off {}, the range's bad end puts {})", at,
                       harmed);
  }
  const std::size_t needed = strongest[prefix].changes_from(scenario.prefixes[prefix].advertise);
  if (needed > policy.max_changes_per_prefix) {
    return fmt::format("would need {} changes where max_changes_per_prefix = {} allows no more",
                       needed, policy.max_changes_per_prefix);
  }
  const std::vector<double> home = peak_home_of(situation, prefix);
  const double left = situation.ingress.forecast(prefix, strongest[prefix], home).expected[link];
  return fmt::format("keeps {} there even with all the prepends that the cap of {} allows",
                     forecast_rate(model::Bps{std::llround(left)}),
                     static_cast<int>(scenario.policy.max_prepend));
}

/// What the links carry in sum above their ceilings in sum; zero where there is room for all.
model::Bps too_much_for_all(const model::Scenario& scenario, const evaluation::Evaluation& after) {
  model::Bps sum;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    sum += after.links[link].peak.expected - model::ceiling(scenario, link);
  }
  return std::max(sum, model::Bps{});
}

/// "withdraw 11.0.0.0/24 from A (its 900 Mbps then enter by B, at 59 %)"; empty where the other
/// links have no room for it.
std::string withdrawal(const Situation& situation, const Priced& advice, model::PrefixIndex prefix,
                       model::LinkIndex link) {
  const model::Scenario& scenario = situation.scenario;
  model::Advertisement x = advertised(situation, advice.plan, prefix);
  if (x.carried_count() < 2 || !x.carried_on(link) || !why_pinned(scenario, prefix).empty()) {
    return "";
  }
  const std::vector<double> home = peak_home_of(situation, prefix);
  const ingress::Forecast before = situation.ingress.forecast(prefix, x, home);
  x.withdraw(link);
  const ingress::Forecast then = situation.ingress.forecast(prefix, x, home);
  double total = 0;
  for (const double volume : home) {
    total += volume;
  }
  if (then.unreachable > 0.005 * total) {
    return "";
  }
  std::vector<std::string> where;
  for (model::LinkIndex other = 0; other < x.size(); ++other) {
    const double gain = then.expected[other] - before.expected[other];
    if (other == link || gain < 1) {
      continue;
    }
    const model::Bps load =
        advice.after.links[other].peak.expected + model::Bps{std::llround(gain)};
    if (load > model::ceiling(scenario, other)) {
      return "";
    }
    where.push_back(fmt::format("{} at {}", scenario.links[other].name,
                                percent(utilisation_of(load, scenario.links[other].capacity))));
  }
  if (where.empty()) {
    return "";
  }
  return fmt::format(
      "withdraw {} from {} ({} then enter elsewhere: {})", name_of(scenario, prefix),
      scenario.links[link].name,
      forecast_rate(model::Bps{std::llround(before.expected[link] - then.expected[link])}),
      join(where));
}

/// Rounded up to what three digits can say, so that the figure is enough.
std::string capacity_text(model::Bps needed) {
  std::int64_t step = 1;
  while (needed.value / step >= 10'000) {
    step *= 10;
  }
  return model::format_rate(model::Bps{(needed.value + step - 1) / step * step});
}

std::string ceiling_message(const Situation& situation, const Priced& advice, model::LinkIndex link,
                            model::Bps load) {
  const model::Scenario& scenario = situation.scenario;
  const model::Link& at = scenario.links[link];
  const model::Bps limit = model::ceiling(scenario, link);
  const model::Bps background = situation.ingress.today().background[link];
  std::vector<std::string> causes;
  std::vector<std::string> lifts;
  std::vector<std::string> communities;
  model::Bps explained;
  bool prepend_wanted = false;
  const model::Bps too_much = too_much_for_all(scenario, advice.after);
  if (too_much.value > 0) {
    causes.push_back(
        fmt::format("the links together carry {} more than all their ceilings allow, "
                    "so no change of announcements can lift all of it",
                    forecast_rate(too_much)));
  }
  for (const Contribution& one : contributions(situation, advice.plan, link)) {
    if (explained >= load - limit || causes.size() == 3 || too_much.value > 0) {
      break;
    }
    explained += one.volume;
    const std::string why = obstacle(situation, advice.plan, one.prefix, link);
    prepend_wanted = prepend_wanted || why == no_prepend;
    causes.push_back(fmt::format("{} brings {} of it and {}", name_of(scenario, one.prefix),
                                 forecast_rate(one.volume), why));
    if (std::string lift = withdrawal(situation, advice, one.prefix, link); !lift.empty()) {
      lifts.push_back(std::move(lift));
    }
    if (advertised(situation, advice.plan, one.prefix).carried_count() > 1) {
      communities.push_back(name_of(scenario, one.prefix));
    }
  }
  if (background > limit) {
    causes.push_back(
        fmt::format("its background alone is {}, which no listed prefix explains and "
                    "nothing steers",
                    model::format_rate(background)));
  }
  lifts.insert(lifts.begin(), fmt::format("raise {} to {}", at.name,
                                          capacity_text(capacity_for(scenario, link, load))));
  lifts.insert(lifts.begin() + 1, fmt::format("add another link with {} of room",
                                              capacity_text(std::max(too_much, load - limit))));
  if (too_much.value <= 0 && limit_reached(scenario, advice.plan)) {
    communities.clear();
    lifts.insert(lifts.begin(),
                 fmt::format("raise max_changes above {}", *scenario.policy.max_changes));
  }
  if (prepend_wanted) {
    lifts.insert(lifts.begin(), "add \"prepend\" to policy.actions");
  }
  const std::vector<UnusedLever> unused = unused_levers(situation, link);
  if (!communities.empty() && !unused.empty()) {
    lifts.push_back(fmt::format("use the lever {} of {}: {}", lever_name(*unused.front().lever),
                                at.name, unused.front().why));
  } else if (!communities.empty() && at.levers.empty()) {
    lifts.push_back(fmt::format("ask AS {} for a community that lowers its local preference for {}",
                                at.neighbor_as, join(communities)));
  }
  return fmt::format("Link {} stays at {} ({} of {}), {} above its ceiling of {}{}{}{}{}", at.name,
                     percent(utilisation_of(load, at.capacity)), forecast_rate(load),
                     model::format_rate(at.capacity), forecast_rate(load - limit),
                     model::format_rate(limit), causes.empty() ? "" : ": ", join(causes), lift_mark,
                     fmt::join(lifts, "; or "));
}

/// Traffic that the changes leave without any link, and whose it is.
Violation unreachable(const Situation& situation, const Priced& plan) {
  const model::Scenario& scenario = situation.scenario;
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
  const model::Bps lost = plan.after.unreachable - situation.today.unreachable;
  return {"unreachable", link, plan.after.unreachable, situation.today.unreachable,
          fmt::format(
              "{} unreachable{}{}announce {} on some link", forecast_rate(lost),
              prefixes.empty() ? "" : fmt::format(": no link announces {}", join_some(prefixes, 4)),
              lift_mark, prefixes.size() == 1 ? "it" : "them")};
}

/// Where a search does better than the operator's own plan.
std::string forecast_message(const model::Scenario& scenario, model::LinkIndex link,
                             model::Bps load, model::Bps best) {
  const model::Link& at = scenario.links[link];
  const model::Bps limit = model::ceiling(scenario, link);
  return fmt::format(
      "Link {} is at {} ({} of {}), {} above its ceiling of {}{}bgpte advise has a "
      "plan that brings it to {}",
      at.name, percent(utilisation_of(load, at.capacity)), forecast_rate(load),
      model::format_rate(at.capacity), forecast_rate(load - limit), model::format_rate(limit),
      lift_mark, percent(utilisation_of(best, at.capacity)));
}

}  // namespace

std::vector<Violation> broken_ceilings(const Situation& situation, const Priced& advice,
                                       const Priced* better) {
  std::vector<Violation> broken;
  const model::Scenario& scenario = situation.scenario;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Bps load = at_level(advice.after.links[link].peak, scenario.policy.forecast);
    const model::Bps limit = model::ceiling(scenario, link);
    if (load > limit) {
      const model::Bps best =
          better ? at_level(better->after.links[link].peak, scenario.policy.forecast) : load;
      broken.push_back({"ceiling", scenario.links[link].name, load, limit,
                        best < load ? forecast_message(scenario, link, load, best)
                                    : ceiling_message(situation, advice, link, load)});
    }
  }
  return broken;
}

std::vector<Violation> broken_failures(const Situation& situation, const Priced& advice,
                                       const Priced* better) {
  std::vector<Violation> broken;
  const model::Scenario& scenario = situation.scenario;
  if (scenario.policy.n_minus_1 != model::NMinusOne::require) {
    return broken;
  }
  for (const FailureToday& state : situation.failures) {
    const evaluation::FailureLoad after =
        evaluation::load_under(scenario, situation.ingress, advice.plan, state.failure);
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      const model::Link& at = scenario.links[link];
      const model::Bps load = at_level(after.peak[link], scenario.policy.forecast);
      if (load > at.capacity) {
        broken.push_back(
            {"n-1", at.name, load, at.capacity,
             fmt::format("If {} fails, link {} gets {} for a capacity of {} ({}){}{}raise {} to "
                         "{}; or add another link that does not fail together with {}",
                         state.failure.name, at.name, forecast_rate(load),
                         model::format_rate(at.capacity),
                         percent(utilisation_of(load, at.capacity)),
                         better == nullptr ? ", and no allowed change prevents it" : "", lift_mark,
                         at.name, capacity_text(load), state.failure.name)});
      }
    }
  }
  return broken;
}

std::vector<Violation> broken_rules(const Situation& situation, const Priced& plan) {
  std::vector<Violation> broken;
  const model::Scenario& scenario = situation.scenario;
  const model::Policy& policy = scenario.policy;
  if (plan.after.unreachable > situation.today.unreachable) {
    broken.push_back(unreachable(situation, plan));
  }
  if (policy.do_no_harm != model::DoNoHarm::off) {
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      const model::Link& at = scenario.links[link];
      const model::Bps load = plan.after.links[link].harm;
      const model::Bps limit =
          std::max(model::ceiling(scenario, link), situation.today.links[link].harm);
      if (load > limit) {
        broken.push_back(
            {"do-no-harm", at.name, load, limit,
             fmt::format("Link {} could end at {} ({}), above both its ceiling of {} and the {} it "
                         "carries today: the change may do harm there",
                         at.name, forecast_rate(load), percent(utilisation_of(load, at.capacity)),
                         model::format_rate(model::ceiling(scenario, link)),
                         forecast_rate(situation.today.links[link].harm))});
      }
    }
  }
  for (const model::Change& change : evaluation::changes_of(scenario, plan.plan)) {
    const std::string prefix = name_of(scenario, change.prefix);
    const std::string& link = scenario.links[change.link].name;
    const std::string pinned = why_pinned(scenario, change.prefix);
    if (!pinned.empty()) {
      broken.push_back({"pin", link, {}, {}, fmt::format("{} is {}", prefix, pinned)});
    } else if (std::binary_search(policy.pinned_links.begin(), policy.pinned_links.end(),
                                  change.link)) {
      broken.push_back(
          {"pin", link, {}, {}, fmt::format("Link {} is pinned by the operator", link)});
    }
    if (change.to > policy.max_prepend) {
      broken.push_back({"max-prepend",
                        link,
                        {},
                        {},
                        fmt::format("prepend {} for {} on {} is above the cap of {}",
                                    static_cast<int>(change.to), prefix, link,
                                    static_cast<int>(policy.max_prepend))});
    }
  }
  const std::vector<model::Change> changes = evaluation::changes_of(scenario, plan.plan);
  if (policy.max_changes && changes.size() > *policy.max_changes) {
    broken.push_back(
        {"max-changes",
         scenario.links[changes.front().link].name,
         {},
         {},
         fmt::format("{} changes; the policy allows {}", changes.size(), *policy.max_changes)});
  }
  for (const auto& [prefix, x] : plan.plan) {
    const auto first =
        std::find_if(changes.begin(), changes.end(),
                     [p = prefix](const model::Change& change) { return change.prefix == p; });
    const std::string link = first == changes.end() ? "" : scenario.links[first->link].name;
    const std::size_t count = x.changes_from(scenario.prefixes[prefix].advertise);
    if (count > policy.max_changes_per_prefix) {
      broken.push_back({"max-changes",
                        link,
                        {},
                        {},
                        fmt::format("{} changes of {}; the policy allows {} of each prefix", count,
                                    name_of(scenario, prefix), policy.max_changes_per_prefix)});
    }
    if (x.carried_count() < policy.min_links) {
      broken.push_back({"min-links",
                        link,
                        {},
                        {},
                        fmt::format("{} would be announced on {} link{}; the policy asks for {}",
                                    name_of(scenario, prefix), x.carried_count(),
                                    x.carried_count() == 1 ? "" : "s", policy.min_links)});
    }
  }
  return broken;
}

}  // namespace bgpte::advice
