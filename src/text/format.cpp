// How numbers, durations and lists are said.
#include "bgpte/text/format.hpp"

#include <fmt/format.h>

#include <cmath>

namespace bgpte::text {

std::string percent(double share) {
  const double value = share * 100;
  if (value > 0.05 && value < 0.95) {
    return fmt::format("{:.1f} %", value);
  }
  return fmt::format("{} %", std::llround(value));
}

std::string percent_range(double low, double high) {
  return fmt::format("{}-{} %", std::llround(low * 100), std::llround(high * 100));
}

std::string percent_with_range(double low, double expected, double high) {
  if (std::llround(low * 100) == std::llround(high * 100)) {
    return percent(expected);
  }
  return fmt::format("{} ({})", percent(expected), percent_range(low, high));
}

std::string fine_percent_number(double share) {
  return without_trailing_zeros(fmt::format("{:.1f}", share * 100));
}

std::string fine_percent(double share) {
  return fine_percent_number(share) + " %";
}

std::string fine_percent_with_range(double low, double expected, double high) {
  const std::string first = fine_percent_number(low);
  const std::string last = fine_percent_number(high);
  return first == last ? fine_percent(expected)
                       : fmt::format("{} ({}-{})", fine_percent(expected), first, last);
}

std::string count_of(std::int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string times(int count) {
  return count == 1 ? "once" : count == 2 ? "twice" : fmt::format("{} times", count);
}

std::string duration(std::int64_t seconds) {
  const std::int64_t minutes = (seconds + 59) / 60;
  if (minutes < 120) {
    return count_of(minutes, "minute");
  }
  const std::string hours = count_of(minutes / 60, "hour");
  return minutes % 60 == 0 ? hours : hours + " " + count_of(minutes % 60, "minute");
}

std::string exact_duration(std::int64_t seconds) {
  return seconds % 60 == 0 && seconds != 0 ? count_of(seconds / 60, "minute")
                                           : fmt::format("{} s", seconds);
}

std::string hours_and_minutes(std::int64_t seconds) {
  const std::int64_t minutes = seconds / 60;
  return minutes < 60 ? fmt::format("{} min", minutes)
                      : fmt::format("{} h {} min", minutes / 60, minutes % 60);
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

std::string without_trailing_zeros(std::string number) {
  if (number.find('.') != std::string::npos) {
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') {
      number.pop_back();
    }
  }
  return number == "-0" ? "0" : number;
}

std::string shell_word(const std::string& text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@%+=:,./-_";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) {
    return text;
  }
  std::string word = "'";
  for (const char c : text) {
    // What a terminal would obey is no part of a name that anybody pastes.
    word += c == '\'' ? "'\\''" : static_cast<unsigned char>(c) < 0x20 ? "?" : std::string(1, c);
  }
  return word + "'";
}

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

std::string sentence(std::string text) {
  text = capitalised(std::move(text));
  if (!text.empty() && text.back() != '.') {
    text += '.';
  }
  return text;
}

}  // namespace bgpte::text
