// Decimal numbers as scaled integers: reading and printing.
#include "bgpte/text/decimal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>

namespace bgpte::text {

namespace {

__extension__ using Unsigned128 = unsigned __int128;

constexpr std::int64_t largest_exponent = 1'000'000'000;

Unsigned128 power_of_ten(int exponent) {
  Unsigned128 power = 1;
  for (int i = 0; i < exponent; ++i) {
    power *= 10;
  }
  return power;
}

/// The number is 0.DIGITS * 10^point, with neither leading nor trailing zeros among the digits.
struct Written {
  bool negative = false;
  std::string digits;
  std::int64_t point = 0;
};

/// The digits at the front of `text`, which are taken off it.
std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto size = static_cast<std::size_t>(end - text.begin());
  const std::string_view digits = text.substr(0, size);
  text.remove_prefix(size);
  return digits;
}

/// The exponent behind `e` or `E`; beyond 10^9 it is 10^9, which no number of digits makes up for.
std::optional<std::int64_t> read_exponent(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) {
    return std::nullopt;
  }
  std::int64_t exponent = 0;
  for (const char c : text) {
    exponent = std::min(largest_exponent, exponent * 10 + (c - '0'));
  }
  return negative ? -exponent : exponent;
}

std::optional<Written> read_written(std::string_view text) {
  Written written;
  written.negative = text.starts_with('-');
  text.remove_prefix(written.negative ? 1 : 0);
  const std::string_view whole = take_digits(text);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty()) {
      return std::nullopt;
    }
  }
  if (whole.empty()) {
    return std::nullopt;
  }
  written.point = static_cast<std::int64_t>(whole.size());
  if (!text.empty()) {
    const std::optional<std::int64_t> exponent =
        text.front() == 'e' || text.front() == 'E' ? read_exponent(text.substr(1)) : std::nullopt;
    if (!exponent) {
      return std::nullopt;
    }
    written.point += *exponent;
  }
  written.digits = std::string(whole) + std::string(fraction);
  const std::size_t first = std::min(written.digits.find_first_not_of('0'), written.digits.size());
  written.digits.erase(0, first);
  written.point -= static_cast<std::int64_t>(first);
  written.digits.erase(written.digits.find_last_not_of('0') + 1);
  return written;
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

}  // namespace

std::optional<ScaledDecimal> parse_decimal(std::string_view number, int scale, int most_digits) {
  const std::optional<Written> written = read_written(number);
  if (!written) {
    return std::nullopt;
  }
  ScaledDecimal result;
  const std::string& digits = written->digits;
  if (digits.empty()) {
    return result;
  }
  const std::int64_t length = written->point + scale;  // Digits of the integer part.
  if (length > most_digits) {
    result.too_large = true;
    const auto limit = static_cast<Int128>(power_of_ten(most_digits));
    result.value = written->negative ? -limit : limit;
    return result;
  }
  for (std::int64_t i = 0; i < length; ++i) {
    const auto place = static_cast<std::size_t>(i);
    result.value = result.value * 10 + (place < digits.size() ? digits[place] - '0' : 0);
  }
  result.exact = static_cast<std::int64_t>(digits.size()) <= length;
  if (!result.exact && length >= 0 && digits[static_cast<std::size_t>(length)] >= '5') {
    ++result.value;
  }
  result.value = written->negative ? -result.value : result.value;
  return result;
}

std::string format_decimal(Int128 value, int scale, const DecimalFormat& format) {
  Unsigned128 units =
      value < 0 ? ~static_cast<Unsigned128>(value) + 1 : static_cast<Unsigned128>(value);
  if (scale > format.most_decimals) {
    const Unsigned128 divisor = power_of_ten(scale - format.most_decimals);
    const Unsigned128 rest = units % divisor;
    units = units / divisor + (rest >= divisor - rest ? 1 : 0);
    scale = format.most_decimals;
  }
  const Unsigned128 one = power_of_ten(scale);
  std::string fraction = scale == 0 ? "" : digits_of(units % one);
  fraction.insert(0, static_cast<std::size_t>(scale) - fraction.size(), '0');
  const auto least = static_cast<std::size_t>(format.least_decimals);
  while (fraction.size() > least && fraction.back() == '0') {
    fraction.pop_back();
  }
  fraction.resize(std::max(fraction.size(), least), '0');
  std::string whole = digits_of(units / one);
  for (std::size_t at = whole.size(); format.thousands && at > 3;) {
    at -= 3;
    whole.insert(at, 1, ',');
  }
  return (value < 0 && units != 0 ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

Int128 millionths(double value) {
  if (!std::isfinite(value) || std::abs(value) > 1e12) {
    throw std::domain_error("a share that is not a finite number cannot be written");
  }
  return static_cast<Int128>(std::llround(value * 1e6));
}

}  // namespace bgpte::text
