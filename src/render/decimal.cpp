#include "src/render/decimal.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace bgpte::render {

namespace {

__extension__ typedef unsigned __int128 Unsigned128;

Unsigned128 power_of_ten(int exponent) {
  Unsigned128 power = 1;
  for (int i = 0; i < exponent; ++i) {
    power *= 10;
  }
  return power;
}

Unsigned128 magnitude(model::Int128 value) {
  return value < 0 ? ~static_cast<Unsigned128>(value) + 1 : static_cast<Unsigned128>(value);
}

std::string digits_of(Unsigned128 value) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

constexpr int kept_decimals = 6;

}  // namespace

std::string decimal_text(model::Int128 value, int decimals) {
  const bool negative = value < 0;
  Unsigned128 units = magnitude(value);
  if (decimals > kept_decimals) {
    const Unsigned128 divisor = power_of_ten(decimals - kept_decimals);
    const Unsigned128 rest = units % divisor;
    units = units / divisor + (rest >= divisor - rest ? 1 : 0);
  } else {
    units *= power_of_ten(kept_decimals - decimals);
  }
  const Unsigned128 one = power_of_ten(kept_decimals);
  std::string fraction = digits_of(units % one);
  fraction.insert(0, static_cast<std::size_t>(kept_decimals) - fraction.size(), '0');
  while (fraction.size() > 1 && fraction.back() == '0') {
    fraction.pop_back();
  }
  const std::string sign = negative && units != 0 ? "-" : "";
  return sign + digits_of(units / one) + "." + fraction;
}

std::optional<model::Int128> parse_millionths(std::string_view number) {
  std::size_t at = 0;
  const bool negative = !number.empty() && number[0] == '-';
  at += negative ? 1 : 0;
  std::string digits;
  int point_shift = 0;
  bool after_point = false;
  for (; at < number.size() && number[at] != 'e' && number[at] != 'E'; ++at) {
    if (number[at] == '.' && !after_point) {
      after_point = true;
    } else if (number[at] >= '0' && number[at] <= '9') {
      digits.push_back(number[at]);
      point_shift += after_point ? 1 : 0;
    } else {
      return std::nullopt;
    }
  }
  if (digits.empty()) {
    return std::nullopt;
  }
  int exponent = 0;
  if (at < number.size()) {
    ++at;
    const bool below = at < number.size() && number[at] == '-';
    at += at < number.size() && (number[at] == '-' || number[at] == '+') ? 1 : 0;
    if (at == number.size()) {
      return std::nullopt;
    }
    for (; at < number.size(); ++at) {
      if (number[at] < '0' || number[at] > '9') {
        return std::nullopt;
      }
      exponent = std::min(exponent * 10 + (number[at] - '0'), 100'000);
    }
    exponent = below ? -exponent : exponent;
  }
  // The value is digits * 10^(exponent - point_shift); wanted in units of 10^-6.
  const std::int64_t kept =
      static_cast<std::int64_t>(digits.size()) + exponent - point_shift + kept_decimals;
  Unsigned128 units = 0;
  const Unsigned128 limit = power_of_ten(36);
  for (std::int64_t i = 0; i < kept; ++i) {
    const std::size_t index = static_cast<std::size_t>(i);
    units = units * 10 + static_cast<unsigned>(index < digits.size() ? digits[index] - '0' : 0);
    if (units > limit) {
      return std::nullopt;
    }
    if (units == 0 && index >= digits.size()) {
      break;
    }
  }
  if (kept >= 0 && kept < static_cast<std::int64_t>(digits.size()) &&
      digits[static_cast<std::size_t>(kept)] >= '5') {
    ++units;
  }
  const auto value = static_cast<model::Int128>(units);
  return negative ? -value : value;
}

model::Int128 millionths(double value) {
  if (!std::isfinite(value) || std::abs(value) > 1e12) {
    throw std::domain_error("a share that is not a finite number cannot be written");
  }
  return static_cast<model::Int128>(std::llround(value * 1e6));
}

}  // namespace bgpte::render
