#include "src/scenario/values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/decimal.hpp"
#include "bgpte/text/nearest_name.hpp"

namespace bgpte::scenario {
namespace {

constexpr std::string_view rate_allowed =
    R"(bits per second from 0 to 1e15, or a string such as "900 Mbps")";
constexpr std::string_view prefix_allowed = R"(a prefix such as "192.0.2.0/24" or "2001:db8::/32")";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view kind_name(json::Kind kind) {
  switch (kind) {
    case json::Kind::null:
      return "null";
    case json::Kind::boolean:
      return "true or false";
    case json::Kind::number:
      return "a number";
    case json::Kind::string:
      return "a string";
    case json::Kind::array:
      return "an array";
    case json::Kind::object:
      return "an object";
    case json::Kind::broken:
      break;
  }
  return "a value";
}

bool silent(const Reading& in, Node node) {
  return node == json::Document::none || in.document.kind(node) == json::Kind::broken;
}

/// A JSON number times 10^scale; no number of a scenario needs more than 18 digits.
text::ScaledDecimal scaled_number(const Reading& in, Node node, int scale) {
  return text::parse_decimal(in.document.text(node), scale, 18).value();
}

void out_of_range(Reading& in, Node node, std::string_view allowed, FaultKind kind,
                  std::string_view what) {
  in.faults.add(node, {.code = "out-of-range",
                       .kind = kind,
                       .allowed = std::string(allowed),
                       .message = fmt::format("This {} is out of range.", what)});
}

/// A rate as the format writes it, whatever its size: the same as the schema's pattern.
bool is_rate_text(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < text.size() && is_digit(text[i])) {
      ++i;
    }
    return i - from >= 1 && i - from <= 18;
  };
  if (!digits()) {
    return false;
  }
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (!digits()) {
      return false;
    }
  }
  if (i == text.size()) {
    return true;
  }
  while (i < text.size() && text[i] == ' ') {
    ++i;
  }
  std::string_view unit = text.substr(i);
  if (!unit.empty() && std::string_view("kKMGT").find(unit.front()) != std::string_view::npos) {
    unit.remove_prefix(1);
  }
  return unit == "bps" || unit == "bit/s" || unit == "bits/s" || unit == "b/s";
}

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
         std::all_of(length.begin(), length.end(), is_digit);
}

/// Characters beyond ASCII that steer a terminal or turn the direction of writing round: C1
/// controls, U+2028 to U+202E, U+2066 to U+2069, U+200E and U+200F.
bool has_unprintable(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    const auto second = static_cast<unsigned char>(text[i + 1]);
    const auto third = i + 2 < text.size() ? static_cast<unsigned char>(text[i + 2])
                                           : static_cast<unsigned char>(0);
    if ((first == 0xC2 && second < 0xA0) ||
        (first == 0xE2 && second == 0x80 &&
         (third == 0x8E || third == 0x8F || (third >= 0xA8 && third <= 0xAE))) ||
        (first == 0xE2 && second == 0x81 && third >= 0xA6 && third <= 0xA9)) {
      return true;
    }
  }
  return false;
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

bool expect_kind(Reading& in, Node node, json::Kind kind, std::string_view allowed) {
  if (silent(in, node)) {
    return false;
  }
  if (in.document.kind(node) == kind) {
    return true;
  }
  in.faults.add(node, {.code = "wrong-type",
                       .allowed = std::string(allowed),
                       .message = fmt::format("Here stands {}, not {}.",
                                              kind_name(in.document.kind(node)), kind_name(kind))});
  return false;
}

std::optional<std::string> read_text(Reading& in, Node node, std::size_t limit) {
  const std::string allowed =
      fmt::format("text of 1 to {} bytes without control characters", limit);
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  const std::string_view text = in.document.text(node);
  const bool control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  const bool unprintable = has_unprintable(text);
  if (text.empty() || text.size() > limit || control || unprintable) {
    // The schema counts characters, not bytes.
    const auto characters =
        static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
          return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        }));
    const bool shape = text.empty() || control || characters > limit;
    in.faults.add(node,
                  {.code = "bad-text",
                   .kind = shape ? FaultKind::shape : FaultKind::meaning,
                   .allowed = allowed,
                   .message = text.empty()             ? "The text is empty."
                              : control || unprintable ? "The text has control characters in it."
                                                       : "The text is too long."});
    return std::nullopt;
  }
  return std::string(text);
}

