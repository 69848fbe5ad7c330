// Addresses of a scenario: prefixes, IP addresses, communities.
#include <algorithm>

#include "bgpte/text/decimal.hpp"
#include "src/scenario/values.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::string_view prefix_allowed = R"(a prefix such as "192.0.2.0/24" or "2001:db8::/32")";

/// The characters a prefix can have at all: the same as the schema's pattern.
bool is_prefix_text(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash < 2 || slash > 45) {
    return false;
  }
  const std::string_view address = text.substr(0, slash);
  const std::string_view length = text.substr(slash + 1);
  return address.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos &&
         !length.empty() && length.size() <= 3 &&
         std::all_of(length.begin(), length.end(), text::is_digit);
}

bool is_number_text(std::string_view text) {
  return !text.empty() && text.size() <= 10 && (text == "0" || text.front() != '0') &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Two or three numbers with colons between them: the same as the schema's pattern.
bool is_community_text(std::string_view text) {
  std::size_t parts = 0;
  for (;;) {
    const std::size_t colon = text.find(':');
    if (!is_number_text(text.substr(0, colon))) {
      return false;
    }
    ++parts;
    if (colon == std::string_view::npos) {
      return parts == 2 || parts == 3;
    }
    text.remove_prefix(colon + 1);
  }
}

std::optional<model::IpPrefix> checked_prefix(Reading& in, Node node, std::string_view text,
                                              Place place) {
  const model::ParsedPrefix parsed = model::parse_prefix(text);
  Fault fault;
  fault.allowed = prefix_allowed;
  const bool shaped = is_prefix_text(text);
  fault.kind = shaped ? FaultKind::meaning : FaultKind::shape;
  if (!shaped || parsed.fault == model::PrefixFault::syntax) {
    fault.code = "bad-prefix";
    fault.message = "This is not a prefix.";
  } else if (parsed.fault == model::PrefixFault::length) {
    fault.code = "prefix-too-long";
    fault.allowed = "at most /32 for IPv4 and /128 for IPv6";
    fault.message = "The prefix length is longer than the address.";
  } else if (parsed.fault == model::PrefixFault::host_bits) {
    fault.code = "host-bits";
    fault.nearest = model::to_string(parsed.prefix);
    fault.allowed = "a network address without host bits";
    fault.message = "The address has bits set behind the prefix length.";
  } else {
    return parsed.prefix;
  }
  in.faults.add(node, std::move(fault), place);
  return std::nullopt;
}

}  // namespace

std::optional<model::IpPrefix> read_prefix(Reading& in, Node node) {
  if (!expect_kind(in, node, json::Kind::string, prefix_allowed)) {
    return std::nullopt;
  }
  return checked_prefix(in, node, in.document.text(node), Place::value);
}

std::optional<model::IpPrefix> read_prefix_key(Reading& in, Node node) {
  return checked_prefix(in, node, in.document.key(node), Place::key);
}

std::optional<model::IpAddress> read_address(Reading& in, Node node) {
  constexpr std::string_view allowed = R"(an address such as "192.0.2.1" or "2001:db8::1")";
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  const std::string_view text = in.document.text(node);
  const bool shaped = text.size() >= 2 && text.size() <= 45 &&
                      text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
  const std::optional<model::IpAddress> address =
      shaped ? model::parse_address(text) : std::nullopt;
  if (!address) {
    in.faults.add(node, {.code = "bad-address",
                         .kind = shaped ? FaultKind::meaning : FaultKind::shape,
                         .allowed = std::string(allowed),
                         .message = "This is not an IP address."});
  }
  return address;
}

std::optional<model::Community> read_community(Reading& in, Node node) {
  constexpr std::string_view allowed =
      R"(a community such as "64501:80" (two numbers to 65535) or "64501:1:2" (three to 4294967295))";
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  const std::string_view text = in.document.text(node);
  const bool shaped = is_community_text(text);
  const std::optional<model::Community> community =
      shaped ? model::parse_community(text) : std::nullopt;
  if (!community) {
    in.faults.add(node, {.code = "bad-community",
                         .kind = shaped ? FaultKind::meaning : FaultKind::shape,
                         .allowed = std::string(allowed),
                         .message = shaped ? "A part of this community is too large."
                                           : "This is not a community."});
  }
  return community;
}

}  // namespace bgpte::scenario
