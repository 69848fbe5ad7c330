// Rule commit-unused: a commitment that is paid and not used.
#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/port_rates.hpp"
#include "src/advice/rules/registry.hpp"

namespace bgpte::advice::rule {

Findings commit_unused(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
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
    const PortRates rates = ports_of(network, link);
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
