// Rule long-path: prepends that make the path as long as others filter.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {
namespace {

/// Our AS once more than it is prepended; the ASes on the way come on top.
constexpr int longest_unremarked = 30;

}  // namespace

Findings long_path(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    for (model::LinkIndex link = 0; link < today.size(); ++link) {
      if (today[link] + 1 > longest_unremarked) {
        found.push_back(
            about(scenario.prefixes[prefix],
                  fmt::format("{} is prepended {} on link {}: a path of {} ASNs before anybody "
                              "else's is dropped by the filters of many networks (32, 50, 64, 75 "
                              "and 100 are published), so the link may be no backup at all",
                              with_volume(network, prefix), times(today[link]),
                              scenario.links[link].name, today[link] + 1),
                  fmt::format("lower it to {}, and look at a looking glass whether the route is "
                              "seen behind AS {}",
                              std::min<int>(most_useful_prepends, scenario.policy.max_prepend),
                              scenario.links[link].neighbor_as)));
      }
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
