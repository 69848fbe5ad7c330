// Rule congested-by-one-prefix: a link that would have room without one of its prefixes.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings congested_by_one_prefix(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Bps load = network.today.links[link].inbound.expected;
    const model::Bps peak = peak_today(network, link);
    const model::Bps ceiling = model::ceiling(scenario, link);
    const std::vector<Cell> cells = largest_cells(network, link, scenario.prefixes.size());
    if (peak <= ceiling || cells.empty() || load.value <= 0) {
      continue;
    }
    const double part =
        static_cast<double>(cells[0].volume.value) / static_cast<double>(load.value);
    const auto without = static_cast<std::int64_t>(static_cast<double>(peak.value) * (1 - part));
    if (part < 0.5 || without > ceiling.value) {
      continue;  // Not one prefix's doing.
    }
    std::vector<std::string> victims;
    for (std::size_t i = 1; i < cells.size(); ++i) {
      victims.push_back(fmt::format("{} ({})", name_of(scenario, cells[i].prefix),
                                    model::format_rate(cells[i].volume)));
    }
    const model::Bps background = network.ingress.today().background[link];
    if (background.value > 0) {
      victims.push_back(model::format_rate(background) + " of background");
    }
    const std::string_view verb = victims.size() == 1 ? "is affected" : "are affected";
    const std::string suffer = join_some(std::move(victims), 5);
    const std::string culprit = name_of(scenario, cells[0].prefix);
    found.push_back(
        about(scenario.links[link],
              fmt::format("Link {} is congested by one prefix: {} accounts for {} of {} ({}){}",
                          scenario.links[link].name, culprit, model::format_rate(cells[0].volume),
                          model::format_rate(load), fine_percent(part),
                          suffer.empty() ? "" : fmt::format("; {} {}", suffer, verb)),
              fmt::format("move part of {} and leave the rest of the link alone", culprit)));
  }
  return found;
}

}  // namespace bgpte::advice::rule
