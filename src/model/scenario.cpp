// Look-ups in a scenario: links, levers, prefixes, ceilings.
#include "bgpte/model/scenario.hpp"

#include <algorithm>

namespace bgpte::model {

Bps ceiling(const Scenario& scenario, LinkIndex link) {
  const Link& of = scenario.links[link];
  return floor_product(of.capacity, of.max_utilisation.value_or(scenario.policy.max_utilisation));
}

std::optional<LinkIndex> find_link(const Scenario& scenario, std::string_view name) {
  const auto at =
      std::lower_bound(scenario.links.begin(), scenario.links.end(), name,
                       [](const Link& link, std::string_view n) { return link.name < n; });
  if (at == scenario.links.end() || at->name != name) {
    return std::nullopt;
  }
  return static_cast<LinkIndex>(at - scenario.links.begin());
}

std::optional<LeverChoice> find_lever(const Link& link, std::string_view name) {
  const auto at = std::find_if(link.levers.begin(), link.levers.end(),
                               [&](const Lever& lever) { return lever.name == name; });
  if (at == link.levers.end()) {
    return std::nullopt;
  }
  return static_cast<LeverChoice>(at - link.levers.begin() + 1);
}

RouteAttributes route_attributes(const Scenario& scenario, LinkIndex link, LeverChoice lever) {
  return lever == no_lever ? RouteAttributes{} : scenario.links[link].levers[lever - 1U].marks;
}

bool has_levers(const Scenario& scenario) {
  return std::any_of(scenario.links.begin(), scenario.links.end(),
                     [](const Link& link) { return !link.levers.empty(); });
}

std::optional<PrefixIndex> find_prefix(const Scenario& scenario, const IpPrefix& prefix) {
  const auto at = std::lower_bound(scenario.prefixes.begin(), scenario.prefixes.end(), prefix,
                                   [](const Prefix& p, const IpPrefix& x) { return p.prefix < x; });
  if (at == scenario.prefixes.end() || at->prefix != prefix) {
    return std::nullopt;
  }
  return static_cast<PrefixIndex>(at - scenario.prefixes.begin());
}

std::vector<std::optional<PrefixIndex>> longest_covering(const Scenario& scenario) {
  // Sorted by (family, address, length), a covering prefix comes before all that it covers.
  std::vector<std::optional<PrefixIndex>> covering(scenario.prefixes.size());
  std::vector<PrefixIndex> open;
  for (PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    while (!open.empty() &&
           !scenario.prefixes[open.back()].prefix.contains(scenario.prefixes[p].prefix)) {
      open.pop_back();
    }
    if (!open.empty()) {
      covering[p] = open.back();
    }
    open.push_back(p);
  }
  return covering;
}

}  // namespace bgpte::model
