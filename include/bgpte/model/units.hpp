#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bgpte/text/decimal.hpp"

namespace bgpte::model {

/// 128-bit signed integer: what exact money and objectives are counted in.
using text::Int128;

/// A rate in bits per second, exact.
struct Bps {
  std::int64_t value = 0;

  constexpr auto operator<=>(const Bps&) const = default;
  constexpr Bps& operator+=(Bps other) {
    value += other.value;
    return *this;
  }
  constexpr Bps& operator-=(Bps other) {
    value -= other.value;
    return *this;
  }
  friend constexpr Bps operator+(Bps a, Bps b) { return Bps{a.value + b.value}; }
  friend constexpr Bps operator-(Bps a, Bps b) { return Bps{a.value - b.value}; }
};

/// The largest rate a scenario may name: 1 Pbps. Their sums: sums_fit (model/scenario.hpp).
inline constexpr Bps max_rate{1'000'000'000'000'000};

/// A plain share or factor in millionths (0.80 is 800000): six decimals, exact, as prices have.
struct Ratio {
  std::int64_t millionths = 0;

  constexpr auto operator<=>(const Ratio&) const = default;
  /// As a double, for display and for sums that are quantised afterwards.
  [[nodiscard]] constexpr double as_double() const { return static_cast<double>(millionths) / 1e6; }
};

/// floor(rate * ratio), exact: what a ceiling or a break point of a curve is rounded to.
[[nodiscard]] Bps floor_product(Bps rate, Ratio ratio);

/// A price for each Mbps and month, in millionths of the currency. Exact to six decimals.
struct Price {
  std::int64_t micros = 0;

  constexpr auto operator<=>(const Price&) const = default;
  [[nodiscard]] constexpr double as_double() const { return static_cast<double>(micros) / 1e6; }
};

/// The highest price that a scenario or a command may name: a million of the currency.
inline constexpr Price max_price{1'000'000'000'000};

/// Money in 1e-12 of the currency, the exact product of a Price and a rate in bps.
struct Money {
  Int128 pico = 0;

  constexpr auto operator<=>(const Money&) const = default;
  constexpr Money& operator+=(Money other) {
    pico += other.pico;
    return *this;
  }
  friend constexpr Money operator+(Money a, Money b) { return Money{a.pico + b.pico}; }
  friend constexpr Money operator-(Money a, Money b) { return Money{a.pico - b.pico}; }
  [[nodiscard]] double as_double() const;  ///< For display only.
};

/// price * rate, exact: micros for each Mbps times bps is 1e-12 of the currency.
[[nodiscard]] constexpr Money operator*(Price price, Bps rate) {
  return Money{static_cast<Int128>(price.micros) * rate.value};
}

/// Reads a rate such as "900 Mbps", "1Gbps", "2.5 Gbit/s", "64 kbit/s" or "1000" (bps).
/// SI prefixes k, M, G, T. Nothing for anything else, for a negative rate and above max_rate.
/// Digits beyond one bps are rounded half up.
[[nodiscard]] std::optional<Bps> parse_rate(std::string_view text);

/// "980 Mbps", "1.25 Gbps": at most three decimals, the largest unit that keeps the number >= 1.
[[nodiscard]] std::string format_rate(Bps rate);

/// "1,234.50": two decimals, half away from zero, thousands separated by commas.
[[nodiscard]] std::string format_money(Money money);

}  // namespace bgpte::model
