// Numbers of a scenario: integers, decimals, rates, prices, AS numbers.
#include <fmt/format.h>

#include "bgpte/text/decimal.hpp"
#include "src/scenario/values.hpp"

namespace bgpte::scenario {
namespace {

constexpr const char* negative_rate = "A rate cannot be negative.";
constexpr const char* too_fast = "This rate is beyond 1 Pbps.";

constexpr std::string_view rate_allowed =
    R"(bits per second from 0 to 1e15, or a string such as "900 Mbps" or "10G")";

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
    while (i < text.size() && text::is_digit(text[i])) {
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
  const bool prefixed =
      !unit.empty() && std::string_view("kKMGT").find(unit.front()) != std::string_view::npos;
  if (prefixed) {
    unit.remove_prefix(1);
  }
  return unit == "bps" || unit == "bit/s" || unit == "bits/s" || unit == "b/s" ||
         (prefixed && (unit.empty() || unit == "E" || unit == "bE"));
}

}  // namespace

std::optional<std::int64_t> read_integer(Reading& in, Node node, std::int64_t low,
                                         std::int64_t high) {
  const std::string allowed = fmt::format("an integer from {} to {}", low, high);
  if (!expect_kind(in, node, json::Kind::number, allowed)) {
    return std::nullopt;
  }
  const text::ScaledDecimal number = scaled_number(in, node, 0);
  if (!number.exact) {
    in.faults.add(
        node,
        {.code = "not-an-integer", .allowed = allowed, .message = "Expected a whole number."});
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
  if (is_silent(in, node)) {
    return std::nullopt;
  }
  if (in.document.kind(node) == json::Kind::number) {
    const std::string_view text = in.document.text(node);
    const text::ScaledDecimal number = scaled_number(in, node, 0);
    const bool negative = text.front() == '-' && (number.value != 0 || !number.exact);
    if (negative || number.too_large || number.value > model::max_rate.value) {
      in.faults.add(node, {.code = negative ? "negative-rate" : "out-of-range",
                           .allowed = std::string(rate_allowed),
                           .message = negative ? negative_rate : too_fast});
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
                         .message = too_fast});
    return std::nullopt;
  }
  const bool negative = text.size() > 1 && text.front() == '-' && is_rate_text(text.substr(1));
  in.faults.add(node,
                {.code = negative ? "negative-rate" : "bad-rate",
                 .allowed = std::string(rate_allowed),
                 .message = negative ? negative_rate
                                     : "This is not a rate: a number and bps, kbps, Mbps, Gbps "
                                       "or Tbps."});
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
  constexpr Bounds bounds{0, model::max_price.micros,
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

}  // namespace bgpte::scenario
