#include "src/telemetry/flows/unlisted.hpp"

namespace bgpte::telemetry {

namespace {

constexpr std::uint64_t is_ipv6 = std::uint64_t{1} << 48U;

std::uint64_t key_of(const model::IpAddress& host) {
  const bool ipv4 = host.family == model::Family::ipv4;
  const std::size_t kept = ipv4 ? 3 : 6;
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    key = key << 8U | (i < kept ? host.bytes[i] : 0U);
  }
  return ipv4 ? key : key | is_ipv6;
}

std::string text_of(std::uint64_t key) {
  model::IpPrefix prefix;
  const bool ipv4 = (key & is_ipv6) == 0;
  prefix.address.family = ipv4 ? model::Family::ipv4 : model::Family::ipv6;
  prefix.length = ipv4 ? 24 : 48;
  for (std::size_t i = 0; i < 6; ++i) {
    prefix.address.bytes[i] = static_cast<std::uint8_t>(key >> (8 * (5 - i)) & 0xFFU);
  }
  return to_string(prefix);
}

}  // namespace

void Unlisted::add(const std::string& link, const model::IpAddress& host, std::int64_t bytes) {
  links_[link].add(key_of(host), bytes);
}

std::vector<UnlistedDestination> Unlisted::largest() const {
  constexpr std::ptrdiff_t shown = 10;
  std::vector<UnlistedDestination> list;
  for (const auto& [link, destinations] : links_) {
    for (const auto& [key, bytes] : destinations.largest(shown)) {
      list.push_back({link, text_of(key), bytes});
    }
  }
  return list;
}

}  // namespace bgpte::telemetry
