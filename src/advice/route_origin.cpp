// Which routes of a prefix are not valid by the RPKI, and what to do about them.
#include "src/advice/route_origin.hpp"

#include <fmt/format.h>

#include "src/advice/shares.hpp"

namespace bgpte::advice {

std::vector<DoubtfulRoute> doubtful_routes(const model::Scenario& scenario,
                                           model::PrefixIndex prefix) {
  const model::Prefix& p = scenario.prefixes[prefix];
  const bool announced = p.advertise.carried_count() > 0;
  if (!scenario.routing_security || (!announced && !scenario.policy.actions.deaggregate)) {
    return {};
  }
  std::vector<model::Asn> origins{p.origin_as};
  if (p.originated_by) {
    origins.push_back(scenario.links[*p.originated_by].neighbor_as);
  }
  std::vector<DoubtfulRoute> found;
  for (const model::Asn origin : origins) {
    model::OriginCheck check =
        model::validate_origin(scenario.routing_security->vrps, p.prefix, origin);
    if (check.state != model::OriginState::valid) {
      found.push_back({origin, std::move(check), announced});
    }
  }
  return found;
}

std::string route_text(const model::Scenario& scenario, model::PrefixIndex prefix,
                       const DoubtfulRoute& route) {
  return fmt::format("{} by AS {}{}", name_of(scenario, prefix), route.origin,
                     route.announced ? "" : ", which is not announced yet,");
}

std::string roa_answer(const model::Scenario& scenario, model::PrefixIndex prefix,
                       const DoubtfulRoute& route) {
  return fmt::format(
      "Make a ROA for exactly {} by AS {} (RFC 9319){} Prepends change no origin: they neither "
      "mend this nor make it worse.",
      name_of(scenario, prefix), route.origin,
      route.announced ? "." : ", and wait until routers have it, before it is announced.");
}

}  // namespace bgpte::advice
