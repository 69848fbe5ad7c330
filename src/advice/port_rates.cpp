// Which ports a bill adds up, and what they carry.
#include "src/advice/port_rates.hpp"

namespace bgpte::advice::rule {

bool same_bill(const model::Link& a, const model::Link& b) {
  return !a.contract.empty() && a.contract == b.contract;
}

PortRates ports_of(const NetworkToday& network, model::LinkIndex link) {
  const model::Scenario& scenario = network.scenario;
  PortRates rates;
  bool sampled = false;
  for (const evaluation::SampledPercentile& entry : network.bills.percentiles) {
    const model::LinkIndex port = entry.links.front();
    if (port == link || same_bill(scenario.links[port], scenario.links[link])) {
      rates.inbound += entry.before;  // Both directions, where the bill looks at both.
      sampled = true;
    }
  }
  for (model::LinkIndex other = 0; other < scenario.links.size() && !sampled; ++other) {
    if (other == link || same_bill(scenario.links[other], scenario.links[link])) {
      rates.inbound += network.today.links[other].inbound.expected;
      rates.outbound += scenario.links[other].outbound.value_or(model::Bps{});
    }
  }
  return rates;
}

}  // namespace bgpte::advice::rule
