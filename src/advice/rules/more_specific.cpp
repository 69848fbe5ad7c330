// Rule more-specific: what must be in place before a part of a prefix is announced.
#include <fmt/format.h>

#include <vector>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings more_specific(const NetworkToday& network, const evaluation::Plan& plan) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (const auto& [prefix, x] : plan) {
    const model::Prefix& of = scenario.prefixes[prefix];
    if (!of.part_of || of.advertise.carried_count() > 0 || x.carried_count() == 0) {
      continue;
    }
    std::vector<std::string> links;
    for (model::LinkIndex l = 0; l < x.size(); ++l) {
      if (x.carried_on(l)) {
        links.push_back(scenario.links[l].name);
      }
    }
    const std::string name = name_of(scenario, prefix);
    found.push_back(about(
        of,
        fmt::format("The changes announce {}, a part of {}, on {} only: longest match brings all "
                    "of its traffic there (RFC 4632, 5.1), and every network carries one route "
                    "more for it; {} stays announced everywhere and takes over where {} fails",
                    name, name_of(scenario, *of.part_of), join(links),
                    name_of(scenario, *of.part_of), links.size() == 1 ? links.front() : "each"),
        fmt::format("Before the first step: a ROA for exactly {} by AS {} (RFC 9319), a route "
                    "object in the IRR, the filters of the providers (a day at many of them), and "
                    "the route itself in the BGP table (a network statement), exported on {} only.",
                    name, of.origin_as, join(links))));
  }
  return found;
}

}  // namespace bgpte::advice::rule
