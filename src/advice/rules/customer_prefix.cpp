// Rule customer-prefix: changes of prefixes that somebody else originates.
#include <fmt/format.h>

#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings customer_prefix(const NetworkToday& network, const evaluation::Plan& plan) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (const auto& [prefix, x] : plan) {
    const model::Prefix& of = scenario.prefixes[prefix];
    if (of.origin_as != scenario.local_as && x != of.advertise) {
      found.push_back(
          about(of,
                fmt::format("The changes move {}, which is originated by AS {}, a customer: its "
                            "traffic will come another way",
                            name_of(scenario, prefix), of.origin_as),
                fmt::format("tell AS {} before the first step", of.origin_as)));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
