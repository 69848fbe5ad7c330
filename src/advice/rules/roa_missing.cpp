// Rule roa-missing: no ROA names the origin of a prefix.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/format.hpp"
#include "src/advice/route_origin.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

namespace {

/// "AS 64501 and AS 64502", or that nobody may originate it.
std::string listed_origins(const std::vector<model::Vrp>& covering) {
  std::vector<std::string> names;
  for (const model::Vrp& vrp : covering) {
    std::string name = vrp.asn == 0 ? std::string("AS 0 (nobody)") : fmt::format("AS {}", vrp.asn);
    if (std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return text::join(names);
}

}  // namespace

Findings roa_missing(const NetworkToday& network) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  for (model::PrefixIndex prefix = 0; prefix < scenario.prefixes.size(); ++prefix) {
    for (const DoubtfulRoute& route : doubtful_routes(scenario, prefix)) {
      if (route.check.origin_listed) {
        continue;
      }
      const std::string name = route_text(scenario, prefix, route);
      std::string message =
          route.check.covering.empty()
              ? fmt::format(
                    "No ROA covers {}: its route is \"not found\" (RFC 6811), which most "
                    "networks take and anybody can imitate",
                    name)
              : fmt::format(
                    "ROAs cover {} for {} only: its route is invalid (RFC 6811), and "
                    "networks that validate drop it",
                    name, listed_origins(route.check.covering));
      found.push_back(about(scenario.prefixes[prefix], std::move(message),
                            roa_answer(scenario, prefix, route)));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
