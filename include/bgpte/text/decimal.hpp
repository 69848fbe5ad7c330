#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Decimal numbers without rounding by a double: text to scaled integer and back.
namespace bgpte::text {

/// 128-bit signed integer.
__extension__ typedef __int128 Int128;  // NOLINT(modernize-use-using)

/// True for 0 to 9, whatever the locale.
[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The power of ten that a number is counted in where so many significant digits are kept: 1,000
/// for 1,234,567 and four digits. At least 1.
[[nodiscard]] constexpr std::int64_t digit_step(std::int64_t value, int digits) {
  std::int64_t limit = 1;
  for (int i = 0; i < digits; ++i) {
    limit *= 10;
  }
  std::int64_t step = 1;
  while (value / step >= limit || value / step <= -limit) {
    step *= 10;
  }
  return step;
}

/// A decimal number times 10^scale as an integer.
struct ScaledDecimal {
  Int128 value = 0;        ///< Rounded half away from zero where not exact; see `too_large`.
  bool exact = true;       ///< No digit other than 0 was rounded off.
  bool too_large = false;  ///< |value| needs more digits than allowed; `value` is +-10^most_digits.
};

/// `number` * 10^scale. `number` is an optional minus sign, digits, optionally a point and digits,
/// optionally an exponent, as JSON writes numbers (RFC 8259, section 6; leading zeros do no harm).
/// Nothing where it is written otherwise. `most_digits` is at most 36.
[[nodiscard]] std::optional<ScaledDecimal> parse_decimal(std::string_view number, int scale,
                                                         int most_digits = 36);

/// How a decimal number is printed.
struct DecimalFormat {
  int most_decimals = 0;   ///< What is beyond is rounded half away from zero.
  int least_decimals = 0;  ///< Trailing zeros beyond these many decimals are left out.
  bool thousands = false;  ///< Commas between groups of three digits: 1,234.50.
};

/// At most six decimals and one at least, as the JSON of advice writes numbers: 6490.0, 0.5.
inline constexpr DecimalFormat six_decimals{.most_decimals = 6, .least_decimals = 1};

/// `value` / 10^scale as decimal text. What rounds to zero has no sign.
[[nodiscard]] std::string format_decimal(Int128 value, int scale, const DecimalFormat& format);

/// A share or ratio in millionths, rounded half away from zero. Throws std::domain_error if it is
/// not finite or beyond 10^12: no forecast of a valid scenario is.
[[nodiscard]] Int128 millionths(double value);

}  // namespace bgpte::text
