#include "src/advice/wording.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>

namespace bgpte::advice {
namespace {

/// Trailing zeros after a decimal point say nothing here.
std::string trimmed(std::string number) {
  if (number.find('.') != std::string::npos) {
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') {
      number.pop_back();
    }
  }
  return number == "-0" ? "0" : number;
}

model::Bps three_digits(model::Bps value) {
  std::int64_t step = 1;
  while (std::abs(value.value) / step >= 1000) {
    step *= 10;
  }
  const std::int64_t half = value.value < 0 ? -step / 2 : step / 2;
  return model::Bps{(value.value + half) / step * step};
}

struct Unit {
  std::int64_t bps;
  std::string_view name;
};

Unit unit_for(model::Bps value) {
  constexpr std::array<Unit, 4> units{
      {{1'000'000'000'000, "Tbps"}, {1'000'000'000, "Gbps"}, {1'000'000, "Mbps"}, {1'000, "kbps"}}};
  for (const Unit& unit : units) {
    if (value.value >= unit.bps) {
      return unit;
    }
  }
  return {1, "bps"};
}

std::string number_in(model::Bps value, Unit unit) {
  const double number =
      static_cast<double>(three_digits(value).value) / static_cast<double>(unit.bps);
  return trimmed(fmt::format("{:.3f}", number));
}

}  // namespace

std::string percent(double share) {
  const double value = share * 100;
  if (value > 0.05 && value < 0.95) {
    return fmt::format("{:.1f} %", value);
  }
  return fmt::format("{} %", std::llround(value));
}

std::string percent_measured(double share) {
  return trimmed(fmt::format("{:.1f}", share * 100)) + " %";
}

std::string percent_range(double low, double high) {
  return fmt::format("{}-{} %", std::llround(low * 100), std::llround(high * 100));
}

std::string percent_with_range(const Utilisation& utilisation) {
  if (std::llround(utilisation.low * 100) == std::llround(utilisation.high * 100)) {
    return percent(utilisation.expected);
  }
  return fmt::format("{} ({})", percent(utilisation.expected),
                     percent_range(utilisation.low, utilisation.high));
}

std::string rate(model::Bps value) {
  return model::format_rate(three_digits(value));
}

std::string rate_of(model::Bps low, model::Bps expected, model::Bps high, model::Bps of) {
  const Unit unit = unit_for(of);
  const std::string middle = number_in(expected, unit);
  const std::string least = number_in(low, unit);
  const std::string most = number_in(high, unit);
  const std::string range =
      least == middle && most == middle ? "" : fmt::format(" ({} to {})", least, most);
  return fmt::format("{}{} of {} {}", middle, range, number_in(of, unit), unit.name);
}

std::string money_a_month(model::Money amount, const std::string& currency) {
  const model::Money size = amount.pico < 0 ? model::Money{-amount.pico} : amount;
  return fmt::format("{} {} a month", model::format_money(size), currency);
}

std::string bill_moves(model::Money difference, const std::string& currency) {
  if (difference.pico == 0) {
    return "the bill stays as it is";
  }
  return fmt::format("the bill {} by {}", difference.pico > 0 ? "rises" : "falls",
                     money_a_month(difference, currency));
}

std::string join(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      text += i + 1 == parts.size() ? " and " : ", ";
    }
    text += parts[i];
  }
  return text;
}

std::string join_some(std::vector<std::string> parts, std::size_t most) {
  if (parts.size() > most + 1) {
    const std::size_t more = parts.size() - most;
    parts.resize(most);
    parts.push_back(fmt::format("{} more", more));
  }
  return join(parts);
}

std::string duration(std::int64_t seconds) {
  const std::int64_t minutes = (seconds + 59) / 60;
  const auto count = [](std::int64_t n, std::string_view unit) {
    return fmt::format("{} {}{}", n, unit, n == 1 ? "" : "s");
  };
  if (minutes < 120) {
    return count(minutes, "minute");
  }
  std::string text = count(minutes / 60, "hour");
  if (minutes % 60 != 0) {
    text += " " + count(minutes % 60, "minute");
  }
  return text;
}

std::string times(int count) {
  return count == 1 ? "once" : count == 2 ? "twice" : fmt::format("{} times", count);
}

std::string prepend_text(model::Prepend prepend) {
  return prepend == model::not_announced ? "not announced"
                                         : std::to_string(static_cast<int>(prepend));
}

namespace {

std::string shown(const LeverText& lever) {
  return fmt::format("{} ({})", model::to_string(lever.marks), lever.name);
}

/// "announce 11.0.0.0/24 on A with community 64501:80 (lower-preference)"
std::string lever_instruction(const ChangeText& change) {
  if (!change.lever_to) {
    return fmt::format("take {} off {} on {}", shown(*change.lever_from), change.prefix,
                       change.link);
  }
  return fmt::format("announce {} on {} with {}{}", change.prefix, change.link,
                     shown(*change.lever_to),
                     change.lever_from ? " in place of " + shown(*change.lever_from) : "");
}

}  // namespace

std::string instruction(const ChangeText& change) {
  if (change.lever_from != change.lever_to && change.to != model::not_announced) {
    ChangeText prepend = change;
    prepend.lever_from = prepend.lever_to;
    return change.from == change.to
               ? lever_instruction(change)
               : fmt::format("{} and {}", instruction(prepend), lever_instruction(change));
  }
  const int from = change.from;
  const int to = change.to;
  if (change.to == model::not_announced) {
    return fmt::format("withdraw {} from {}", change.prefix, change.link);
  }
  if (change.from == model::not_announced) {
    return fmt::format("announce {} on {} with prepend {}", change.prefix, change.link, to);
  }
  if (to == 0) {
    return fmt::format("take the prepend{} of {} off {} ({} to 0)", from == 1 ? "" : "s",
                       change.prefix, change.link, from);
  }
  if (to < from) {
    return fmt::format("lower the prepends of {} on {} from {} to {}", change.prefix, change.link,
                       from, to);
  }
  if (from == 0) {
    return fmt::format("prepend {} {} on {} (0 to {})", change.prefix, times(to), change.link, to);
  }
  return fmt::format("raise the prepends of {} on {} from {} to {}", change.prefix, change.link,
                     from, to);
}

std::string advertisement_text(const model::Scenario& scenario,
                               const model::Advertisement& advertisement) {
  std::string text;
  for (model::LinkIndex link = 0; link < advertisement.size(); ++link) {
    if (advertisement.carried_on(link)) {
      text += fmt::format("{}{}={}", text.empty() ? "" : ", ", scenario.links[link].name,
                          static_cast<int>(advertisement[link]));
      if (const model::LeverChoice lever = advertisement.lever(link); lever != model::no_lever) {
        text += "+" + scenario.links[link].levers[lever - 1U].name;
      }
    }
  }
  return text;
}

std::string sentence(std::string text) {
  if (!text.empty()) {
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    if (text.back() != '.') {
      text += '.';
    }
  }
  return text;
}

}  // namespace bgpte::advice
