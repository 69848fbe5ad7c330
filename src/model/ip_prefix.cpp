// Addresses and prefixes: reading, printing, containment.
#include "bgpte/model/ip_prefix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <vector>

namespace bgpte::model {
namespace {

std::optional<int> parse_number(std::string_view text, int base, std::size_t max_digits) {
  if (text.empty() || text.size() > max_digits) {
    return std::nullopt;
  }
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) {
    return std::nullopt;
  }
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(at + 1);
  }
}

std::optional<IpAddress> parse_ipv4(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() != 4) {
    return std::nullopt;
  }
  IpAddress address;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::optional<int> octet = parse_number(parts[i], 10, 3);
    // A leading zero is read as octal by some programs: refuse the ambiguity.
    if (!octet || *octet > 255 || (parts[i].size() > 1 && parts[i].front() == '0')) {
      return std::nullopt;
    }
    address.bytes[i] = static_cast<std::uint8_t>(*octet);
  }
  return address;
}

/// Groups of 16 bits; nothing if any is malformed. An empty text is no groups.
std::optional<std::vector<std::uint16_t>> parse_groups(std::string_view text) {
  std::vector<std::uint16_t> groups;
  if (text.empty()) {
    return groups;
  }
  const std::vector<std::string_view> parts = split(text, ':');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i + 1 == parts.size() && parts[i].find('.') != std::string_view::npos) {
      const std::optional<IpAddress> tail = parse_ipv4(parts[i]);
      if (!tail) {
        return std::nullopt;
      }
      groups.push_back(static_cast<std::uint16_t>(tail->bytes[0] << 8 | tail->bytes[1]));
      groups.push_back(static_cast<std::uint16_t>(tail->bytes[2] << 8 | tail->bytes[3]));
      continue;
    }
    const std::optional<int> group = parse_number(parts[i], 16, 4);
    if (!group) {
      return std::nullopt;
    }
    groups.push_back(static_cast<std::uint16_t>(*group));
  }
  return groups;
}

std::optional<IpAddress> parse_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  std::optional<std::vector<std::uint16_t>> head = parse_groups(text.substr(0, gap));
  std::optional<std::vector<std::uint16_t>> tail = std::vector<std::uint16_t>{};
  if (gap != std::string_view::npos) {
    tail = parse_groups(text.substr(gap + 2));
  }
  if (!head || !tail) {
    return std::nullopt;
  }
  const std::size_t count = head->size() + tail->size();
  if (gap == std::string_view::npos ? count != 8 : count > 7) {
    return std::nullopt;
  }
  head->resize(8 - tail->size(), 0);
  head->insert(head->end(), tail->begin(), tail->end());
  IpAddress address{.family = Family::ipv6, .bytes = {}};
  for (std::size_t i = 0; i < 8; ++i) {
    address.bytes[2 * i] = static_cast<std::uint8_t>((*head)[i] >> 8);
    address.bytes[2 * i + 1] = static_cast<std::uint8_t>((*head)[i] & 0xff);
  }
  return address;
}

std::uint8_t width(Family family) {
  return family == Family::ipv4 ? 32 : 128;
}

/// Clears the bits beyond `length`.
IpAddress network(IpAddress address, std::uint8_t length) {
  for (std::size_t i = 0; i < address.bytes.size(); ++i) {
    const int kept = std::clamp(length - static_cast<int>(8 * i), 0, 8);
    address.bytes[i] = static_cast<std::uint8_t>(address.bytes[i] & (0xff00 >> kept));
  }
  return address;
}

}  // namespace

std::string_view name_of(Family family) {
  return family == Family::ipv4 ? "ipv4" : "ipv6";
}

bool IpPrefix::contains(const IpPrefix& other) const {
  return family() == other.family() && length <= other.length &&
         network(other.address, length) == address;
}

std::optional<IpAddress> parse_address(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_ipv4(text) : parse_ipv6(text);
}

std::string to_string(const IpAddress& address) {
  const auto& b = address.bytes;
  if (address.family == Family::ipv4) {
    return fmt::format("{}.{}.{}.{}", b[0], b[1], b[2], b[3]);
  }
  std::array<int, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i) {
    groups[i] = b[2 * i] << 8 | b[2 * i + 1];
  }
  // RFC 5952: the first of the longest runs of two or more zero groups is written "::".
  std::size_t best = 0;
  std::size_t best_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && groups[end] == 0) {
      ++end;
    }
    if (end - i > best_length) {
      best = i;
      best_length = end - i;
    }
  }
  std::string text;
  for (std::size_t i = 0; i < 8; ++i) {
    if (best_length > 1 && i == best) {
      text += "::";
      i += best_length - 1;
      continue;
    }
    if (!text.empty() && text.back() != ':') {
      text += ':';
    }
    text += fmt::format("{:x}", groups[i]);
  }
  return text;
}

ParsedPrefix parse_prefix(std::string_view text) {
  ParsedPrefix parsed;
  const std::size_t slash = text.find('/');
  const std::optional<IpAddress> address = parse_address(text.substr(0, slash));
  if (slash == std::string_view::npos || !address) {
    parsed.fault = PrefixFault::syntax;
    return parsed;
  }
  const std::string_view digits = text.substr(slash + 1);
  const std::optional<int> length = parse_number(digits, 10, 3);
  if (!length || (digits.size() > 1 && digits.front() == '0')) {
    parsed.fault = PrefixFault::syntax;
    return parsed;
  }
  if (*length > width(address->family)) {
    parsed.fault = PrefixFault::length;
    return parsed;
  }
  parsed.prefix.length = static_cast<std::uint8_t>(*length);
  parsed.prefix.address = network(*address, parsed.prefix.length);
  if (parsed.prefix.address != *address) {
    parsed.fault = PrefixFault::host_bits;
  }
  return parsed;
}

std::string to_string(const IpPrefix& prefix) {
  return fmt::format("{}/{}", to_string(prefix.address), prefix.length);
}

}  // namespace bgpte::model
