// How rates, money and advertisements are said.
#include "bgpte/model/text_format.hpp"

#include <fmt/format.h>

#include "bgpte/text/decimal.hpp"
#include "bgpte/text/format.hpp"
#include "src/model/rate_units.hpp"

namespace bgpte::model {

namespace {

/// Rounded to three significant digits, half away from zero.
Bps three_digits(Bps value) {
  const std::int64_t step = text::digit_step(value.value, 3);
  const std::int64_t half = value.value < 0 ? -step / 2 : step / 2;
  return Bps{(value.value + half) / step * step};
}

/// The largest unit that is at most `value`; bps for less than 1 kbps.
const RateUnit& unit_for(Bps value) {
  std::size_t unit = rate_units.size() - 1;
  while (unit > 0 && value.value < rate_units[unit].bps) {
    --unit;
  }
  return rate_units[unit];
}

std::string number_in(Bps value, const RateUnit& unit) {
  const double number =
      static_cast<double>(three_digits(value).value) / static_cast<double>(unit.bps);
  return text::without_trailing_zeros(fmt::format("{:.3f}", number));
}

}  // namespace

std::string forecast_rate(Bps rate) {
  return format_rate(three_digits(rate));
}

std::string forecast_rate_with_range(Bps low, Bps expected, Bps high) {
  return low == high ? forecast_rate(expected)
                     : fmt::format("{} ({} to {})", forecast_rate(expected), forecast_rate(low),
                                   forecast_rate(high));
}

std::string forecast_rate_of(Bps low, Bps expected, Bps high, Bps of) {
  const RateUnit& unit = unit_for(of);
  const std::string middle = number_in(expected, unit);
  const std::string least = number_in(low, unit);
  const std::string most = number_in(high, unit);
  const std::string range =
      least == middle && most == middle ? "" : fmt::format(" ({} to {})", least, most);
  return fmt::format("{}{} of {} {}bps", middle, range, number_in(of, unit), unit.prefix);
}

std::string money_with_range(Money low, Money expected, Money high) {
  return low == high ? format_money(expected)
                     : fmt::format("{} ({} to {})", format_money(expected), format_money(low),
                                   format_money(high));
}

std::string signed_money(Money money) {
  const std::string text = format_money(money);
  return money.pico > 0 && text != "0.00" ? "+" + text : text;
}

std::string money_a_month(Money amount, const std::string& currency) {
  const Money size = amount.pico < 0 ? Money{-amount.pico} : amount;
  return fmt::format("{} {} a month", format_money(size), currency);
}

std::string bill_moves(Money difference, const std::string& currency) {
  if (difference.pico == 0) {
    return "no change to the bill";
  }
  return fmt::format("the bill {} by {}", difference.pico > 0 ? "rises" : "falls",
                     money_a_month(difference, currency));
}

std::string prepend_text(Prepend prepend) {
  return prepend == not_announced ? "not announced" : std::to_string(static_cast<int>(prepend));
}

std::string advertisement_text(const Scenario& scenario, const Advertisement& advertisement) {
  std::string text;
  for (LinkIndex link = 0; link < advertisement.size(); ++link) {
    if (advertisement.carried_on(link)) {
      text += fmt::format("{}{}={}", text.empty() ? "" : ", ", scenario.links[link].name,
                          static_cast<int>(advertisement[link]));
      if (const LeverChoice lever = advertisement.lever(link); lever != no_lever) {
        text += "+" + scenario.links[link].levers[lever - 1U].name;
      }
    }
  }
  return text;
}

}  // namespace bgpte::model