std::optional<std::string> read_name(Reading& in, Node node) {
  constexpr std::string_view allowed =
      "1 to 63 of A-Z a-z 0-9 _ . : - with a letter, digit or _ in front";
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-";
  const std::string_view text = in.document.text(node);
  if (text.empty() || text.size() > 63 || alphabet.find(text.front()) >= alphabet.size() - 3 ||
      text.find_first_not_of(alphabet) != std::string_view::npos) {
    in.faults.add(node, {.code = "bad-name",
                         .allowed = std::string(allowed),
                         .message = "This name could not stand in a router's configuration."});
    return std::nullopt;
  }
  return std::string(text);
}

std::optional<bool> read_bool(Reading& in, Node node) {
  if (!expect_kind(in, node, json::Kind::boolean, "true or false")) {
    return std::nullopt;
  }
  return in.document.text(node) == "true";
}

std::optional<std::int64_t> read_integer(Reading& in, Node node, std::int64_t low,
                                         std::int64_t high) {
  const std::string allowed = fmt::format("an integer from {} to {}", low, high);
  if (!expect_kind(in, node, json::Kind::number, allowed)) {
    return std::nullopt;
  }
  const text::ScaledDecimal number = scaled_number(in, node, 0);
  if (!number.exact) {
    in.faults.add(node, {.code = "not-an-integer",
                         .allowed = allowed,
                         .message = "A whole number is wanted here."});
    return std::nullopt;
  }
  if (number.too_large || number.value < low || number.value > high) {
    out_of_range(in, node, allowed, FaultKind::shape, "number");
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number.value);
}

std::optional<std::int64_t> read_millionths(Reading& in, Node node, const Bounds& bounds) {
  if (!expect_kind(in, node, json::Kind::number, bounds.allowed)) {
    return std::nullopt;
  }
  const text::ScaledDecimal number = scaled_number(in, node, 6);
  const bool below = number.value < bounds.low ||
                     (!number.exact && (in.document.text(node).front() == '-' || bounds.low == 1) &&
                      number.value <= 0);
  if (number.too_large || below || number.value > bounds.high) {
    // What is closer to a bound than 10^-6 the schema cannot tell from too many decimals.
    out_of_range(in, node, bounds.allowed, FaultKind::shape, "number");
    return std::nullopt;
  }
  if (!number.exact) {
    in.faults.add(node, {.code = "too-many-decimals",
                         .kind = FaultKind::meaning,
                         .allowed = "at most 6 decimals",
                         .message = "Six decimals are the most that is counted exactly."});
    return std::nullopt;
  }
  return static_cast<std::int64_t>(number.value);
}

std::optional<model::Bps> read_rate(Reading& in, Node node) {
  if (silent(in, node)) {
    return std::nullopt;
  }
  if (in.document.kind(node) == json::Kind::number) {
    const std::string_view text = in.document.text(node);
    const text::ScaledDecimal number = scaled_number(in, node, 0);
    const bool negative = text.front() == '-' && (number.value != 0 || !number.exact);
    if (negative || number.too_large || number.value > model::max_rate.value) {
      in.faults.add(node, {.code = negative ? "negative-rate" : "out-of-range",
                           .allowed = std::string(rate_allowed),
                           .message = negative ? "A rate cannot be negative."
                                               : "This rate is beyond 1 Pbps."});
      return std::nullopt;
    }
    return model::Bps{static_cast<std::int64_t>(number.value)};
  }
  if (!expect_kind(in, node, json::Kind::string, rate_allowed)) {
    return std::nullopt;
  }
  const std::string_view text = in.document.text(node);
  const bool shaped = is_rate_text(text);
  const std::optional<model::Bps> rate = shaped ? model::parse_rate(text) : std::nullopt;
  if (rate) {
    return rate;
  }
  if (shaped) {
    in.faults.add(node, {.code = "out-of-range",
                         .kind = FaultKind::meaning,
                         .allowed = std::string(rate_allowed),
                         .message = "This rate is beyond 1 Pbps."});
    return std::nullopt;
  }
  const bool negative = text.size() > 1 && text.front() == '-' && is_rate_text(text.substr(1));
  in.faults.add(node, {.code = negative ? "negative-rate" : "bad-rate",
                       .allowed = std::string(rate_allowed),
                       .message = negative ? "A rate cannot be negative."
                                           : "This is not a rate: a number, a space and bps, kbps, "
                                             "Mbps, Gbps or Tbps."});
  return std::nullopt;
}

