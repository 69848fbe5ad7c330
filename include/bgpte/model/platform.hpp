#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bgpte::model {

/// Router platforms that a session can name.
enum class Platform : std::uint8_t {
  frr,
  bird,
  openbgpd,
  gobgp,
  ios_xe,
  ios_xr,
  nx_os,
  junos,
  eos,
  sr_os,
  vrp,
  routeros,
  vyos
};

/// The id that files use, and the name that an engineer uses.
struct PlatformName {
  Platform platform;
  std::string_view id;
  std::string_view title;
};

inline constexpr std::array<PlatformName, 13> platform_names{{
    {Platform::frr, "frr", "FRR"},
    {Platform::bird, "bird", "BIRD 2"},
    {Platform::openbgpd, "openbgpd", "OpenBGPD"},
    {Platform::gobgp, "gobgp", "GoBGP"},
    {Platform::ios_xe, "ios-xe", "Cisco IOS-XE"},
    {Platform::ios_xr, "ios-xr", "Cisco IOS-XR"},
    {Platform::nx_os, "nx-os", "Cisco NX-OS"},
    {Platform::junos, "junos", "Juniper Junos"},
    {Platform::eos, "eos", "Arista EOS"},
    {Platform::sr_os, "sr-os", "Nokia SR OS"},
    {Platform::vrp, "vrp", "Huawei VRP8"},
    {Platform::routeros, "routeros", "MikroTik RouterOS 7"},
    {Platform::vyos, "vyos", "VyOS"},
}};

[[nodiscard]] constexpr std::string_view name_of(Platform platform) {
  return platform_names[static_cast<std::size_t>(platform)].id;
}
[[nodiscard]] constexpr std::string_view title_of(Platform platform) {
  return platform_names[static_cast<std::size_t>(platform)].title;
}
[[nodiscard]] constexpr std::optional<Platform> parse_platform(std::string_view id) {
  for (const PlatformName& entry : platform_names) {
    if (entry.id == id) {
      return entry.platform;
    }
  }
  return std::nullopt;
}

static_assert([] {
  for (std::size_t i = 0; i < platform_names.size(); ++i) {
    if (static_cast<std::size_t>(platform_names[i].platform) != i) {
      return false;
    }
  }
  return true;
}());

}  // namespace bgpte::model
