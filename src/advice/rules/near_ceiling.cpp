// Rule near-ceiling: a link that little growth takes above its ceiling.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings near_ceiling(const NetworkToday& network) {
  Findings found;
  for (model::LinkIndex link = 0; link < network.scenario.links.size(); ++link) {
    const model::Link& at = network.scenario.links[link];
    const model::Bps load = peak_today(network, link);
    const model::Bps ceiling = model::ceiling(network.scenario, link);
    // Nine tenths of the ceiling: growth of one part in nine breaks it.
    if (load <= ceiling && load.value > 0 && load >= model::floor_product(ceiling, {900'000})) {
      const double growth =
          static_cast<double>((ceiling - load).value) / static_cast<double>(load.value);
      found.push_back(
          about(at,
                fmt::format("Link {} carries {}, {} below its ceiling of {}: it breaks "
                            "the ceiling when it grows by more than {}",
                            at.name, load_text(network, link), model::format_rate(ceiling - load),
                            ceiling_text(network, link), percent(growth)),
                "plan the upgrade or the next move now; capacity takes weeks to come"));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