std::optional<model::Bps> read_positive_rate(Reading& in, Node node) {
  const std::optional<model::Bps> rate = read_rate(in, node);
  if (rate && rate->value == 0) {
    const bool number = in.document.kind(node) == json::Kind::number;
    const bool fraction = number && !scaled_number(in, node, 0).exact;
    out_of_range(in, node, "a rate above 0",
                 number && !fraction ? FaultKind::shape : FaultKind::meaning, "rate");
    return std::nullopt;
  }
  return rate;
}

std::optional<model::Price> read_price(Reading& in, Node node) {
  constexpr Bounds bounds{0, 1'000'000'000'000,
                          "a number from 0 to 1000000 with at most 6 decimals"};
  const std::optional<std::int64_t> micros = read_millionths(in, node, bounds);
  return micros ? std::optional(model::Price{*micros}) : std::nullopt;
}

std::optional<model::Asn> read_asn(Reading& in, Node node) {
  const std::optional<std::int64_t> number = read_integer(in, node, 1, 4294967294);
  if (!number) {
    return std::nullopt;
  }
  if (*number == 23456 || *number == 65535) {  // RFC 6793, RFC 7300.
    in.faults.add(node, {.code = "reserved-as",
                         .allowed = "an AS number that a network can have",
                         .message = *number == 23456 ? "AS 23456 (AS_TRANS) is nobody's AS."
                                                     : "AS 65535 is reserved."});
    return std::nullopt;
  }
  return static_cast<model::Asn>(*number);
}

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

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

std::optional<std::string> read_date(Reading& in, Node node) {
  constexpr std::string_view allowed = "a date, YYYY-MM-DD";
  if (!expect_kind(in, node, json::Kind::string, allowed)) {
    return std::nullopt;
  }
  const std::string_view text = in.document.text(node);
  bool shaped = text.size() == 10;
  for (std::size_t i = 0; shaped && i < text.size(); ++i) {
    shaped = i == 4 || i == 7 ? text[i] == '-' : is_digit(text[i]);
  }
  const auto number = [&](std::size_t from, std::size_t size) {
    int value = 0;
    for (const char c : text.substr(from, size)) {
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const auto exists = [&] {
    const int month = number(5, 2);
    const int day = number(8, 2);
    return month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(number(0, 4), month);
  };
  if (!shaped || !exists()) {
    in.faults.add(node, {.code = "bad-date",
                         .kind = shaped ? FaultKind::meaning : FaultKind::shape,
                         .allowed = std::string(allowed),
                         .message = shaped ? "There is no such day." : "This is not a date."});
    return std::nullopt;
  }
  return std::string(text);
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

std::vector<Node> read_elements(Reading& in, Node node, std::size_t least, std::size_t most) {
  std::vector<Node> elements;
  if (!expect_kind(in, node, json::Kind::array, "an array")) {
    return elements;
  }
  for (Node child = in.document.first_child(node); child != json::Document::none;
       child = in.document.next_sibling(child)) {
    elements.push_back(child);
  }
  if (elements.size() < least || elements.size() > most) {
    const bool few = elements.size() < least;
    in.faults.add_found(
        node, fmt::format("{}", elements.size()),
        {.code = few ? "too-few-items" : "too-many-items",
         .allowed = few ? fmt::format("at least {}", least) : fmt::format("at most {}", most),
         .message = few ? "The list is too short." : "The list is too long."});
    elements.resize(std::min(elements.size(), most));  // What is too much is not read.
  }
  return elements;
}

void report_unknown_word(Reading& in, Node node, std::span<const std::string_view> names) {
  std::string allowed;
  for (const std::string_view name : names) {
    allowed += fmt::format("{}\"{}\"", allowed.empty() ? "" : ", ", name);
  }
  in.faults.add(node, {.code = "unknown-value",
                       .allowed = std::move(allowed),
                       .nearest = text::nearest_name(in.document.text(node), names),
                       .message = "This is none of the values that are known here."});
}

}  // namespace bgpte::scenario
