// Reads one line of a log strictly: every member is known, and has the value that it may have.
#include "src/logbook/read_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "bgpte/json/value.hpp"
#include "bgpte/model/advertisement.hpp"
#include "bgpte/text/decimal.hpp"
#include "bgpte/text/display.hpp"

namespace bgpte::logbook {
namespace {

using json::Value;
using Kind = Value::Kind;

constexpr std::int64_t longest_interval_s = 86'400;
constexpr std::size_t longest_text = 500;
constexpr std::int64_t whole = 1'000'000;

/// Why a line is no entry; thrown here and caught by read_line.
struct Refused {
  std::string why;
};

/// The member `key` (of `of`, where that is not empty) must be what `allowed` says.
[[noreturn]] void refuse(std::string_view of, std::string_view key, std::string_view allowed) {
  throw Refused{fmt::format("{}{}{} must be {}", of, of.empty() ? "" : ": ",
                            text::shortened(text::one_line(key), 64), allowed)};
}

void allow_only(const Value& object, std::string_view what,
                std::initializer_list<std::string_view> names) {
  if (object.kind != Kind::object) {
    throw Refused{fmt::format("{} must be an object", what)};
  }
  for (const std::string& key : object.keys) {
    if (std::ranges::find(names, key) == names.end()) {
      throw Refused{
          fmt::format("{} has an unknown key {}", what, text::shortened(text::one_line(key), 64))};
    }
  }
}

const Value& member(const Value& object, std::string_view what, std::string_view key) {
  const Value* found = object.find(key);
  if (found == nullptr) {
    throw Refused{fmt::format("{} has no {}", what, key)};
  }
  return *found;
}

/// A number with at most `scale` decimals that matter, times 10^scale.
std::optional<std::int64_t> scaled(const Value& value, int scale) {
  if (value.kind != Kind::number) {
    return std::nullopt;
  }
  constexpr int most_digits = 18;
  const auto number = text::parse_decimal(value.text, scale, most_digits);
  return number && !number->too_large ? std::optional(static_cast<std::int64_t>(number->value))
                                      : std::nullopt;
}

std::int64_t read_time(const Value& value) {
  const std::optional<std::int64_t> time =
      value.kind == Kind::string ? parse_time(value.text) : std::nullopt;
  if (!time) {
    refuse("", "at", "a time such as \"2026-11-28T22:40:00Z\", or a date");
  }
  return *time;
}

std::string read_text(const Value& value, std::string_view key) {
  if (value.kind != Kind::string || value.text.size() > longest_text ||
      text::steers_or_hides(value.text)) {
    refuse("", key,
           fmt::format("text of at most {} bytes without control characters", longest_text));
  }
  return value.text;
}

std::optional<model::IpPrefix> read_prefix(const Value& value) {
  if (value.kind == Kind::string && value.text == "*") {
    return std::nullopt;
  }
  const model::ParsedPrefix parsed = value.kind == Kind::string
                                         ? model::parse_prefix(value.text)
                                         : model::ParsedPrefix{{}, model::PrefixFault::syntax};
  if (parsed.fault != model::PrefixFault::none) {
    refuse("", "prefix", "a network such as \"192.0.2.0/24\" without host bits, or \"*\"");
  }
  return parsed.prefix;
}

void check_link(std::string_view of, const std::string& name) {
  constexpr std::size_t longest = 63;
  if (name.empty() || name.size() > longest || text::steers_or_hides(name)) {
    throw Refused{fmt::format("{}: the name of a link has 1 to {} characters", of, longest)};
  }
}

Prepends read_advertise(const Value& value, std::string_view of) {
  if (value.kind != Kind::object) {
    throw Refused{fmt::format("{} must be an object such as {{\"A\": 0, \"B\": null}}", of)};
  }
  Prepends prepends;
  bool announced = false;
  for (std::size_t i = 0; i < value.keys.size(); ++i) {
    check_link(of, value.keys[i]);
    std::optional<int>& prepend = prepends[value.keys[i]];
    if (value.items[i].kind == Kind::null) {
      continue;
    }
    const std::optional<std::int64_t> number =
        json::whole_number(value.items[i], 0, model::max_prepend);
    if (!number) {
      refuse(
          of, value.keys[i],
          fmt::format("null or a whole number from 0 to {}", static_cast<int>(model::max_prepend)));
    }
    prepend = static_cast<int>(*number);
    announced = true;
  }
  if (!announced) {
    throw Refused{fmt::format("{} announces nowhere", of)};
  }
  return prepends;
}

model::Bps read_rate(const Value& value, std::string_view of, std::string_view key) {
  if (value.kind == Kind::string) {
    if (const std::optional<model::Bps> rate = model::parse_rate(value.text)) {
      return *rate;
    }
  }
  const std::optional<std::int64_t> rate = scaled(value, 0);
  if (!rate || *rate < 0 || *rate > model::max_rate.value) {
    refuse(of, key, "a rate: bits per second, or text such as \"900 Mbps\"");
  }
  return model::Bps{*rate};
}

/// What entered by links that `advertise` announces on.
std::map<std::string, model::Bps> read_inbound(const Value& value, std::string_view of,
                                               const Prepends& advertise) {
  if (value.kind != Kind::object || value.keys.empty()) {
    throw Refused{fmt::format("{} must be an object such as {{\"A\": 900000000}}", of)};
  }
  std::map<std::string, model::Bps> inbound;
  for (std::size_t i = 0; i < value.keys.size(); ++i) {
    const std::string& link = value.keys[i];
    const model::Bps rate = read_rate(value.items[i], of, link);
    const auto announced = advertise.find(link);
    if (rate.value > 0 && (announced == advertise.end() || !announced->second)) {
      throw Refused{fmt::format("{}: {} carries traffic and does not announce the prefix", of,
                                text::shortened(text::one_line(link), 64))};
    }
    if (announced != advertise.end() && announced->second) {
      inbound[link] = rate;
    }
  }
  const bool some =
      std::ranges::any_of(inbound, [](const auto& one) { return one.second.value > 0; });
  if (!some) {
    throw Refused{fmt::format("{} is zero everywhere, so there are no shares", of)};
  }
  return inbound;
}

Seen read_before(const Value& value) {
  allow_only(value, "before", {"advertise", "inbound"});
  Seen before;
  before.advertise = read_advertise(member(value, "before", "advertise"), "before.advertise");
  before.inbound =
      read_inbound(member(value, "before", "inbound"), "before.inbound", before.advertise);
  return before;
}

model::Ratio read_share(const Value& object, const std::string& of, std::string_view key) {
  constexpr int decimals = 6;
  const std::optional<std::int64_t> share = scaled(member(object, of, key), decimals);
  if (!share || *share < 0 || *share > whole) {
    refuse(of, key, "a share of the prefix's inbound, from 0 to 1");
  }
  return model::Ratio{*share};
}

std::map<std::string, ShareForecast> read_forecast(const Value& value, const Prepends& advertise) {
  if (value.kind != Kind::object || value.keys.empty()) {
    throw Refused{
        "forecast must have for each link an object of low, expected, high and sd, in shares"};
  }
  std::map<std::string, ShareForecast> forecast;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < value.keys.size(); ++i) {
    const std::string& link = value.keys[i];
    const std::string of = fmt::format("forecast.{}", text::shortened(text::one_line(link), 64));
    allow_only(value.items[i], of, {"low", "expected", "high", "sd"});
    const ShareForecast one{
        read_share(value.items[i], of, "low"), read_share(value.items[i], of, "expected"),
        read_share(value.items[i], of, "high"), read_share(value.items[i], of, "sd")};
    if (one.low > one.expected || one.expected > one.high) {
      throw Refused{fmt::format("{} must have low <= expected <= high", of)};
    }
    const auto announced = advertise.find(link);
    if (announced == advertise.end() || !announced->second) {
      if (one.expected.millionths > 0) {
        throw Refused{fmt::format("{} is of a link that does not announce the prefix", of)};
      }
      continue;
    }
    sum += one.expected.millionths;
    forecast[link] = one;
  }
  if (forecast.empty()) {
    throw Refused{"forecast is of no link that announces the prefix"};
  }
  constexpr std::int64_t rounding = 1'000;
  if (sum > whole + rounding) {
    throw Refused{"forecast: the expected shares sum to more than 1"};
  }
  return forecast;
}

Entry read_entry(const Value& line) {
  allow_only(line, "the entry",
             {"format", "at", "interval_s", "prefix", "advertise", "inbound", "before", "forecast",
              "basis", "change_id"});
  const Value* format = line.find("format");
  if (format != nullptr && (format->kind != Kind::string || format->text != "bgpte-log/1")) {
    refuse("", "format", "\"bgpte-log/1\"");
  }
  Entry entry;
  entry.at = read_time(member(line, "the entry", "at"));
  if (const Value* interval = line.find("interval_s")) {
    const std::optional<std::int64_t> seconds = scaled(*interval, 0);
    if (!seconds || *seconds < 1 || *seconds > longest_interval_s) {
      refuse("", "interval_s", fmt::format("a number of seconds from 1 to {}", longest_interval_s));
    }
    entry.interval_s = *seconds;
  }
  entry.prefix = read_prefix(member(line, "the entry", "prefix"));
  entry.seen.advertise = read_advertise(member(line, "the entry", "advertise"), "advertise");
  if (const Value* inbound = line.find("inbound")) {
    entry.seen.inbound = read_inbound(*inbound, "inbound", entry.seen.advertise);
  }
  if (const Value* before = line.find("before")) {
    entry.before = read_before(*before);
  }
  if (const Value* forecast = line.find("forecast")) {
    entry.forecast = read_forecast(*forecast, entry.seen.advertise);
  }
  if (entry.seen.inbound.empty() && entry.forecast.empty()) {
    throw Refused{"the entry has neither inbound nor forecast"};
  }
  if (const Value* basis = line.find("basis")) {
    entry.basis = read_text(*basis, "basis");
  }
  if (const Value* id = line.find("change_id")) {
    entry.change_id = read_text(*id, "change_id");
  }
  return entry;
}

}  // namespace

std::variant<Entry, std::string> read_line(std::string_view line) {
  const auto parsed = json::parse(line);
  if (const std::string* fault = std::get_if<std::string>(&parsed)) {
    return *fault;
  }
  try {
    return read_entry(std::get<Value>(parsed));
  } catch (const Refused& refused) {
    return refused.why;
  }
}

}  // namespace bgpte::logbook
