// Rule link-saturated: a link so full that it hides demand.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings link_saturated(const NetworkToday& network) {
  Findings found;
  const model::Saturation& saturation = network.scenario.policy.saturation;
  for (model::LinkIndex link = 0; link < network.scenario.links.size(); ++link) {
    const model::Link& at = network.scenario.links[link];
    if (is_saturated(network, link)) {
      found.push_back(about(
          at,
          fmt::format("Link {} carries {}: a full link hides demand, so what is measured there is "
                      "a lower bound; the high forecast counts {} more",
                      at.name, load_text(network, link),
                      fine_percent(saturation.uplift.as_double() - 1)),
          "watch drops and the queue at the provider's end; measure again once there is room"));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
