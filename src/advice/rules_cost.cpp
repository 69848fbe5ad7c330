#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "rule_table.hpp"
#include "shares.hpp"
#include "wording.hpp"

namespace bgpte::advice::rule {
namespace {

/// Prefixes looked at for each link: the largest say what there is to say.
constexpr std::size_t cells_looked_at = 64;

bool same_bill(const model::Link& a, const model::Link& b) {
  return !a.contract.empty() && a.contract == b.contract;
}

struct PortRates {
  model::Bps inbound, outbound;
};

/// What the bill of `link` looks at: all ports of its contract together.
PortRates ports_of(const Situation& situation, model::LinkIndex link) {
  const model::Scenario& scenario = situation.scenario;
  PortRates rates;
  for (model::LinkIndex other = 0; other < scenario.links.size(); ++other) {
    if (other == link || same_bill(scenario.links[other], scenario.links[link])) {
      rates.inbound += situation.today.links[other].inbound.expected;
      rates.outbound += scenario.links[other].outbound.value_or(model::Bps{});
    }
  }
  return rates;
}

/// The month's bill if `inbound` entered; the outbound stays as it is.
model::Money bill_at(const model::Billing& billing, model::Bps inbound, model::Bps outbound) {
  switch (billing.direction) {
    case model::BillingDirection::inbound:
      return model::bill(billing, inbound);
    case model::BillingDirection::separate:
      return model::bill(billing, inbound) + model::bill(billing, outbound);
    case model::BillingDirection::greater_of_each_sample:
    case model::BillingDirection::greater_of_percentiles:
      return model::bill(billing, std::max(inbound, outbound));
  }
  return model::bill(billing, inbound);
}

model::Money bill_at(const model::Scenario& scenario, model::LinkIndex link, PortRates rates) {
  return bill_at(scenario.links[link].billing, rates.inbound, rates.outbound);
}

model::Price price_at(const model::Scenario& scenario, model::LinkIndex link, PortRates rates) {
  return model::marginal_price(scenario.links[link].billing, rates.inbound);
}

/// What today's traffic of `dear` would enter by `cheap` if prepends asked for it.
struct Movable {
  model::Bps volume;
  std::vector<std::string> prefixes;
};

Movable movable(const Situation& situation, model::LinkIndex dear, model::LinkIndex cheap,
                model::Bps room) {
  Movable result;
  const model::Scenario& scenario = situation.scenario;
  for (const Cell& cell : largest_cells(situation, dear, cells_looked_at)) {
    model::Advertisement x = scenario.prefixes[cell.prefix].advertise;
    if (!x.carried_on(cheap) || !x.carried_on(dear) || !why_pinned(scenario, cell.prefix).empty()) {
      continue;
    }
    x[cheap] = 0;
    x[dear] = std::max(x[dear], scenario.policy.max_prepend);
    const std::vector<double> home = home_of(situation, cell.prefix);
    const double gain =
        situation.ingress.forecast(cell.prefix, x, home).expected[cheap] - home[cheap];
    const auto volume = std::min(
        {static_cast<std::int64_t>(gain), cell.volume.value, room.value - result.volume.value});
    if (volume > 0) {
      result.volume += model::Bps{volume};
      result.prefixes.push_back(name_of(scenario, cell.prefix));
    }
  }
  return result;
}

}  // namespace

Findings dear_link(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
  const std::size_t links = scenario.links.size();
  // A saving below the price of one change is not worth a line.
  const model::Money worth{optimiser::derived_weights(scenario, situation.ingress).change};
  for (model::LinkIndex dear = 0; dear < links; ++dear) {
    const PortRates dear_rates = ports_of(situation, dear);
    const model::Price dear_price = price_at(scenario, dear, dear_rates);
    std::optional<model::LinkIndex> cheap;
    for (model::LinkIndex other = 0; other < links; ++other) {
      const bool has_room =
          situation.today.links[other].peak.expected < model::ceiling(scenario, other);
      const auto price = [&](model::LinkIndex link) {
        return price_at(scenario, link, ports_of(situation, link));
      };
      if (other != dear && has_room && !same_bill(scenario.links[other], scenario.links[dear]) &&
          price(other) < dear_price && (!cheap || price(other) < price(*cheap))) {
        cheap = other;
      }
    }
    if (!cheap) {
      continue;
    }
    const model::Bps room =
        model::ceiling(scenario, *cheap) - situation.today.links[*cheap].peak.expected;
    const Movable move = movable(situation, dear, *cheap, room);
    const PortRates cheap_rates = ports_of(situation, *cheap);
    PortRates dear_after = dear_rates;
    PortRates cheap_after = cheap_rates;
    dear_after.inbound -= move.volume;
    cheap_after.inbound += move.volume;
    const model::Money saving =
        bill_at(scenario, dear, dear_rates) - bill_at(scenario, dear, dear_after) +
        bill_at(scenario, *cheap, cheap_rates) - bill_at(scenario, *cheap, cheap_after);
    if (move.volume.value <= 0 || saving.pico <= 0 || saving <= worth) {
      continue;
    }
    const model::Link& at = scenario.links[dear];
    const model::Link& to = scenario.links[*cheap];
    found.push_back(
        {"", model::Severity::info, at.source,
         fmt::format(
             "Link {} costs {} {} for the next Mbps, link {} {} with {} of room: about {} "
             "({}) could enter there, at most {} less",
             at.name, model::format_money(dear_price * model::Bps{1'000'000}), scenario.currency,
             to.name,
             model::format_money(price_at(scenario, *cheap, cheap_rates) * model::Bps{1'000'000}),
             model::format_rate(room), rate(move.volume), join_some(move.prefixes, 5),
             money_a_month(saving, scenario.currency)),
         fmt::format("prepend on {} or attract on {}, where the advice agrees", at.name, to.name)});
  }
  return found;
}

Findings commit_unused(const Situation& situation) {
  Findings found;
  const model::Scenario& scenario = situation.scenario;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Link& at = scenario.links[link];
    const auto* commit = std::get_if<model::CommitBilling>(&at.billing.model);
    const bool first_port =
        at.contract.empty() ||
        std::none_of(scenario.links.begin(),
                     scenario.links.begin() + static_cast<std::ptrdiff_t>(link),
                     [&](const model::Link& earlier) { return same_bill(earlier, at); });
    if (commit == nullptr || !first_port) {
      continue;
    }
    const PortRates rates = ports_of(situation, link);
    const bool greater = at.billing.direction == model::BillingDirection::greater_of_each_sample ||
                         at.billing.direction == model::BillingDirection::greater_of_percentiles;
    const model::Bps used = greater ? std::max(rates.inbound, rates.outbound) : rates.inbound;
    const model::Bps unused = commit->committed - used;
    if (unused.value * 20 < commit->committed.value || unused.value <= 0) {
      continue;  // Within 5 % of the commitment is as good as it gets.
    }
    const std::string what = at.contract.empty() ? "Link " + at.name : "Contract " + at.contract;
    found.push_back({"", model::Severity::info, at.source,
                     fmt::format("{} commits to {} and uses {}: {} ({}) is paid and not used", what,
                                 model::format_rate(commit->committed), model::format_rate(used),
                                 model::format_rate(unused),
                                 money_a_month(commit->price * unused, scenario.currency)),
                     fmt::format("fill it, since traffic up to the commitment is free; else commit "
                                 "to less at renewal")});
  }
  return found;
}

}  // namespace bgpte::advice::rule
