// Why each change is made: what moves where, and what that does to links and bill.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/parts.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

model::Bps part_of(double share, double volume) {
  return model::Bps{std::llround(std::max(0.0, share) * volume)};
}

/// "moves 270 (135 to 450) of 900 Mbps from A to B": all links that lose, all that gain. What has
/// no link left is said first.
std::string moved_text(const NetworkToday& network, const PrefixShares& shares) {
  const model::Scenario& scenario = network.scenario;
  double low = 0;
  double lost = 0;
  double high = 0;
  double gained = 0;
  std::vector<std::string> losers;
  std::vector<std::string> gainers;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const double rise = shares.expected[link] - shares.today[link];
    gained += std::max(0.0, rise);
    if (-rise > moved_share) {
      lost -= rise;
      low += std::max(0.0, shares.today[link] - shares.high[link]);
      high += shares.today[link] - shares.low[link];
      losers.push_back(scenario.links[link].name);
    } else if (rise > moved_share) {
      gainers.push_back(scenario.links[link].name);
    }
  }
  if (losers.empty()) {
    return "moves nothing that is measured";
  }
  const double unreachable = lost - gained;
  if (unreachable > moved_share) {
    const std::string text = fmt::format("leaves {} of {} from {} unreachable",
                                         forecast_rate(part_of(unreachable, shares.volume)),
                                         forecast_rate(part_of(1, shares.volume)), join(losers));
    return gainers.empty()
               ? text
               : fmt::format("{} and moves {} to {}", text,
                             forecast_rate(part_of(gained, shares.volume)), join(gainers));
  }
  return fmt::format(
      "moves {} from {} to {}",
      model::forecast_rate_of(part_of(low, shares.volume), part_of(lost, shares.volume),
                              part_of(high, shares.volume), part_of(1, shares.volume)),
      join(losers), gainers.empty() ? "the other links" : join(gainers));
}

/// "A falls from 98 % to 71 % (53-93 %)" for each link the plan moves by a point or more.
std::string links_text(const NetworkToday& network, const evaluation::Evaluation& after,
                       const PrefixShares& shares) {
  const model::Scenario& scenario = network.scenario;
  std::vector<std::string> texts;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Bps capacity = scenario.links[link].capacity;
    const double before = utilisation_of(network.today.links[link].peak.expected, capacity);
    const Utilisation then = utilisation_of(after.links[link].peak, capacity);
    if (std::llround(before * 100) == std::llround(then.expected * 100) ||
        shares.today[link] == shares.expected[link]) {
      continue;
    }
    texts.push_back(fmt::format("{} {} from {} to {}", scenario.links[link].name,
                                then.expected < before ? "falls" : "rises", percent(before),
                                percent_with_range(then)));
  }
  return join_some(std::move(texts), 4);
}

}  // namespace

EvaluatedPlan evaluated(const NetworkToday& network, const evaluation::Plan& plan) {
  return {plan, evaluation::evaluate(network.baseline, plan, 1, network.down)};
}

ChangeText text_of(const model::Scenario& scenario, const model::Change& change) {
  const model::Link& link = scenario.links[change.link];
  const auto lever = [&](model::LeverChoice choice) -> std::optional<LeverText> {
    if (choice == model::no_lever) {
      return std::nullopt;
    }
    const model::Lever& chosen = link.levers[choice - 1U];
    return LeverText{chosen.name, chosen.marks};
  };
  return {name_of(scenario, change.prefix),
          link.name,
          change.from,
          change.to,
          "",
          lever(change.from_lever),
          lever(change.to_lever)};
}

std::vector<ChangeText> texts_of(const model::Scenario& scenario, const evaluation::Plan& plan) {
  std::vector<ChangeText> texts;
  for (const model::Change& change : evaluation::changes_of(scenario, plan)) {
    texts.push_back(text_of(scenario, change));
  }
  return texts;
}

std::vector<ChangeText> reasoned_changes(const NetworkToday& network, const EvaluatedPlan& advice) {
  const model::Scenario& scenario = network.scenario;
  const std::vector<model::Change> changes = evaluation::changes_of(scenario, advice.plan);
  // Pricing a prefix alone costs a pass over the scenario: long plans are described as a whole.
  constexpr std::size_t prefixes_priced_alone = 16;
  std::vector<ChangeText> texts;
  for (std::size_t i = 0; i < changes.size();) {
    std::size_t end = i;
    std::vector<std::string> names;
    while (end < changes.size() && changes[end].prefix == changes[i].prefix) {
      names.push_back(scenario.links[changes[end].link].name);
      ++end;
    }
    const model::PrefixIndex prefix = changes[i].prefix;
    const model::Advertisement& x = advice.plan.at(prefix);
    const PrefixShares shares = shares_of(network, advice.plan, prefix);
    std::string reason = moved_text(network, shares);
    if (end - i > 1) {
      reason = fmt::format("with its changes on {} it {}", join(names), reason);
    }
    const bool whole = advice.plan.size() == 1;
    if (whole || advice.plan.size() <= prefixes_priced_alone) {
      const evaluation::Evaluation alone =
          whole ? advice.after : evaluated(network, {{prefix, x}}).after;
      const std::string links = links_text(network, alone, shares);
      reason += fmt::format(
          "{}{}; {}{}", links.empty() ? "" : "; ", links, whole ? "" : "by itself ",
          bill_moves(alone.bill.expected - network.today.bill.expected, scenario.currency));
    } else {
      const std::string links = links_text(network, advice.after, shares);
      reason += links.empty() ? "" : "; with all changes " + links;
    }
    const std::size_t first = i;
    for (; i < end; ++i) {
      texts.push_back(text_of(scenario, changes[i]));
      texts.back().reason =
          sentence(i == first ? reason
                              : fmt::format("together with its change on {}: {}", names[0],
                                            moved_text(network, shares)));
    }
  }
  return texts;
}

}  // namespace bgpte::advice
