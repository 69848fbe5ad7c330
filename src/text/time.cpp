// Times in UTC, to text and back.
#include "bgpte/text/time.hpp"

#include <fmt/format.h>

#include <chrono>

namespace bgpte::text {

namespace {

/// Two digits at `at`, or -1.
int two_digits(std::string_view text, std::size_t at) {
  const int tens = text[at] - '0';
  const int ones = text[at + 1] - '0';
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}

}  // namespace

std::string utc_text(std::int64_t seconds) {
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::size_t parse_civil(std::string_view text, std::int64_t& seconds) {
  constexpr std::size_t size = 19;
  if (text.size() < size || text[4] != '-' || text[7] != '-' ||
      (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':') {
    return 0;
  }
  const int century = two_digits(text, 0);
  const int year = two_digits(text, 2);
  const int month = two_digits(text, 5);
  const int day = two_digits(text, 8);
  const int hour = two_digits(text, 11);
  const int minute = two_digits(text, 14);
  const int second = two_digits(text, 17);
  const std::chrono::year_month_day date{std::chrono::year(century * 100 + year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  constexpr int first_century = 19;
  if (century < first_century || year < 0 || month < 0 || day < 0 || !date.ok() || hour < 0 ||
      hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return 0;
  }
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  const std::chrono::seconds moment =
      days + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
  seconds = moment.count();
  if (seconds < 0) {
    return 0;
  }
  std::size_t end = size;
  if (end < text.size() && text[end] == '.') {
    ++end;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') {
      ++end;
    }
  }
  return end;
}

bool parse_utc(std::string_view text, std::int64_t& seconds) {
  const std::size_t end = parse_civil(text, seconds);
  const std::string_view zone = text.substr(end);
  if (end == 0) {
    return false;
  }
  if (zone == "Z" || zone == "z") {
    return true;
  }
  std::int64_t offset = 0;
  if (!parse_offset(zone, offset)) {
    return false;
  }
  seconds -= offset;
  return seconds >= 0;
}

bool parse_offset(std::string_view text, std::int64_t& seconds) {
  constexpr std::size_t size = 6;
  if (text.size() != size || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
    return false;
  }
  const int hour = two_digits(text, 1);
  const int minute = two_digits(text, 4);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
    return false;
  }
  const std::chrono::seconds offset = std::chrono::hours(hour) + std::chrono::minutes(minute);
  seconds = text[0] == '-' ? -offset.count() : offset.count();
  return true;
}

std::optional<std::int64_t> end_of_day(std::string_view date) {
  constexpr std::size_t length = 10;
  constexpr std::int64_t day_s = 86'400;
  std::string begin(date);
  begin += "T00:00:00Z";
  std::int64_t seconds = 0;
  return date.size() == length && parse_utc(begin, seconds) ? std::optional(seconds + day_s)
                                                            : std::nullopt;
}

}  // namespace bgpte::text
