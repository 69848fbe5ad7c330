// Rule implausible-rate: a capacity or an inbound that is hardly meant as it is written.
#include <fmt/format.h>

#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"

namespace bgpte::advice::rule {

Findings implausible_rate(const NetworkToday& network) {
  constexpr std::int64_t least_capacity = 1'000'000;
  constexpr std::int64_t most_times = 1'000;
  Findings found;
  for (const model::Link& at : network.scenario.links) {
    const bool tiny = at.capacity.value < least_capacity;
    if (!tiny && at.inbound.value / most_times < at.capacity.value) {
      continue;
    }
    const std::string text =
        tiny ? fmt::format("Link {} has a capacity of {}", at.name, model::format_rate(at.capacity))
             : fmt::format("Link {} is given {} of inbound on a capacity of {}", at.name,
                           model::format_rate(at.inbound), model::format_rate(at.capacity));
    found.push_back(
        about(at, text, "check the unit: a bare number is bits per second, \"10G\" is 10 Gbps"));
  }
  return found;
}

}  // namespace bgpte::advice::rule
