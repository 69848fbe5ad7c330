#include "src/scenario/decimal.hpp"

#include <algorithm>
#include <string>

namespace bgpte::scenario {

Scaled scaled_decimal(std::string_view number, int scale) {
  constexpr std::int64_t limit = 1'000'000'000'000'000'000;
  constexpr std::int64_t exponent_limit = 1'000'000'000;
  bool negative = false;
  std::string digits;
  std::int64_t exponent = scale;
  bool fraction = false;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const char c = number[i];
    if (c == '-' && i == 0) {
      negative = true;
    } else if (c == '.') {
      fraction = true;
    } else if (c == 'e' || c == 'E') {
      std::int64_t written = 0;
      bool minus = false;
      for (const char d : number.substr(i + 1)) {
        if (d == '-') {
          minus = true;
        } else if (d != '+') {
          written = std::min(exponent_limit, written * 10 + (d - '0'));
        }
      }
      exponent += minus ? -written : written;
      break;
    } else {
      exponent -= fraction ? 1 : 0;
      if (c != '0' || !digits.empty()) {
        digits += c;
      }
    }
  }
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  Scaled result;
  if (digits.empty()) {
    return result;
  }
  const auto length = static_cast<std::int64_t>(digits.size()) + exponent;  // Of the integer part.
  if (length > 18) {
    result.too_large = true;
    result.value = negative ? -limit : limit;
    return result;
  }
  for (std::int64_t i = 0; i < length; ++i) {
    const auto place = static_cast<std::size_t>(i);
    result.value = result.value * 10 + (place < digits.size() ? digits[place] - '0' : 0);
  }
  result.exact = exponent >= 0;
  if (!result.exact && length >= 0 && digits[static_cast<std::size_t>(length)] >= '5') {
    ++result.value;
  }
  result.value = negative ? -result.value : result.value;
  return result;
}

}  // namespace bgpte::scenario
