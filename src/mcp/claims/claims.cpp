// Holds claims to advice.
#include "src/mcp/claims/claims.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "src/mcp/claims/quantity.hpp"
#include "src/mcp/explain/pointer.hpp"

namespace bgpte::mcp {

namespace {

std::string currency_of(const Value& advice) {
  return text_of(member(advice, "cost"), "currency");
}

long double number_of(const Value& value) {
  return std::strtold(value.text.c_str(), nullptr);
}

/// The nearness of a quoted number in its own unit; different where the unit does not fit.
Nearness nearness_at(const Value& advice, const Place& place, const Quoted& quoted) {
  if (place.value == nullptr || !is_number(*place.value)) {
    return Nearness::different;
  }
  const auto unit = unit_size(kind_of(place.pointer), quoted.unit, currency_of(advice));
  return unit ? nearness(quoted, *unit, number_of(*place.value)) : Nearness::different;
}

/// The first place of the advice with this number, and of the kind that its unit says.
std::string place_with(const Value& advice, const Value& below, const std::string& pointer,
                       const Quoted& quoted) {
  for (std::size_t i = 0; i < below.items.size(); ++i) {
    const bool object = is_object(below);
    std::string at = fmt::format("{}/{}", pointer, object ? below.keys[i] : std::to_string(i));
    const Value& item = below.items[i];
    if (is_number(item) && nearness_at(advice, {&item, at}, quoted) == Nearness::same) {
      return at;
    }
    if (std::string found = place_with(advice, item, at, quoted); !found.empty()) {
      return found;
    }
  }
  return "";
}

std::string shown_number(const Value& value, QuantityKind kind, const std::string& currency) {
  const std::string unit = base_unit(kind, currency);
  return value.text + (unit.empty() ? "" : " ") + unit;
}

CheckedClaim check_number(const Value& advice, const Place& place, const std::string& written,
                          const OtherAdvices& others) {
  const QuantityKind kind = kind_of(place.pointer);
  const std::string currency = currency_of(advice);
  CheckedClaim checked{false, "wrong-number", shown_number(*place.value, kind, currency), ""};
  const std::optional<Quoted> quoted = parse_quoted(written);
  if (!quoted) {
    checked.note = "This claim is no number with a unit.";
    return checked;
  }
  const Nearness near = nearness_at(advice, place, *quoted);
  if (near != Nearness::different) {
    checked.holds = true;
    checked.verdict = near == Nearness::same ? "true" : "rounded";
    return checked;
  }
  for (const OtherAdvice& other : others()) {
    if (nearness_at(other.value, place_of(other.value, place.pointer), *quoted) !=
        Nearness::different) {
      checked.verdict = "other-advice";
      checked.note = "This is the number of " + other.uri + ".";
      return checked;
    }
  }
  const std::string right = right_unit(kind, *quoted, number_of(*place.value), currency);
  if (!right.empty() || !unit_size(kind, quoted->unit, currency)) {
    checked.verdict = "wrong-unit";
    checked.note = right.empty() ? "What stands there has another unit."
                                 : fmt::format("The number is right as {}.", right);
    return checked;
  }
  if (const std::string at = place_with(advice, advice, "", *quoted); !at.empty()) {
    checked.note = "This number stands at " + at + ".";
  }
  return checked;
}

/// What stands there where it is no number.
CheckedClaim check_text(const Value& value, const std::string& written) {
  CheckedClaim checked{false, "wrong-text", "", ""};
  switch (value.kind) {
    case Value::Kind::string:
      checked.actual = value.text;
      break;
    case Value::Kind::boolean:
      checked.actual = value.boolean ? "true" : "false";
      break;
    case Value::Kind::null:
      checked.actual = "null";
      break;
    default:
      checked.note = "A claim is about one number or text: name a place further down.";
      return checked;
  }
  checked.holds = checked.actual == written;
  checked.verdict = checked.holds ? "true" : "wrong-text";
  return checked;
}

}  // namespace

CheckedClaim check_claim(const Value& advice, const std::string& pointer, const std::string& value,
                         const OtherAdvices& others) {
  const Place place = place_of(advice, pointer);
  if (place.value == nullptr) {
    return {false, "no-such-place", "", "Nothing stands at this JSON Pointer."};
  }
  return is_number(*place.value) ? check_number(advice, place, value, others)
                                 : check_text(*place.value, value);
}

}  // namespace bgpte::mcp
