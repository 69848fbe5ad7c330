// Rule community-known: a neighbour in the catalogue of communities, where prepends may not do.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {
namespace {

constexpr std::size_t named_entries = 3;

/// True where the link must lose traffic that prepends may not move: it is above its ceiling, or
/// sources of a prefix prefer it whatever the path's length.
bool wants_other_means(const NetworkToday& network, model::LinkIndex link) {
  const model::Scenario& scenario = network.scenario;
  if (network.today.links[link].peak.expected > model::ceiling(scenario, link)) {
    return true;
  }
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    if (network.ingress.today().home[prefix][link].value > 0 && is_inert(network, prefix, link)) {
      return true;
    }
  }
  return false;
}

}  // namespace

Findings community_known(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  const std::vector<model::CommunityEntry>& known = scenario.catalogue.entries;
  if (known.empty()) {
    return found;
  }
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Link& at = scenario.links[link];
    const auto of_neighbor = [&](const model::CommunityEntry& entry) {
      return entry.asn == at.neighbor_as;
    };
    const auto count =
        static_cast<std::size_t>(std::count_if(known.begin(), known.end(), of_neighbor));
    if (count == 0 || !wants_other_means(network, link)) {
      continue;
    }
    std::vector<std::string> texts;
    auto entry = std::find_if(known.begin(), known.end(), of_neighbor);
    const model::CommunityEntry& first = *entry;
    for (; texts.size() < named_entries && entry != known.end() && of_neighbor(*entry); ++entry) {
      texts.push_back(fmt::format("{} ({})", to_string(entry->community), entry->effect));
    }
    if (count > texts.size()) {
      texts.push_back(fmt::format("{} more", count - texts.size()));
    }
    found.push_back(
        {"", model::Severity::info, at.source,
         fmt::format("AS {} ({}) behind link {} is known to act on communities: {}. Source: {}, "
                     "compared {}, confidence {}",
                     at.neighbor_as, first.provider, at.name, join(texts), first.source, first.date,
                     name_of(first.confidence)),
         fmt::format("confirm them with the provider; bgpte communities --as {} lists all, and one "
                     "listed under `levers` with the share that stays is weighed",
                     at.neighbor_as)});
  }
  return found;
}

}  // namespace bgpte::advice::rule
