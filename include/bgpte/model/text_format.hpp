#pragma once

#include <string>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/model/units.hpp"

/// How rates, money and advertisements are said. Measured figures are exact (format_rate of
/// bgpte/model/units.hpp); forecasts have three significant digits, since no forecast is better.
namespace bgpte::model {

/// A forecast rate, three significant digits: "270 Mbps", "5.27 Gbps".
[[nodiscard]] std::string forecast_rate(Bps rate);
/// "710 Mbps (530 Mbps to 930 Mbps)"; "710 Mbps" where the range has no width.
[[nodiscard]] std::string forecast_rate_with_range(Bps low, Bps expected, Bps high);
/// "270 (135 to 450) of 900 Mbps": forecasts, all in the unit of `of`.
[[nodiscard]] std::string forecast_rate_of(Bps low, Bps expected, Bps high, Bps of);

/// "6,814.00 (6,600.00 to 6,900.00)"; the first alone where the range has no width.
[[nodiscard]] std::string money_with_range(Money low, Money expected, Money high);
/// "+324.00", "-135.00", "0.00".
[[nodiscard]] std::string signed_money(Money money);
/// "189.00 USD a month", without a sign.
[[nodiscard]] std::string money_a_month(Money amount, const std::string& currency);
/// "the bill rises by 189.00 USD a month", "falls by", or "stays as it is".
[[nodiscard]] std::string bill_moves(Money difference, const std::string& currency);

/// "1", or "not announced".
[[nodiscard]] std::string prepend_text(Prepend prepend);
/// "A=0, B=1+no-export": prepend and lever of each link that carries the prefix.
[[nodiscard]] std::string advertisement_text(const Scenario& scenario,
                                             const Advertisement& advertisement);

}  // namespace bgpte::model
