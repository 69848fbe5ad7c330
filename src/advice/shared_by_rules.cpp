// What several rules say alike: loads, volumes, and whom a finding is about.
#include "src/advice/shared_by_rules.hpp"

#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

model::Finding about(const model::Link& link, std::string message, std::string suggestion) {
  return {"", model::Severity::info, link.source, std::move(message), std::move(suggestion)};
}

model::Finding about(const model::Prefix& prefix, std::string message, std::string suggestion) {
  return {"", model::Severity::info, prefix.source, std::move(message), std::move(suggestion)};
}

model::Bps peak_today(const NetworkToday& network, model::LinkIndex link) {
  return network.today.links[link].peak.expected;
}

std::string load_text(const NetworkToday& network, model::LinkIndex link) {
  const model::Link& at = network.scenario.links[link];
  const model::Bps load = peak_today(network, link);
  return fmt::format("{} of {} ({}{})", model::format_rate(load), model::format_rate(at.capacity),
                     fine_percent(utilisation_of(load, at.capacity)),
                     at.peak ? " at its peak" : "");
}

std::string ceiling_text(const NetworkToday& network, model::LinkIndex link) {
  const model::Bps ceiling = model::ceiling(network.scenario, link);
  return fmt::format("{} ({})", model::format_rate(ceiling),
                     fine_percent(utilisation_of(ceiling, network.scenario.links[link].capacity)));
}

model::Bps volume_of(const NetworkToday& network, model::PrefixIndex prefix) {
  model::Bps volume;
  for (const model::Bps cell : network.ingress.today().home[prefix]) {
    volume += cell;
  }
  return volume;
}

std::string with_volume(const NetworkToday& network, model::PrefixIndex prefix) {
  const model::Bps volume = volume_of(network, prefix);
  const std::string name = name_of(network.scenario, prefix);
  return volume.value > 0 ? fmt::format("{} ({})", name, model::format_rate(volume)) : name;
}

std::string attack_answer(const std::string& prefix) {
  return fmt::format(
      "if {} is under attack: blackhole the target at the providers (RFC 7999, RFC 5635), "
      "filter by Flowspec (RFC 8955), or send it to scrubbing; prepends would only carry the "
      "flood elsewhere. If it is demand, set \"demand\": true for {}",
      prefix, prefix);
}

std::string title_of(const evaluation::SampledPercentile& entry) {
  return (entry.links.size() > 1 ? "Contract " : "Link ") + entry.name;
}

const std::string& subject_of(const NetworkToday& network,
                              const evaluation::SampledPercentile& entry) {
  return network.scenario.links[entry.links.front()].source;
}

}  // namespace bgpte::advice::rule
