#include "src/telemetry/flows/unlisted.hpp"

#include <algorithm>
#include <tuple>

#include "src/telemetry/saturating.hpp"

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

bool larger(const std::pair<std::uint64_t, std::int64_t>& a,
            const std::pair<std::uint64_t, std::int64_t>& b) {
  return std::tie(b.second, a.first) < std::tie(a.second, b.first);
}

}  // namespace

void Unlisted::forget_smaller_half(Destinations& destinations) {
  std::vector<std::pair<std::uint64_t, std::int64_t>> all(destinations.begin(), destinations.end());
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::ranges::nth_element(all, middle, larger);
  destinations = Destinations(all.begin(), middle);
}

void Unlisted::add(const std::string& link, const model::IpAddress& host, std::int64_t bytes) {
  constexpr std::size_t most = 65536;
  Destinations& destinations = links_[link];
  add_to(destinations[key_of(host)], bytes);
  if (destinations.size() > most) {
    forget_smaller_half(destinations);
  }
}

std::vector<UnlistedDestination> Unlisted::largest() const {
  constexpr std::ptrdiff_t shown = 10;
  std::vector<UnlistedDestination> list;
  for (const auto& [link, destinations] : links_) {
    std::vector<std::pair<std::uint64_t, std::int64_t>> all(destinations.begin(),
                                                            destinations.end());
    const auto end = all.begin() + std::min(std::ssize(all), shown);
    std::ranges::partial_sort(all, end, larger);
    for (auto one = all.begin(); one != end; ++one) {
      list.push_back({link, text_of(one->first), one->second});
    }
  }
  return list;
}

}  // namespace bgpte::telemetry
