// Where flows come from, and whether they are what floods are made of.
#include "src/telemetry/flows/flow_sources.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "bgpte/model/ip_prefix.hpp"

namespace bgpte::telemetry {
namespace {

constexpr std::int64_t tcp = 6;
constexpr std::int64_t udp = 17;

/// UDP services whose answers are larger than their questions, by which floods are reflected:
/// quote of the day, character generator, DNS, TFTP, portmapper, NTP, NetBIOS, SNMP, connectionless
/// LDAP, RIP, SSDP, ARMS, WS-Discovery, mDNS, CoAP, memcached.
constexpr std::array<std::int64_t, 16> amplification_ports{
    17, 19, 53, 69, 111, 123, 137, 161, 389, 520, 1900, 3283, 3702, 5353, 5683, 11211};

/// SYN without ACK, RST, FIN, PSH and URG; the bits of congestion notification may be set.
bool is_syn_alone(std::int64_t flags) {
  constexpr std::int64_t syn = 0x02;
  constexpr std::int64_t classic = 0x3F;
  return (flags & classic) == syn;
}

/// Spreads a hash over all of its bits (splitmix64).
std::uint64_t mixed(std::uint64_t value) {
  value ^= value >> 30U;
  value *= 0xBF58476D1CE4E5B9;
  value ^= value >> 27U;
  value *= 0x94D049BB133111EB;
  return value ^ value >> 31U;
}

}  // namespace

void SourceSketch::add(std::uint64_t hash) {
  constexpr unsigned bits = 6;
  const std::size_t place = hash % registers;
  const auto zeros = static_cast<std::uint8_t>(std::countl_zero(hash | std::uint64_t{1} << bits));
  most_zeros_[place] = std::max<std::uint8_t>(most_zeros_[place], zeros + 1U);
}

std::int64_t SourceSketch::estimate() const {
  constexpr double m = registers;
  constexpr double alpha = 0.709;
  double sum = 0;
  double empty = 0;
  for (const std::uint8_t zeros : most_zeros_) {
    sum += std::ldexp(1.0, -static_cast<int>(zeros));
    empty += zeros == 0 ? 1 : 0;
  }
  const double estimate = alpha * m * m / sum;
  constexpr double few = 2.5;
  return std::llround(estimate <= few * m && empty > 0 ? m * std::log(m / empty) : estimate);
}

std::uint64_t hash_of_source(std::string_view address) {
  const std::optional<model::IpAddress> parsed = model::parse_address(address);
  if (!parsed) {
    return 0;
  }
  std::uint64_t hash = parsed->family == model::Family::ipv4 ? 4 : 6;
  bool any = false;
  for (const std::uint8_t byte : parsed->bytes) {
    constexpr std::uint64_t prime = 0x100000001B3;
    any = any || byte != 0;
    hash = (hash ^ byte) * prime;
  }
  return any ? std::max<std::uint64_t>(1, mixed(hash)) : 0;
}

std::optional<bool> is_suspect(const FlowRow& row) {
  if (row.fragment > 0) {
    return true;
  }
  if (row.protocol < 0) {
    return std::nullopt;
  }
  if (row.protocol != tcp && row.protocol != udp) {
    return false;
  }
  if (row.source_port == 0) {
    return true;  // What follows the first fragment has no ports.
  }
  return row.protocol == udp
             ? std::ranges::find(amplification_ports, row.source_port) != amplification_ports.end()
             : row.tcp_flags >= 0 && is_syn_alone(row.tcp_flags);
}

void SourceAsns::add(const std::string& link, std::int64_t asn, std::int64_t bytes) {
  constexpr std::int64_t largest_asn = 0xFFFFFFFFLL;
  if (asn >= 0) {
    links_[link].add(asn > largest_asn ? 0 : static_cast<std::uint64_t>(asn), bytes);
  }
}

std::vector<SourceAsn> SourceAsns::largest() const {
  constexpr std::ptrdiff_t shown = 20;
  std::vector<SourceAsn> list;
  for (const auto& [link, asns] : links_) {
    for (const auto& [asn, bytes] : asns.largest(shown)) {
      list.push_back({link, static_cast<std::uint32_t>(asn), bytes});
    }
  }
  return list;
}

}  // namespace bgpte::telemetry
