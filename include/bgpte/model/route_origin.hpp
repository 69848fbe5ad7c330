#pragma once

#include <compare>
#include <cstdint>
#include <string_view>
#include <vector>

#include "bgpte/model/ip_prefix.hpp"

/// Which AS may originate a prefix, and by which providers its routes travel, as the RPKI says
/// (docs/rpki.md).
namespace bgpte::model {

/// An AS number (RFC 6793).
using Asn = std::uint32_t;

/// A Validated ROA Payload (RFC 6811, section 2): `asn` may originate the prefix, and its more
/// specifics down to `max_length`. AS 0: nobody may (RFC 6483, section 4).
struct Vrp {
  IpPrefix prefix;
  std::uint8_t max_length = 0;
  Asn asn = 0;
  auto operator<=>(const Vrp&) const = default;
};

/// The providers by which routes of `customer` may travel (ASPA, an Internet-Draft).
struct ProviderAttestation {
  Asn customer = 0;
  std::vector<Asn> providers;  ///< Sorted, each once.
  auto operator<=>(const ProviderAttestation&) const = default;
};

/// What a validator made of the RPKI, as far as it is about one network.
struct RoutingSecurity {
  std::vector<Vrp> vrps;                            ///< Sorted, each once.
  std::vector<ProviderAttestation> attestations{};  ///< Sorted by customer, each once.
  bool operator==(const RoutingSecurity&) const = default;
};

/// The state of a route (RFC 6811, section 2).
enum class OriginState : std::uint8_t { not_found, valid, invalid };

/// The state, and what made it.
struct OriginCheck {
  OriginState state = OriginState::not_found;
  /// The VRPs that cover the prefix, in their order.
  std::vector<Vrp> covering{};
  /// Some of them is of the origin: an invalid route is then longer than it allows.
  bool origin_listed = false;
};

/// Validates the route of `prefix` with the origin AS against sorted VRPs (RFC 6811).
[[nodiscard]] OriginCheck validate_origin(const std::vector<Vrp>& vrps, const IpPrefix& prefix,
                                          Asn origin);

}  // namespace bgpte::model
