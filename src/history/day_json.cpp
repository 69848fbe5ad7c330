// One day of a history as JSON: written, and read back strictly.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "bgpte/history/history.hpp"
#include "bgpte/json/value.hpp"
#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/model/units.hpp"
#include "bgpte/text/display.hpp"

namespace bgpte::history {
namespace {

using json::Value;
using Kind = Value::Kind;

constexpr std::string_view format_name = "bgpte-history/1";
constexpr std::size_t longest_name = 256;

std::string text_of(const Hour& hour, int number) {
  std::string text =
      fmt::format(R"({{"hour": {}, "n": {}, "mean": {}, "p50": {}, "p95": {}, "p99": {})", number,
                  hour.n, hour.mean, hour.p50, hour.p95, hour.p99);
  if (hour.sources >= 0) {
    text += fmt::format(R"(, "sources": {})", hour.sources);
  }
  if (hour.suspect_bps >= 0) {
    text += fmt::format(R"(, "suspect": {})", hour.suspect_bps);
  }
  if (!hour.samples.empty()) {
    text += R"(, "samples": [)";
    const char* before = "";
    for (const auto& [offset, one] : hour.samples) {
      text += fmt::format("{}[{}, {}, {}, {}]", before, offset, one.bps,
                          one.sources < 0 ? "null" : std::to_string(one.sources),
                          one.suspect_bps < 0 ? "null" : std::to_string(one.suspect_bps));
      before = ", ";
    }
    text += "]";
  }
  return text + "}";
}

/// What is wrong with a document; thrown by the functions below, caught by read_day().
struct Refused {
  std::string why;
};

[[noreturn]] void refuse(std::string_view what, std::string_view key, std::string_view allowed) {
  throw Refused{fmt::format("{}: {} must be {}", what, key, allowed)};
}

void allow_only(const Value& object, std::string_view what,
                std::initializer_list<std::string_view> names) {
  if (object.kind != Kind::object) {
    throw Refused{fmt::format("{} must be an object", what)};
  }
  for (const std::string& key : object.keys) {
    if (std::ranges::find(names, key) == names.end()) {
      constexpr std::size_t shown = 64;
      throw Refused{fmt::format("{} has an unknown key {}", what,
                                text::shortened(text::one_line(key), shown))};
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

/// A whole number from `least` to `most`.
std::int64_t number_of(const Value& value, std::string_view what, std::string_view key,
                       std::int64_t least, std::int64_t most) {
  const std::optional<std::int64_t> number = json::whole_number(value, least, most);
  if (!number) {
    refuse(what, key, fmt::format("a whole number from {} to {}", least, most));
  }
  return *number;
}

std::int64_t number_in(const Value& object, std::string_view what, std::string_view key,
                       std::int64_t least, std::int64_t most) {
  return number_of(member(object, what, key), what, key, least, most);
}

std::int64_t rate_in(const Value& object, std::string_view what, std::string_view key) {
  return number_in(object, what, key, 0, model::max_rate.value);
}

std::string name_in(const Value& object, std::string_view what, std::string_view key) {
  const Value& value = member(object, what, key);
  if (value.kind != Kind::string || value.text.size() > longest_name ||
      text::steers_or_hides(value.text) || text::valid_utf8(value.text) != value.text) {
    refuse(what, key,
           fmt::format("a name of at most {} bytes without control characters", longest_name));
  }
  return value.text;
}

const std::vector<Value>& list_in(const Value& object, std::string_view what,
                                  std::string_view key) {
  const Value& value = member(object, what, key);
  if (value.kind != Kind::array) {
    refuse(what, key, "a list");
  }
  return value.items;
}

std::map<std::int64_t, KeptSample> read_samples(const Value& object, std::string_view what,
                                                std::int64_t interval_s) {
  std::map<std::int64_t, KeptSample> samples;
  for (const Value& item : list_in(object, what, "samples")) {
    constexpr std::size_t members = 4;
    if (item.kind != Kind::array || item.items.size() != members) {
      refuse(what, "samples", "lists of offset, bps, sources and suspect");
    }
    const std::int64_t offset =
        number_of(item.items[0], what, "the offset of a sample", 0, hour_s - interval_s);
    const auto or_none = [&](const Value& value, std::string_view key, std::int64_t most) {
      return value.kind == Kind::null ? std::int64_t{-1} : number_of(value, what, key, 0, most);
    };
    const KeptSample sample{
        number_of(item.items[1], what, "the rate of a sample", 0, model::max_rate.value),
        or_none(item.items[2], "the sources of a sample", most_sources),
        or_none(item.items[3], "the suspect part of a sample", model::max_rate.value)};
    if (offset % interval_s != 0 || !samples.emplace(offset, sample).second) {
      refuse(what, "samples", "of different intervals of the hour");
    }
  }
  return samples;
}

void read_hour(const Value& item, std::string_view what, std::int64_t interval_s, Hours& hours) {
  allow_only(item, what,
             {"hour", "n", "mean", "p50", "p95", "p99", "sources", "suspect", "samples"});
  const std::int64_t whole = hour_s / interval_s;
  const auto number = static_cast<int>(number_in(item, what, "hour", 0, hours_of_day - 1));
  Hour hour;
  hour.n = number_in(item, what, "n", 1, whole);
  hour.mean = rate_in(item, what, "mean");
  hour.p50 = rate_in(item, what, "p50");
  hour.p95 = rate_in(item, what, "p95");
  hour.p99 = rate_in(item, what, "p99");
  if (hour.p50 > hour.p95 || hour.p95 > hour.p99) {
    refuse(what, "p50, p95 and p99", "in rising order");
  }
  if (item.find("sources") != nullptr) {
    hour.sources = number_in(item, what, "sources", 0, most_sources);
  }
  if (item.find("suspect") != nullptr) {
    hour.suspect_bps = rate_in(item, what, "suspect");
  }
  if (item.find("samples") != nullptr) {
    hour.samples = read_samples(item, what, interval_s);
  }
  const bool complete = hour.n == whole;
  if (complete != hour.samples.empty() ||
      (!complete && hour.n != static_cast<std::int64_t>(hour.samples.size()))) {
    refuse(what, "samples", "there where intervals are missing, and only there");
  }
  if (!hours.emplace(number, std::move(hour)).second) {
    refuse(what, "hours", "each hour once");
  }
}

Day read(std::int64_t day, const Value& document) {
  constexpr std::string_view whole = "the day";
  allow_only(document, whole, {"format", "day", "interval_s", "cells"});
  if (member(document, whole, "format").text != format_name) {
    refuse(whole, "format", format_name);
  }
  if (member(document, whole, "day").text != day_text(day)) {
    refuse(whole, "day", fmt::format("{}, as its file is called", day_text(day)));
  }
  Day made;
  made.interval_s = number_in(document, whole, "interval_s", 1, hour_s);
  if (hour_s % made.interval_s != 0) {
    refuse(whole, "interval_s", "a divisor of 3600");
  }
  const std::vector<Value>& cells = list_in(document, whole, "cells");
  if (cells.size() > most_cells) {
    refuse(whole, "cells", fmt::format("at most {}", most_cells));
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string what = fmt::format("cell {}", i + 1);
    allow_only(cells[i], what, {"link", "prefix", "hours"});
    CellName name{name_in(cells[i], what, "link"), name_in(cells[i], what, "prefix")};
    if (name.link.empty()) {
      refuse(what, "link", "a name");
    }
    const model::ParsedPrefix parsed = model::parse_prefix(name.prefix);
    if (!name.prefix.empty() && (parsed.fault != model::PrefixFault::none ||
                                 model::to_string(parsed.prefix) != name.prefix)) {
      refuse(what, "prefix", "a prefix as bgpte writes it, or empty");
    }
    Hours hours;
    for (const Value& hour : list_in(cells[i], what, "hours")) {
      read_hour(hour, what, made.interval_s, hours);
    }
    if (hours.empty() || !made.cells.emplace(std::move(name), std::move(hours)).second) {
      refuse(what, "hours", "there, and each link and prefix once");
    }
  }
  return made;
}

}  // namespace

std::string to_json(std::int64_t day, const Day& values) {
  std::string text = fmt::format(
      "{{\n  \"format\": \"{}\",\n  \"day\": \"{}\",\n  \"interval_s\": {},\n"
      "  \"cells\": [",
      format_name, day_text(day), values.interval_s);
  const char* before = "\n";
  for (const auto& [name, hours] : values.cells) {
    text += fmt::format("{}    {{\"link\": {}, \"prefix\": {}, \"hours\": [", before,
                        json::string_literal(name.link), json::string_literal(name.prefix));
    before = ",\n";
    const char* between = "\n      ";
    for (const auto& [number, hour] : hours) {
      text += between;
      text += text_of(hour, number);
      between = ",\n      ";
    }
    text += "]}";
  }
  return text + "\n  ]\n}\n";
}

std::variant<Day, std::string> read_day(std::int64_t day, std::string_view text) {
  if (text.size() > largest_file) {
    return "a day of a history is no larger than 64 MB";
  }
  const auto document = json::parse(text);
  if (const std::string* fault = std::get_if<std::string>(&document)) {
    return *fault;
  }
  try {
    return read(day, std::get<Value>(document));
  } catch (const Refused& refused) {
    return refused.why;
  }
}

}  // namespace bgpte::history
