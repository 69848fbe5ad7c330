#include "bgpte/model/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace bgpte::model {
namespace {

constexpr std::int64_t million = 1'000'000;

/// One unit a rate may be written in, and how many bps it is.
struct RateUnit {
  std::string_view prefix;
  std::int64_t bps;
};
constexpr std::array<RateUnit, 5> rate_units{{
    {"", 1},
    {"k", 1'000},
    {"M", 1'000'000},
    {"G", 1'000'000'000},
    {"T", 1'000'000'000'000},
}};
constexpr std::array<std::string_view, 4> rate_suffixes{"bps", "bit/s", "b/s", "bits/s"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<std::int64_t> unit_factor(std::string_view unit) {
  for (const std::string_view suffix : rate_suffixes) {
    if (!unit.ends_with(suffix)) {
      continue;
    }
    std::string_view prefix = unit.substr(0, unit.size() - suffix.size());
    if (prefix == "K") {
      prefix = "k";
    }
    for (const RateUnit& candidate : rate_units) {
      if (candidate.prefix == prefix) {
        return candidate.bps;
      }
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

/// value / 10^12 in decimal with `decimals` digits, half away from zero.
std::string fixed_decimals(Int128 pico, int decimals) {
  Int128 step = 1'000'000'000'000;
  for (int i = 0; i < decimals; ++i) {
    step /= 10;
  }
  const bool negative = pico < 0;
  const Int128 magnitude = negative ? -pico : pico;
  const Int128 rounded = (magnitude + step / 2) / step;
  std::string digits;
  Int128 rest = rounded;
  while (rest > 0 || static_cast<int>(digits.size()) <= decimals) {
    digits.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
    rest /= 10;
  }
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto place = static_cast<int>(i) - decimals;
    if (place == 0 && decimals > 0) {
      text.push_back('.');
    } else if (place > 0 && place % 3 == 0) {
      text.push_back(',');
    }
    text.push_back(digits[i]);
  }
  if (negative && rounded != 0) {
    text.push_back('-');
  }
  std::reverse(text.begin(), text.end());
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
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) {
    ++end;
  }
  const std::string_view whole = text.substr(0, end);
  std::string_view fraction;
  if (end < text.size() && text[end] == '.') {
    const std::size_t begin = ++end;
    while (end < text.size() && is_digit(text[end])) {
      ++end;
    }
    fraction = text.substr(begin, end - begin);
    if (fraction.empty()) {
      return std::nullopt;
    }
  }
  // 18 digits keep every product below within 128 bits; no rate needs more.
  if (whole.empty() || whole.size() > 18 || fraction.size() > 18) {
    return std::nullopt;
  }
  const std::string_view unit = trim(text.substr(end));
  const std::optional<std::int64_t> factor = unit.empty() ? 1 : unit_factor(unit);
  if (!factor) {
    return std::nullopt;
  }
  Int128 digits = 0;
  Int128 scale = 1;
  for (const char c : whole) {
    digits = digits * 10 + (c - '0');
  }
  Int128 bps = digits * *factor;
  digits = 0;
  for (const char c : fraction) {
    digits = digits * 10 + (c - '0');
    scale *= 10;
  }
  bps += (digits * *factor * 2 + scale) / (scale * 2);
  if (bps > max_rate.value) {
    return std::nullopt;
  }
  return Bps{static_cast<std::int64_t>(bps)};
}

std::string format_rate(Bps rate) {
  const bool negative = rate.value < 0;
  const auto magnitude = static_cast<Int128>(negative ? -rate.value : rate.value);
  std::size_t unit = rate_units.size() - 1;
  // Half a thousandth below the next unit is shown as that unit: 999.9999 Mbps is 1 Gbps.
  while (unit > 0 && magnitude * 2000 < static_cast<Int128>(rate_units[unit].bps) * 2000 -
                                            rate_units[unit - 1].bps) {
    --unit;
  }
  const std::int64_t scale = rate_units[unit].bps;
  const Int128 thousandths = (magnitude * 2000 + scale) / (2 * static_cast<Int128>(scale));
  const auto whole = static_cast<std::int64_t>(thousandths / 1000);
  const auto part = static_cast<int>(thousandths % 1000);
  std::string text = fmt::format("{}{}", negative ? "-" : "", whole);
  if (part != 0) {
    text += fmt::format(".{:03}", part);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return fmt::format("{} {}bps", text, rate_units[unit].prefix);
}

std::string format_money(Money money) {
  return fixed_decimals(money.pico, 2);
}

}  // namespace bgpte::model
