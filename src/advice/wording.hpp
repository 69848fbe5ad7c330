#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/model/scenario.hpp"

/// How numbers are said in an advice. Measured figures are exact (model::format_rate); forecasts
/// have three significant digits, since no forecast is better than that.
namespace bgpte::advice {

/// A share as "71 %"; below 1 % with one decimal, "0.4 %".
[[nodiscard]] std::string percent(double share);
/// A measured share, with one decimal where it has one: "80.3 %".
[[nodiscard]] std::string percent_measured(double share);
/// "53-93 %".
[[nodiscard]] std::string percent_range(double low, double high);
/// "71 % (53-93 %)"; only "71 %" where the range rounds to one number.
[[nodiscard]] std::string percent_with_range(const Utilisation& utilisation);

/// A forecast rate, three significant digits: "270 Mbps", "5.27 Gbps".
[[nodiscard]] std::string rate(model::Bps value);
/// "270 (135 to 450) of 900 Mbps": all in the unit of `of`.
[[nodiscard]] std::string rate_of(model::Bps low, model::Bps expected, model::Bps high,
                                  model::Bps of);

/// "189.00 USD a month", without a sign.
[[nodiscard]] std::string money_a_month(model::Money amount, const std::string& currency);
/// "the bill rises by 189.00 USD a month", "falls by", or "stays as it is".
[[nodiscard]] std::string bill_moves(model::Money difference, const std::string& currency);

/// "A, B and C".
[[nodiscard]] std::string join(const std::vector<std::string>& parts);
/// The first `most` of them, "... and 7 more".
[[nodiscard]] std::string join_some(std::vector<std::string> parts, std::size_t most);

/// "20 minutes", "1 hour 30 minutes".
[[nodiscard]] std::string duration(std::int64_t seconds);

/// "once", "twice", "3 times".
[[nodiscard]] std::string times(int count);
/// "take the prepend of 11.0.0.0/24 off B (1 to 0)", "prepend 11.0.0.0/24 once on A (0 to 1)", ...
[[nodiscard]] std::string instruction(const ChangeText& change);
/// "1", or "not announced".
[[nodiscard]] std::string prepend_text(model::Prepend prepend);
/// "A=0, B=1"; links that do not carry the prefix are left out.
[[nodiscard]] std::string advertisement_text(const model::Scenario& scenario,
                                             const model::Advertisement& advertisement);

/// First letter in upper case, a full stop at the end.
[[nodiscard]] std::string sentence(std::string text);

}  // namespace bgpte::advice
