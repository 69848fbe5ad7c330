// Addresses and prefixes: reading, printing, containment.
#include "bgpte/model/ip_prefix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

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

/// Takes the part in front of the next separator off the text; false where none is left.
bool take_part(std::string_view& text, char separator, bool& more, std::string_view& part) {
  if (!more) {
    return false;
  }
  const std::size_t at = text.find(separator);
  part = text.substr(0, at);
  more = at != std::string_view::npos;
  text.remove_prefix(more ? at + 1 : text.size());
  return true;
}

std::optional<IpAddress> parse_ipv4(std::string_view text) {
  IpAddress address;
  std::string_view part;
  bool more = true;
  for (std::size_t i = 0; i < 4; ++i) {
    // A leading zero is read as octal by some programs: refuse the ambiguity.
    if (!take_part(text, '.', more, part) || (part.size() > 1 && part.front() == '0')) {
      return std::nullopt;
    }
    const std::optional<int> octet = parse_number(part, 10, 3);
    if (!octet || *octet > 255) {
      return std::nullopt;
    }
    address.bytes[i] = static_cast<std::uint8_t>(*octet);
  }
  return more ? std::nullopt : std::optional(address);
}

/// Groups of 16 bits, at most eight.
struct Groups {
  std::array<std::uint16_t, 8> values{};
  std::size_t count = 0;

  bool add(unsigned value) {
    if (count == values.size()) {
      return false;
    }
    values[count++] = static_cast<std::uint16_t>(value);
    return true;
  }
};

/// Nothing if any group is malformed. An empty text is no groups.
std::optional<Groups> parse_groups(std::string_view text) {
  Groups groups;
  bool more = !text.empty();
  std::string_view part;
  while (take_part(text, ':', more, part)) {
    if (!more && part.find('.') != std::string_view::npos) {
      const std::optional<IpAddress> tail = parse_ipv4(part);
      if (!tail || !groups.add(tail->bytes[0] * 256U + tail->bytes[1]) ||
          !groups.add(tail->bytes[2] * 256U + tail->bytes[3])) {
        return std::nullopt;
      }
      continue;
    }
    const std::optional<int> group = parse_number(part, 16, 4);
    if (!group || !groups.add(static_cast<unsigned>(*group))) {
      return std::nullopt;
    }
  }
  return groups;
}

std::optional<IpAddress> parse_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const std::optional<Groups> head = parse_groups(text.substr(0, gap));
  std::optional<Groups> tail = Groups{};
  if (gap != std::string_view::npos) {
    tail = parse_groups(text.substr(gap + 2));
  }
  if (!head || !tail) {
    return std::nullopt;
  }
  const std::size_t count = head->count + tail->count;
  if (gap == std::string_view::npos ? count != 8 : count > 7) {
    return std::nullopt;
  }
  IpAddress address{.family = Family::ipv6, .bytes = {}};
  const auto put = [&](std::size_t place, std::uint16_t group) {
    address.bytes[2 * place] = static_cast<std::uint8_t>(group >> 8);
    address.bytes[2 * place + 1] = static_cast<std::uint8_t>(group & 0xff);
  };
  for (std::size_t i = 0; i < head->count; ++i) {
    put(i, head->values[i]);
  }
  for (std::size_t i = 0; i < tail->count; ++i) {
    put(8 - tail->count + i, tail->values[i]);
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
