// Time zones by RFC 9636 (TZif), since neither the C++ library nor libc reads one without changing
// the process's own zone.
#include "src/telemetry/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

#include "bgpte/telemetry/observation.hpp"
#include "src/telemetry/json_fields.hpp"

namespace bgpte::telemetry {

namespace {

constexpr const char* damaged = "the time zone's file is damaged";

constexpr std::size_t header_size = 44;

std::int64_t big_endian(const std::string& bytes, std::size_t at, std::size_t size) {
  if (at + size > bytes.size()) {
    throw Unreadable{"the time zone's file is cut"};
  }
  std::uint64_t value =
      (static_cast<unsigned char>(bytes[at]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return static_cast<std::int64_t>(value);
}

/// The counts of a TZif header.
struct Counts {
  std::size_t utc = 0, standard = 0, leaps = 0, times = 0, types = 0, letters = 0;
};

Counts counts_at(const std::string& bytes, std::size_t header) {
  const auto count = [&](std::size_t place) {
    constexpr std::size_t before_counts = 20;
    constexpr std::int64_t most = 100'000;
    const std::int64_t value = big_endian(bytes, header + before_counts + 4 * place, 4);
    if (value < 0 || value > most) {
      throw Unreadable{damaged};
    }
    return static_cast<std::size_t>(value);
  };
  return {count(0), count(1), count(2), count(3), count(4), count(5)};
}

bool is_zone_name(const std::string& name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  };
  return !name.empty() && name.front() != '/' && std::ranges::all_of(name, allowed);
}

}  // namespace

Zone::Zone(const std::string& name) {
  if (name == "UTC" || name == "Z" || name == "Etc/UTC" ||
      text::parse_offset(name, first_offset_)) {
    return;
  }
  std::ostringstream bytes;
  if (is_zone_name(name)) {
    bytes << std::ifstream("/usr/share/zoneinfo/" + name, std::ios::binary).rdbuf();
  }
  if (!bytes.str().starts_with("TZif")) {
    throw Unreadable{fmt::format(
        "this machine's time zone database has no {}: UTC and offsets such as +01:00 need none",
        quoted(name))};
  }
  read_database(name, bytes.str());
}

void Zone::read_database(const std::string& name, const std::string& bytes) {
  // The first part has times of 32 bits, the second one, from version 2 on, of 64.
  const Counts small = counts_at(bytes, 0);
  constexpr std::size_t version_at = 4;
  if (bytes.size() < header_size || bytes[version_at] < '2') {
    throw Unreadable{fmt::format("the time zone {} is in an old format", quoted(name))};
  }
  const std::size_t header = header_size + small.times * 5 + small.types * 6 + small.letters +
                             small.leaps * 8 + small.standard + small.utc;
  const Counts counts = counts_at(bytes, header);
  const std::size_t times = header + header_size;
  const std::size_t kinds = times + counts.times * 8;
  const std::size_t types = kinds + counts.times;
  first_offset_ = counts.types == 0 ? 0 : big_endian(bytes, types, 4);
  for (std::size_t i = 0; i < counts.times; ++i) {
    const auto type = static_cast<std::size_t>(big_endian(bytes, kinds + i, 1) & 0xFF);
    if (type >= counts.types) {
      throw Unreadable{damaged};
    }
    changes_.push_back(
        {big_endian(bytes, times + i * 8, 8), big_endian(bytes, types + type * 6, 4)});
  }
  const std::size_t rule =
      types + counts.types * 6 + counts.letters + counts.leaps * 12 + counts.standard + counts.utc;
  if (rule < bytes.size()) {
    add_rule(std::string_view(bytes).substr(rule));
  }
}

namespace {

/// Reads a POSIX TZ rule (RFC 9636, section 3.3.1) piece by piece.
class RuleText {
 public:
  explicit RuleText(std::string_view text) : text_(text) {}

  void skip_name() {
    if (peek() == '<') {
      text_.remove_prefix(std::min(text_.find('>') + 1, text_.size()));
      return;
    }
    while ((peek() >= 'a' && peek() <= 'z') || (peek() >= 'A' && peek() <= 'Z')) {
      text_.remove_prefix(1);
    }
  }
  bool skip(char c) {
    if (peek() != c) {
      return false;
    }
    text_.remove_prefix(1);
    return true;
  }
  std::int64_t number() {
    std::int64_t value = 0;
    while (peek() >= '0' && peek() <= '9') {
      value = std::min<std::int64_t>(value * 10 + (peek() - '0'), 100'000);
      text_.remove_prefix(1);
    }
    return value;
  }
  /// [+-]hh[:mm[:ss]] in seconds.
  std::int64_t time() {
    const bool negative = skip('-');
    skip('+');
    std::int64_t seconds = number() * 3600;
    if (skip(':')) {
      seconds += number() * 60;
    }
    if (skip(':')) {
      seconds += number();
    }
    return negative ? -seconds : seconds;
  }
  [[nodiscard]] char peek() const { return text_.empty() ? '\0' : text_.front(); }

 private:
  std::string_view text_;
};

/// Mm.w.d/time: weekday d of week w of month m.
struct YearlyDay {
  unsigned month = 1, week = 1, weekday = 0;
  std::int64_t time = 7200;

