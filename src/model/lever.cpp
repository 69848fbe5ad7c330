// Communities and levers: reading and printing.
#include "bgpte/model/lever.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>

namespace bgpte::model {

std::optional<Community> parse_community(std::string_view text) {
  Community community;
  std::size_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (count < community.parts.size()) {
    // from_chars takes no sign and no space; a second leading zero would be another spelling.
    if (at == end || (*at == '0' && at + 1 != end && at[1] != ':')) {
      return std::nullopt;
    }
    const auto [next, fault] = std::from_chars(at, end, community.parts[count]);
    if (fault != std::errc{}) {
      return std::nullopt;
    }
    ++count;
    at = next;
    if (at == end) {
      break;
    }
    if (*at++ != ':') {
      return std::nullopt;
    }
  }
  if (at != end || count < 2) {
    return std::nullopt;
  }
  community.large = count == 3;
  constexpr std::uint32_t most_standard = std::numeric_limits<std::uint16_t>::max();
  if (!community.large &&
      (community.parts[0] > most_standard || community.parts[1] > most_standard)) {
    return std::nullopt;
  }
  return community;
}

std::string to_string(const Community& community) {
  return community.large
             ? fmt::format("{}:{}:{}", community.parts[0], community.parts[1], community.parts[2])
             : fmt::format("{}:{}", community.parts[0], community.parts[1]);
}

std::string_view well_known_name(const Community& community) {
  constexpr std::uint32_t well_known = 65535;
  if (community.large || community.parts[0] != well_known) {
    return "";
  }
  switch (community.parts[1]) {
    case 0:
      return "GRACEFUL_SHUTDOWN";
    case 666:
      return "BLACKHOLE";
    case 65281:
      return "NO_EXPORT";
    case 65282:
      return "NO_ADVERTISE";
    case 65283:
      return "NO_EXPORT_SUBCONFED";
    case 65284:
      return "NOPEER";
    default:
      return "";
  }
}

bool limits_export(const Community& community) {
  const std::string_view name = well_known_name(community);
  return name.starts_with("NO");
}

std::string to_string(const RouteAttributes& marks) {
  std::string text;
  for (std::size_t i = 0; i < marks.communities.size(); ++i) {
    text += i == 0 ? "" : i + 1 == marks.communities.size() ? " and " : ", ";
    text += to_string(marks.communities[i]);
    if (const std::string_view name = well_known_name(marks.communities[i]); !name.empty()) {
      text += fmt::format(" ({})", name);
    }
  }
  if (!text.empty()) {
    text = (marks.communities.size() == 1 ? "community " : "communities ") + text;
  }
  if (marks.med) {
    text += fmt::format("{}MED {}", text.empty() ? "" : " and ", *marks.med);
  }
  return text;
}

}  // namespace bgpte::model
