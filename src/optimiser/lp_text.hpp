#pragma once

#include <cstdint>
#include <string>

#include "bgpte/billing/piecewise.hpp"

namespace bgpte::optimiser {

using model::Int128;

/// number / 10^digits, all digits.
[[nodiscard]] std::string decimal(Int128 number, int digits);
/// A rate in bps as Mbps, all digits.
[[nodiscard]] std::string mbps(std::int64_t rate);
/// A term of a sum. Terms go on lines of their own: some readers limit the length of a line.
[[nodiscard]] std::string term(const std::string& coefficient, const std::string& name);
/// True if the curve never falls.
[[nodiscard]] bool is_rising(const billing::Piecewise& curve);

/// A model in the CPLEX LP format while it grows, and functions of one variable as rows of it.
struct LpText {
  std::string comments, objective, rows, bounds, binaries;
  Int128 constant = 0;  ///< Of the objective: what curves without a break point leave, 1e-18.

  void row(const std::string& name, const std::string& terms, const char* relation,
           const std::string& right);
  /// A column that is at least `variable` - threshold, and at least nothing.
  std::string above(const std::string& tail, const std::string& variable, std::int64_t threshold);
  /// A column that is at least `threshold` - variable, and at least nothing.
  std::string below(const std::string& tail, const std::string& variable, std::int64_t threshold);
  /// A column m = max(variable, floor), exactly: a bill need not rise with the rate. The variable
  /// is at most `top`.
  std::string greater(const std::string& variable, std::int64_t floor, std::int64_t top,
                      const std::string& tail);
  /// The curve of `variable` over 0 .. hi joins the objective; its values are in units of 1e-18,
  /// the variable's in units of 10^-decimals.
  void add_curve(const billing::Piecewise& curve, const std::string& variable,
                 const std::string& tail, std::int64_t hi, int decimals);
  /// The whole model, with a column `one` that is fixed to 1.
  [[nodiscard]] std::string text() const;
};

}  // namespace bgpte::optimiser
