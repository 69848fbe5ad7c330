// Rule aspa-missing-provider: a provider that the AS's own attestation does not list.
#include <fmt/format.h>

#include <algorithm>

#include "src/advice/rule_texts.hpp"
#include "src/advice/rules/registry.hpp"

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
    found.push_back(
        about(link,
              fmt::format("AS {} attests its providers (ASPA), and AS {} behind link {} is not "
                          "among them: networks that verify paths drop what comes by it",
                          scenario.local_as, link.neighbor_as, link.name),
              fmt::format("Add AS {} to the ASPA of AS {}. Prepends of the own AS do not matter to "
                          "it: copies are taken out of a path before it is verified.",
                          link.neighbor_as, scenario.local_as)));
  }
  return found;
}

}  // namespace bgpte::advice::rule
