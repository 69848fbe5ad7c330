// Why a prefix keeps entering by a link, and whether withdrawing it there would help.
#include "src/advice/obstacles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "src/advice/levers.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

const model::Advertisement& advertised(const NetworkToday& network, const evaluation::Plan& plan,
                                       model::PrefixIndex prefix) {
  return evaluation::advertisement(network.scenario, plan, prefix);
}

/// What stands in the way whatever prepends the prefix gets: nothing is empty.
std::string fixed_obstacle(const NetworkToday& network, const evaluation::Plan& plan,
                           model::PrefixIndex prefix, model::LinkIndex link) {
  const model::Scenario& scenario = network.scenario;
  const std::string& at = scenario.links[link].name;
  if (const std::optional<model::Denial> pin = model::why_pinned(scenario, prefix)) {
    return "is " + pin_text(*pin);
  }
  if (scenario.prefixes[prefix].originated_by == link) {
    return "is " + originated_text(scenario, link);
  }
  if (advertised(network, plan, prefix).carried_count() < 2) {
    return fmt::format("is announced on {} only", at);
  }
  if (const model::LeverChoice lever = advertised(network, plan, prefix).lever(link);
      lever != model::no_lever) {
    return fmt::format("is announced there with {} already",
                       lever_name(scenario.links[link].levers[lever - 1U]));
  }
  if (is_inert(network, prefix, link)) {
    return fmt::format("is pinned to {}: no prepend up to {} moves it", at,
                       static_cast<int>(scenario.policy.max_prepend));
  }
  if (model::is_pinned_link(scenario, link)) {
    return fmt::format("may not be changed on {}, which is pinned by the policy", at);
  }
  if (!model::allows_another_change(scenario, plan)) {
    return fmt::format("would need one change more than max_changes = {} allows",
                       *scenario.policy.max_changes);
  }
  return "";
}

