// Route origin validation, RFC 6811.
#include "bgpte/model/route_origin.hpp"

namespace bgpte::model {

std::string_view name_of(OriginState state) {
  switch (state) {
    case OriginState::not_found:
      return "not found";
    case OriginState::valid:
      return "valid";
    case OriginState::invalid:
      break;
  }
  return "invalid";
}

OriginCheck validate_origin(const std::vector<Vrp>& vrps, const IpPrefix& prefix, Asn origin) {
  OriginCheck check;
  for (const Vrp& vrp : vrps) {
    if (!vrp.prefix.contains(prefix)) {
      continue;
    }
    check.covering.push_back(vrp);
    // No route has the origin AS 0 (RFC 7607): a VRP of it covers and never matches.
    const bool same = vrp.asn == origin && origin != 0;
    check.origin_listed = check.origin_listed || same;
    if (same && prefix.length <= vrp.max_length) {
      check.state = OriginState::valid;
    }
  }
  if (check.state != OriginState::valid && !check.covering.empty()) {
    check.state = OriginState::invalid;
  }
  return check;
}

}  // namespace bgpte::model
