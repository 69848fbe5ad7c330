#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bgpte::model {

/// Address family of a prefix or a session.
enum class Family : std::uint8_t { ipv4, ipv6 };

[[nodiscard]] std::string_view name_of(Family family);  ///< "ipv4" or "ipv6".

/// An IPv4 or IPv6 address; an IPv4 address uses the first four bytes.
struct IpAddress {
  Family family = Family::ipv4;
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const IpAddress&) const = default;
};

/// A network: address and length, no host bits set. Ordered by (family, address, length).
struct IpPrefix {
  IpAddress address;
  std::uint8_t length = 0;

  auto operator<=>(const IpPrefix&) const = default;
  [[nodiscard]] Family family() const { return address.family; }
  /// True if `other` is this prefix or a more specific one of the same family.
  [[nodiscard]] bool contains(const IpPrefix& other) const;
};

[[nodiscard]] std::optional<IpAddress> parse_address(std::string_view text);
[[nodiscard]] std::string to_string(const IpAddress& address);  ///< IPv6 as RFC 5952 writes it.

/// Why a text is not a prefix.
enum class PrefixFault : std::uint8_t { none, syntax, length, host_bits };

/// What parse_prefix() made of a text.
struct ParsedPrefix {
  IpPrefix prefix;  ///< With host bits cleared, where fault is host_bits.
  PrefixFault fault = PrefixFault::none;
};

[[nodiscard]] ParsedPrefix parse_prefix(std::string_view text);
[[nodiscard]] std::string to_string(const IpPrefix& prefix);

}  // namespace bgpte::model
