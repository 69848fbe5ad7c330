// Rates and money: exact products, reading and printing.
#include "bgpte/model/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "src/model/rate_units.hpp"

namespace bgpte::model {
namespace {

constexpr std::int64_t million = 1'000'000;

constexpr std::array<std::string_view, 4> rate_suffixes{"bps", "bit/s", "b/s", "bits/s"};
/// As ports are called: "10G", "100GE", "10GbE". Only with a prefix before them.
constexpr std::array<std::string_view, 3> port_suffixes{"bE", "E", ""};

std::optional<int> prefix_scale(std::string_view prefix) {
  if (prefix == "K") {
    prefix = "k";
  }
  for (const RateUnit& candidate : rate_units) {
    if (candidate.prefix == prefix) {
      return candidate.power_of_ten;
    }
  }
  return std::nullopt;
}

/// The power of ten that the unit is in bps: 6 for "Mbps" and "M".
std::optional<int> unit_scale(std::string_view unit) {
  const auto before = [&](std::string_view suffix) {
    return unit.substr(0, unit.size() - suffix.size());
  };
  for (const std::string_view suffix : rate_suffixes) {
    if (unit.ends_with(suffix)) {
      return prefix_scale(before(suffix));
    }
  }
  for (const std::string_view suffix : port_suffixes) {
    if (unit.ends_with(suffix)) {
      return before(suffix).empty() ? std::nullopt : prefix_scale(before(suffix));
    }
  }
  return std::nullopt;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

Bps floor_product(Bps rate, Ratio ratio) {
  return Bps{
      static_cast<std::int64_t>(static_cast<Int128>(rate.value) * ratio.millionths / million)};
}

double Money::as_double() const {
  return static_cast<double>(pico) / 1e12;
}

std::optional<Bps> parse_rate(std::string_view text) {
  text = trim(text);
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view number = text.substr(0, end);
  const std::size_t whole = std::min(number.find('.'), number.size());
  // No rate needs more than 18 digits on either side of the point.
  if (whole > 18 || number.size() - whole > 19) {
    return std::nullopt;
  }
  const std::string_view unit = trim(text.substr(end));
  const std::optional<int> scale = unit.empty() ? 0 : unit_scale(unit);
  const auto bps = scale ? text::parse_decimal(number, *scale) : std::nullopt;
  if (!bps || bps->value > max_rate.value) {
    return std::nullopt;
  }
  return Bps{static_cast<std::int64_t>(bps->value)};
}

std::string format_rate(Bps rate) {
  const auto magnitude = static_cast<Int128>(rate.value < 0 ? -rate.value : rate.value);
  std::size_t unit = rate_units.size() - 1;
  // Half a thousandth below the next unit is shown as that unit: 999.9999 Mbps is 1 Gbps.
  while (unit > 0 && magnitude * 2000 < static_cast<Int128>(rate_units[unit].bps) * 2000 -
                                            rate_units[unit - 1].bps) {
    --unit;
  }
  const auto& [prefix, bps, scale] = rate_units[unit];
  return fmt::format("{} {}bps", text::format_decimal(rate.value, scale, {.most_decimals = 3}),
                     prefix);
}

std::string format_money(Money money) {
  return text::format_decimal(money.pico, 12,
                              {.most_decimals = 2, .least_decimals = 2, .thousands = true});
}

}  // namespace bgpte::model