/// Which other link would be too full if the prefix were moved off `link` by the strongest
/// prepends, as `then` has it; empty where all have room.
std::string missing_room(const NetworkToday& network, const evaluation::Evaluation& then,
                         model::LinkIndex link) {
  const model::Scenario& scenario = network.scenario;
  const std::string& at = scenario.links[link].name;
  const auto room_lacks = [&](auto load_of) -> std::string {
    for (model::LinkIndex other = 0; other < scenario.links.size(); ++other) {
      const model::Bps load = load_of(then.links[other]);
      const model::Bps limit =
          std::max(model::ceiling(scenario, other), load_of(network.today.links[other]));
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
  return "";
}

/// True if a withdrawal of the prefix from the link, on top of the plan, breaks a rule that binds
/// the operator too. What the plan itself breaks elsewhere does not count.
bool withdrawal_forbidden(const model::Scenario& scenario, const evaluation::Plan& plan,
                          model::PrefixIndex prefix, model::LinkIndex link) {
  const model::Advertisement& planned = evaluation::advertisement(scenario, plan, prefix);
  const model::Advertisement& today = scenario.prefixes[prefix].advertise;
  const bool is_another_change = model::setting_of(planned, link) == model::setting_of(today, link);
  if (is_another_change && !model::allows_another_change(scenario, plan)) {
    return true;
  }
  model::Advertisement x = planned;
  x.withdraw(link);
  std::vector<model::WhyNot> reasons = model::why_not(scenario, prefix, link, {});
  const std::vector<model::WhyNot> whole = model::why_not_as_a_whole(scenario, prefix, x);
  reasons.insert(reasons.end(), whole.begin(), whole.end());
  return std::any_of(reasons.begin(), reasons.end(), [](const model::WhyNot& one) {
    return model::binds(one.denial) == model::Binds::operator_too;
  });
}

/// A link whose failure would leave the prefix without any way in, neither by itself nor by one
/// that covers it, or sources without one that have it today; nothing where there is none.
std::optional<model::LinkIndex> only_way_in(const NetworkToday& network,
                                            const evaluation::Plan& plan,
                                            model::PrefixIndex prefix) {
  const std::vector<double> home = peak_home_of(network, prefix);
  for (model::LinkIndex l = 0; l < network.scenario.links.size(); ++l) {
    const auto lost = [&](const evaluation::Plan& announced) {
      const auto x = evaluation::effective(network.baseline, announced, {l}, prefix);
      return x ? network.ingress.forecast(prefix, *x, home).unreachable : 0;
    };
    const bool nowhere = !evaluation::followed(network.baseline, plan, {l}, prefix);
    if (nowhere || lost(plan) > lost({}) + 0.005 * total_of(home)) {
      return l;
    }
  }
  return std::nullopt;
}

/// `where`: what the other links then carry. `caveat`: put behind it.
std::string withdrawal_text(const std::string& prefixes, const std::string& link, double moved,
                            const std::vector<std::string>& where, const std::string& caveat = "") {
  return fmt::format("withdraw {} from {} ({} then enter elsewhere: {}{})", prefixes, link,
                     forecast_rate(model::Bps{std::llround(moved)}), join(where), caveat);
}

}  // namespace

std::vector<Contribution> contributions(const NetworkToday& network, const evaluation::Plan& plan,
                                        model::LinkIndex link) {
  // Prefixes that stay are counted where they enter today; only the largest matter here.
  std::vector<Contribution> found;
  for (const Cell& cell : largest_cells(network, link, 64)) {
    if (!plan.contains(cell.prefix)) {
      found.push_back(
          {cell.prefix, model::Bps{std::llround(peak_home_of(network, cell.prefix)[link])}});
    }
  }
  for (const auto& [prefix, x] : plan) {
    const std::vector<double> home = peak_home_of(network, prefix);
    const double volume = ingress_under(network, plan, prefix, home).expected[link];
    if (volume >= 1) {
      found.push_back({prefix, model::Bps{std::llround(volume)}});
    }
  }
  std::sort(found.begin(), found.end(), [](const Contribution& a, const Contribution& b) {
    return a.volume != b.volume ? a.volume > b.volume : a.prefix < b.prefix;
  });
  return found;
}

Obstacle obstacle(const NetworkToday& network, const evaluation::Plan& plan,
                  model::PrefixIndex prefix, model::LinkIndex link) {
  const model::Scenario& scenario = network.scenario;
  if (std::string text = fixed_obstacle(network, plan, prefix, link); !text.empty()) {
    return {std::move(text)};
  }
  // What the strongest prepends would do names what stands in the way.
  evaluation::Plan strongest = plan;
  strongest[prefix] = most_repelling(scenario, prefix, link);
  const model::Advertisement& x = strongest[prefix];
  if (model::contains(model::why_not(scenario, {{prefix, x}}), model::Denial::no_prepend_action)) {
    return {"may get no prepend, since policy.actions does not have \"prepend\"", true};
  }
  if (std::string text = missing_room(network, evaluated(network, strongest).after, link);
      !text.empty()) {
    return {std::move(text)};
  }
  for (const model::WhyNot& why : model::why_not_as_a_whole(scenario, prefix, x)) {
    if (why.denial == model::Denial::changes_of_prefix) {
      return {fmt::format("would need {} changes where max_changes_per_prefix = {} allows no more",
                          why.asked, why.allowed)};
    }
  }
  const std::vector<double> home = peak_home_of(network, prefix);
  const double left = ingress_under(network, strongest, prefix, home).expected[link];
  return {fmt::format("keeps {} there even with all the prepends that the cap of {} allows",
                      forecast_rate(model::Bps{std::llround(left)}),
                      static_cast<int>(scenario.policy.max_prepend))};
}

std::string withdrawal(const NetworkToday& network, const EvaluatedPlan& advice,
                       model::PrefixIndex prefix, model::LinkIndex link) {
  const model::Scenario& scenario = network.scenario;
  model::Advertisement x = advertised(network, advice.plan, prefix);
  if (x.carried_count() < 2 || !x.carried_on(link) || model::flooded_link(scenario, prefix) ||
      withdrawal_forbidden(scenario, advice.plan, prefix, link)) {
    return "";
  }
  const std::vector<double> home = peak_home_of(network, prefix);
  evaluation::Plan without = advice.plan;
  x.withdraw(link);
  without[prefix] = x;
  if (ingress_under(network, without, prefix, home).unreachable > 0.005 * total_of(home)) {
    return "";
  }
  std::vector<double> gains(x.size(), 0.0);  // [link] with those of prefixes that follow this one.
  for (const model::PrefixIndex p : evaluation::touched(network.baseline, {{prefix, x}})) {
    const std::vector<double> cells = peak_home_of(network, p);
    const ingress::Forecast before = ingress_under(network, advice.plan, p, cells);
    const ingress::Forecast after = ingress_under(network, without, p, cells);
    for (model::LinkIndex l = 0; l < x.size(); ++l) {
      gains[l] += after.expected[l] - before.expected[l];
    }
  }
  std::vector<model::LinkIndex> others;  // That then carry more.
  for (model::LinkIndex other = 0; other < x.size(); ++other) {
    if (other != link && gains[other] >= 1) {
      others.push_back(other);
    }
  }
  const auto load = [&](model::LinkIndex l) {
    return advice.after.links[l].peak.expected + model::Bps{std::llround(gains[l])};
  };
  if (others.empty() || std::any_of(others.begin(), others.end(), [&](model::LinkIndex l) {
        return load(l) > model::ceiling(scenario, l);
      })) {
    return "";
  }
  const EvaluatedPlan then = evaluated(network, without);
  std::vector<std::string> where;
  for (const model::LinkIndex l : others) {
    const model::Link& other = scenario.links[l];
    const model::Bps harm = then.after.links[l].harm;
    where.push_back(
        fmt::format("{} at {}{}", other.name, percent(utilisation_of(load(l), other.capacity)),
                    harm > other.capacity
                        ? fmt::format(" (up to {})", percent(utilisation_of(harm, other.capacity)))
                        : ""));
  }
  const std::optional<model::LinkIndex> last = only_way_in(network, without, prefix);
  return withdrawal_text(
      name_of(scenario, prefix), scenario.links[link].name, -gains[link], where,
      last ? fmt::format("; with {} down it could not be reached unless {} then announces it "
                         "(conditional advertisement)",
                         scenario.links[*last].name, scenario.links[link].name)
           : "");
}

std::string withdrawals(const NetworkToday& network, const EvaluatedPlan& advice,
                        model::LinkIndex link, model::Bps above) {
  constexpr std::size_t most_together = 12;
  const model::Scenario& scenario = network.scenario;
  std::vector<std::string> names;
  evaluation::Plan plan = advice.plan;
  std::string alone;
  for (const Contribution& one : contributions(network, advice.plan, link)) {
    std::string text = withdrawal(network, advice, one.prefix, link);
    if (text.empty()) {
      continue;
    }
    alone = names.empty() ? std::move(text) : "";
    names.push_back(name_of(scenario, one.prefix));
    model::Advertisement x = advertised(network, advice.plan, one.prefix);
    x.withdraw(link);
    plan[one.prefix] = std::move(x);
    above -= one.volume;
    if (above.value <= 0 || names.size() == most_together) {
      break;
    }
  }
  if (above.value > 0 || !alone.empty()) {
    return above.value > 0 ? "" : alone;
  }
  const evaluation::Evaluation then = evaluated(network, plan).after;
  std::vector<std::string> where;
  for (model::LinkIndex other = 0; other < scenario.links.size(); ++other) {
    const model::Bps load = then.links[other].peak.expected;
    const model::Bps gain = load - advice.after.links[other].peak.expected;
    if (load > std::max(model::ceiling(scenario, other), advice.after.links[other].peak.expected)) {
      return "";
    }
    if (other != link && gain.value > 0) {
      where.push_back(fmt::format("{} at {}", scenario.links[other].name,
                                  percent(utilisation_of(load, scenario.links[other].capacity))));
    }
  }
  const bool broken = std::ranges::any_of(model::why_not(scenario, plan), [](const auto& one) {
    return model::binds(one.denial) == model::Binds::operator_too;
  });
  if (broken || then.links[link].peak.expected > model::ceiling(scenario, link) ||
      then.unreachable > advice.after.unreachable) {
    return "";
  }
  const model::Bps moved = advice.after.links[link].peak.expected - then.links[link].peak.expected;
  return withdrawal_text(join_some(std::move(names), 4), scenario.links[link].name,
                         static_cast<double>(moved.value), where);
}

bool could_get_lever(const model::Scenario& scenario, const evaluation::Plan& plan,
                     model::PrefixIndex prefix, model::LinkIndex link) {
  return evaluation::advertisement(scenario, plan, prefix).carried_count() > 1 &&
         !model::is_pinned(scenario, prefix) && !model::is_pinned_link(scenario, link);
}

std::string originated_text(const model::Scenario& scenario, model::LinkIndex link) {
  return fmt::format("originated by the provider of {} itself: no prepend of ours is on that path",
                     scenario.links[link].name);
}

std::string pin_text(model::Denial pin) {
  return pin == model::Denial::multihomed_elsewhere
             ? "pinned, since it has another provider of its own"
         : pin == model::Denial::suspected_attack ? "not moved, since it looks like an attack"
         : pin == model::Denial::beside_attack
             ? "not moved before the suspected attack beside it is answered"
             : "pinned by the operator";
}

}  // namespace bgpte::advice
