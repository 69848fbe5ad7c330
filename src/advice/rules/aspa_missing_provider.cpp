// Rule aspa-missing-provider: a provider that the AS's own attestation does not list.
#include <fmt/format.h>

#include <algorithm>

#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {

Findings aspa_missing_provider(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  if (!scenario.routing_security) {
    return found;
  }
  const auto& all = scenario.routing_security->attestations;
  const auto own = std::ranges::find(all, scenario.local_as, &model::ProviderAttestation::customer);
  if (own == all.end()) {
    return found;
  }
  for (const model::Link& link : scenario.links) {
    if (link.relationship != model::Relationship::transit ||
        std::ranges::binary_search(own->providers, link.neighbor_as)) {
      continue;
    }
    // AS 0 alone says that there is no provider.
    const bool none = own->providers == std::vector<model::Asn>{0};
    const std::string attested =
        none ? fmt::format(
                   "AS {} attests that it has no provider (an ASPA of AS 0), and link {} "
                   "is to the provider AS {}",
                   scenario.local_as, link.name, link.neighbor_as)
             : fmt::format(
                   "AS {} attests its providers (ASPA), and AS {} behind link {} is not "
                   "among them",
                   scenario.local_as, link.neighbor_as, link.name);
    const std::string remedy = none ? fmt::format("Replace AS 0 by AS {} in", link.neighbor_as)
                                    : fmt::format("Add AS {} to", link.neighbor_as);
    found.push_back(
        about(link, attested + ": networks that verify paths drop what comes by it",
              fmt::format("{} the ASPA of AS {}. Prepends of the own AS do not matter to it: "
                          "copies are taken out of a path before it is verified.",
                          remedy, scenario.local_as)));
  }
  return found;
}

}  // namespace bgpte::advice::rule
