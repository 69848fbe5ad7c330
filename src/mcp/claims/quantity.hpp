#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Numbers as people quote them, with their units.
namespace bgpte::mcp {

/// What a number of advice is of.
enum class QuantityKind { plain, rate, share, money, seconds };

/// By the keys of its JSON Pointer: *_bps are rates, utilisations and shares are parts of one,
/// bills and costs are money, *_s are seconds.
[[nodiscard]] QuantityKind kind_of(std::string_view pointer);
/// "bit/s" and the like; empty of a plain number.
[[nodiscard]] std::string base_unit(QuantityKind kind, const std::string& currency);

/// A number as it was quoted.
struct Quoted {
  long double number = 0;
  int decimals = 0;  ///< It was rounded to these many digits behind the point; -2: to hundreds.
  std::string unit;  ///< As it was written; empty: none.
};
/// "640 Mbps", "64 %", "1,234.50 USD", "$189 a month", "20 minutes", "-3". Nothing where there is
/// no number.
[[nodiscard]] std::optional<Quoted> parse_quoted(std::string_view text);

/// How many base units one of a unit is; nothing where the kind does not know it.
[[nodiscard]] std::optional<long double> unit_size(QuantityKind kind, std::string_view unit,
                                                   const std::string& currency);
/// Another unit of the kind in which the number would be right; empty: there is none.
[[nodiscard]] std::string right_unit(QuantityKind kind, const Quoted& quoted, long double actual,
                                     const std::string& currency);

/// How near a quoted number is to the true one.
enum class Nearness { same, rounded, different };
/// `rounded`: no further off than half of the last digit that was quoted, and by less than 5 %.
[[nodiscard]] Nearness nearness(const Quoted& quoted, long double unit, long double actual);

}  // namespace bgpte::mcp
