// Rule expensive-link: traffic on a costly link that a cheaper one could take.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/evaluation/objective_weights.hpp"
#include "bgpte/model/allowed_changes.hpp"
#include "src/advice/port_rates.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {
namespace {

/// Prefixes looked at for each link: the largest say what there is to say.
constexpr std::size_t cells_looked_at = 64;

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

/// What today's traffic of `costly` would enter by `cheap` if prepends asked for it.
struct Movable {
  model::Bps volume;
  std::vector<std::string> prefixes;
};

Movable movable(const NetworkToday& network, model::LinkIndex costly, model::LinkIndex cheap,
                model::Bps room) {
  Movable result;
  const model::Scenario& scenario = network.scenario;
  for (const Cell& cell : largest_cells(network, costly, cells_looked_at)) {
    model::Advertisement x = scenario.prefixes[cell.prefix].advertise;
    if (!x.carried_on(cheap) || !x.carried_on(costly) || model::is_pinned(scenario, cell.prefix)) {
      continue;
    }
    // A pinned link counts: the finding is what its announcements cost as they are.
    x[cheap] = 0;
    x[costly] = std::max(x[costly], scenario.policy.max_prepend);
    const std::vector<double> home = home_of(network, cell.prefix);
    const double gain =
        ingress_under(network, {{cell.prefix, x}}, cell.prefix, home).expected[cheap] - home[cheap];
    const auto volume = std::min(
        {static_cast<std::int64_t>(gain), cell.volume.value, room.value - result.volume.value});
    if (volume > 0) {
      result.volume += model::Bps{volume};
      result.prefixes.push_back(name_of(scenario, cell.prefix));
    }
  }
  return result;
}

/// What the bills of both links fall by when `volume` enters by `cheap` instead of `costly`.
model::Money saved(const NetworkToday& network, model::LinkIndex costly, model::LinkIndex cheap,
                   model::Bps volume) {
  const model::Scenario& scenario = network.scenario;
  const PortRates costly_rates = ports_of(network, costly);
  const PortRates cheap_rates = ports_of(network, cheap);
  PortRates costly_after = costly_rates;
  PortRates cheap_after = cheap_rates;
  costly_after.inbound -= volume;
  cheap_after.inbound += volume;
  return bill_at(scenario, costly, costly_rates) - bill_at(scenario, costly, costly_after) +
         bill_at(scenario, cheap, cheap_rates) - bill_at(scenario, cheap, cheap_after);
}

/// The link that could take traffic off a costly one, and what that saves.
struct Saving {
  model::LinkIndex cheap = 0;
  model::Bps room;
  Movable move;
  model::Money money;
};

}  // namespace

Findings expensive_link(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  const std::size_t links = scenario.links.size();
  // A saving below the price of one change is not worth a line.
  const model::Money worth{evaluation::derived_weights(network.baseline).change};
  for (model::LinkIndex costly = 0; costly < links; ++costly) {
    const PortRates costly_rates = ports_of(network, costly);
    const model::Price costly_price = price_at(scenario, costly, costly_rates);
    // Of all cheaper links with room the one that saves most; the cheapest may reach nobody.
    std::optional<Saving> best;
    for (model::LinkIndex cheap = 0; cheap < links; ++cheap) {
      const model::Bps room =
          model::ceiling(scenario, cheap) - network.today.links[cheap].peak.expected;
      if (cheap == costly || room.value <= 0 ||
          same_bill(scenario.links[cheap], scenario.links[costly]) ||
          !(price_at(scenario, cheap, ports_of(network, cheap)) < costly_price)) {
        continue;
      }
      Saving saving{cheap, room, movable(network, costly, cheap, room), {}};
      saving.money = saved(network, costly, cheap, saving.move.volume);
      if (!best || saving.money > best->money) {
        best = std::move(saving);
      }
    }
    if (!best || best->money.pico <= 0 || best->money <= worth) {
      continue;
    }
    const model::Link& at = scenario.links[costly];
    const model::Link& to = scenario.links[best->cheap];
    found.push_back(
        {"", model::Severity::info, at.source,
         fmt::format(
             "Link {} costs {} {} for the next Mbps, link {} {} with {} of room: about {} "
             "({}) could enter there, at most {} less",
             at.name, model::format_money(costly_price * model::Bps{1'000'000}), scenario.currency,
             to.name,
             model::format_money(price_at(scenario, best->cheap, ports_of(network, best->cheap)) *
                                 model::Bps{1'000'000}),
             model::format_rate(best->room), forecast_rate(best->move.volume),
             join_some(best->move.prefixes, 5), money_a_month(best->money, scenario.currency)),
         fmt::format("compare with the alternatives: prepend on {}, or attract traffic to {}",
                     at.name, to.name)});
  }
  return found;
}

}  // namespace bgpte::advice::rule
