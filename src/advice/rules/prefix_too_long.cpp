// Rule prefix-too-long: a prefix that most networks filter for its length.
#include <fmt/format.h>

#include "bgpte/model/ip_prefix.hpp"
#include "src/advice/rules/registry.hpp"

namespace bgpte::advice::rule {

Findings prefix_too_long(const NetworkToday& network) {
  Findings found;
  for (const model::Prefix& prefix : network.scenario.prefixes) {
    const int longest = prefix.prefix.family() == model::Family::ipv4 ? 24 : 48;
    if (prefix.prefix.length > longest) {
      found.push_back(
          {"", model::Severity::info, prefix.source,
           fmt::format("{} is longer than /{}: most networks filter it, so a covering "
                       "prefix decides where its traffic enters",
                       model::to_string(prefix.prefix), longest),
           fmt::format("steer the covering prefix of /{} or shorter instead", longest)});
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
