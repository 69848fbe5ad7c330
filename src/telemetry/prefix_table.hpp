#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "bgpte/model/ip_prefix.hpp"

namespace bgpte::telemetry {

/// 128 bits of an address, the first byte in the highest place; an IPv4 address fills the upper 32.
__extension__ typedef unsigned __int128 AddressBits;  // NOLINT(modernize-use-using)
[[nodiscard]] AddressBits bits_of(const model::IpAddress& address);

/// Longest match among the listed prefixes.
class PrefixTable {
 public:
  static constexpr std::int32_t none = -1;

  explicit PrefixTable(std::vector<model::IpPrefix> prefixes);

  /// The listed prefix of a host, or `none`.
  [[nodiscard]] std::int32_t find(const model::IpAddress& address) const;
  /// The listed prefix that a network is, or is a part of. `ambiguous` is set where a longer listed
  /// prefix is a part of the network: its hosts cannot be told apart then.
  [[nodiscard]] std::int32_t find(const model::IpPrefix& network, bool& ambiguous) const;

  [[nodiscard]] const model::IpPrefix& at(std::int32_t index) const {
    return prefixes_[static_cast<std::size_t>(index)];
  }
  /// The length of the longest listed prefix of the family, 0 where there is none.
  [[nodiscard]] int longest(model::Family family) const;

 private:
  struct Length {
    std::uint8_t length = 0;
    AddressBits mask = 0;
  };
  struct Key {
    AddressBits bits = 0;
    std::uint8_t length = 0;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  struct Table {
    std::vector<Length> lengths;  ///< Longest first.
    std::unordered_map<Key, std::int32_t, Hash> prefixes;
  };
  [[nodiscard]] std::int32_t find(const model::IpAddress& address, int most) const;
  [[nodiscard]] const Table& table(model::Family family) const {
    return family == model::Family::ipv4 ? ipv4_ : ipv6_;
  }

  std::vector<model::IpPrefix> prefixes_;  ///< Sorted.
  Table ipv4_, ipv6_;
};

}  // namespace bgpte::telemetry
