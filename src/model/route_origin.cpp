// Route origin validation, RFC 6811.
#include "bgpte/model/route_origin.hpp"

#include <algorithm>

namespace bgpte::model {

namespace {

/// The first `length` bits of a network.
IpPrefix shortened(IpPrefix prefix, std::uint8_t length) {
  constexpr unsigned byte_bits = 8;
  prefix.length = length;
  for (unsigned byte = 0; byte < prefix.address.bytes.size(); ++byte) {
    const unsigned kept = length > byte * byte_bits ? length - byte * byte_bits : 0;
    if (kept < byte_bits) {
      prefix.address.bytes[byte] &= static_cast<std::uint8_t>(0xFF00U >> kept);
    }
  }
  return prefix;
}

}  // namespace

OriginCheck validate_origin(const std::vector<Vrp>& vrps, const IpPrefix& prefix, Asn origin) {
  OriginCheck check;
  for (std::uint8_t length = 0; length <= prefix.length; ++length) {
    const IpPrefix covering = shortened(prefix, length);
    for (auto vrp = std::ranges::lower_bound(vrps, covering, {}, &Vrp::prefix);
         vrp != vrps.end() && vrp->prefix == covering; ++vrp) {
      check.covering.push_back(*vrp);
      // No route has the origin AS 0 (RFC 7607): a VRP of it covers and never matches.
      const bool same = vrp->asn == origin && origin != 0;
      check.origin_listed = check.origin_listed || same;
      if (same && prefix.length <= vrp->max_length) {
        check.state = OriginState::valid;
      }
    }
  }
  if (check.state != OriginState::valid && !check.covering.empty()) {
    check.state = OriginState::invalid;
  }
  return check;
}

}  // namespace bgpte::model