  [[nodiscard]] std::int64_t in(int year) const {
    using std::chrono::sys_days;
    const auto of_month = std::chrono::year(year) / std::chrono::month(month);
    const std::chrono::weekday day(weekday);
    const sys_days date =
        week == 5 ? sys_days(of_month / day[std::chrono::last]) : sys_days(of_month / day[week]);
    return std::chrono::seconds(date.time_since_epoch()).count() + time;
  }
};

/// False for the other two kinds of days, which no zone of today has.
bool read_day(RuleText& rule, YearlyDay& day) {
  if (!rule.skip(',') || !rule.skip('M')) {
    return false;
  }
  day.month = static_cast<unsigned>(rule.number());
  rule.skip('.');
  day.week = static_cast<unsigned>(rule.number());
  rule.skip('.');
  day.weekday = static_cast<unsigned>(rule.number());
  if (rule.skip('/')) {
    day.time = rule.time();
  }
  return day.month >= 1 && day.month <= 12 && day.week >= 1 && day.week <= 5 && day.weekday <= 6;
}

}  // namespace

void Zone::add_rule(std::string_view rule_text) {
  RuleText rule(rule_text);
  rule.skip('\n');
  rule.skip_name();
  const std::int64_t standard = -rule.time();
  if (rule.peek() == '\n' || rule.peek() == '\0') {
    return;
  }
  rule.skip_name();
  const std::int64_t summer = rule.peek() == ',' ? standard + 3600 : -rule.time();
  YearlyDay begin;
  YearlyDay end;
  if (!read_day(rule, begin) || !read_day(rule, end)) {
    return;
  }
  const std::int64_t known = changes_.empty() ? 0 : changes_.back().at;
  constexpr int first_year = 1970;
  constexpr int last_year = 2100;
  for (int year = first_year; year <= last_year; ++year) {
    for (const Change change :
         {Change{begin.in(year)-standard, summer}, Change{end.in(year)-summer, standard}}) {
      if (change.at > known) {
        changes_.push_back(change);
      }
    }
  }
  std::ranges::sort(changes_, {}, &Change::at);
}

std::int64_t Zone::offset_at(std::int64_t utc) const {
  const auto behind = std::ranges::upper_bound(changes_, utc, {}, &Change::at);
  return behind == changes_.begin() ? first_offset_ : (behind - 1)->offset;
}

std::vector<std::int64_t> Zone::candidates(std::int64_t local) const {
  constexpr std::int64_t day = 86400;
  std::vector<std::int64_t> found;
  for (const std::int64_t offset : {offset_at(local - day), offset_at(local + day)}) {
    const std::int64_t utc = local - offset;
    if (offset_at(utc) == offset && std::ranges::find(found, utc) == found.end()) {
      found.push_back(utc);
    }
  }
  std::ranges::sort(found);
  return found;
}

bool Zone::is_twofold(std::int64_t local) const {
  return candidates(local).size() > 1;
}

std::optional<std::int64_t> Zone::to_utc(std::int64_t local, std::int64_t after) const {
  const std::vector<std::int64_t> found = candidates(local);
  if (found.empty()) {
    return std::nullopt;
  }
  const auto next = std::ranges::lower_bound(found, after);
  return next == found.end() ? found.back() : *next;
}

bool Clock::read(std::string_view text, std::int64_t& seconds) {
  if (text == last_text_ && !text.empty()) {
    seconds = last_;
    return true;
  }
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  constexpr std::size_t most_digits = 12;
  bool known = false;
  if (digits == text.size() || text[digits] == '.') {
    const std::string_view fraction = text.substr(std::min(digits + 1, text.size()));
    known = digits <= most_digits && parse_count(text.substr(0, digits), seconds) &&
            fraction.find_first_not_of("0123456789") == std::string_view::npos;
  } else {
    known = parse_utc(text, seconds) || read_local(text, seconds);
  }
  if (known) {
    last_text_ = text;
    last_ = seconds;
  }
  return known;
}

bool Clock::read_local(std::string_view text, std::int64_t& seconds) {
  std::int64_t local = 0;
  if (text::parse_civil(text, local) != text.size()) {
    return false;
  }
  if (!zone_) {
    throw Unreadable{fmt::format(
        "the time {} has no zone: say --timezone UTC, or the zone of the machine that wrote it",
        quoted(text))};
  }
  if (order_ == RowOrder::any && zone_->is_twofold(local)) {
    throw Unreadable{fmt::format(
        "the time {} comes twice in that zone, when summer time ends: let the tool write UTC",
        quoted(text))};
  }
  const std::optional<std::int64_t> utc = zone_->to_utc(local, last_);
  if (!utc) {
    throw Unreadable{fmt::format("no clock of that zone showed {}", quoted(text))};
  }
  seconds = *utc;
  return seconds >= 0;
}

}  // namespace bgpte::telemetry
