// Reads a log line by line, and writes its lines.
#include "bgpte/logbook/logbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bgpte/json/value.hpp"
#include "bgpte/text/decimal.hpp"
#include "bgpte/text/time.hpp"
#include "src/logbook/read_line.hpp"

namespace bgpte::logbook {
namespace {

constexpr std::size_t most_faults = 100;

/// A JSON object of what `text_of` makes of each value.
template <class Map, class TextOf>
std::string object_of(const Map& map, const TextOf& text_of) {
  std::string out;
  for (const auto& [name, value] : map) {
    out += out.empty() ? "{" : ",";
    out += json::string_literal(name);
    out += ':';
    out += text_of(value);
  }
  return out.empty() ? "{}" : out + "}";
}

std::string seen_text(const Seen& seen) {
  std::string out = "\"advertise\":";
  out += object_of(seen.advertise, [](const std::optional<int>& prepend) {
    return prepend ? std::to_string(*prepend) : std::string("null");
  });
  if (!seen.inbound.empty()) {
    out += ",\"inbound\":";
    out += object_of(seen.inbound, [](model::Bps rate) { return std::to_string(rate.value); });
  }
  return out;
}

std::string share_text(model::Ratio share) {
  return text::format_decimal(share.millionths, 6, {.most_decimals = 6});
}

std::string forecast_text(const ShareForecast& one) {
  return fmt::format(R"({{"low":{},"expected":{},"high":{},"sd":{}}})", share_text(one.low),
                     share_text(one.expected), share_text(one.high), share_text(one.sd));
}

}  // namespace

std::optional<std::int64_t> parse_time(std::string_view text) {
  std::int64_t seconds = 0;
  return text::parse_utc(text, seconds) ? std::optional(seconds) : text::end_of_day(text);
}

std::string prefix_text(const Entry& entry) {
  return entry.prefix ? to_string(*entry.prefix) : std::string("*");
}

std::string to_line(const Entry& entry) {
  std::string out = fmt::format(
      R"({{"format":"bgpte-log/1","at":"{}","interval_s":{},"prefix":"{}",{})",
      text::utc_text(entry.at), entry.interval_s, prefix_text(entry), seen_text(entry.seen));
  if (entry.before) {
    out += fmt::format(",\"before\":{{{}}}", seen_text(*entry.before));
  }
  if (!entry.forecast.empty()) {
    out += ",\"forecast\":";
    out += object_of(entry.forecast, forecast_text);
  }
  if (!entry.basis.empty()) {
    out += fmt::format(",\"basis\":{}", json::string_literal(entry.basis));
  }
  if (!entry.change_id.empty()) {
    out += fmt::format(",\"change_id\":{}", json::string_literal(entry.change_id));
  }
  return out + "}\n";
}

Log read_log(std::string_view text) {
  Log log;
  std::size_t lines = 0;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const bool cut = end == std::string_view::npos;
    std::string_view line = text.substr(0, end);
    text.remove_prefix(cut ? text.size() : end + 1);
    ++number;
    if (!line.empty() && line.back() == '\r') {
      line.remove_suffix(1);
    }
    auto read = line.empty() ? std::variant<Entry, std::string>(std::string("the line is empty"))
                             : read_line(line);
    if (std::string* why = std::get_if<std::string>(&read)) {
      if (log.faults.size() < most_faults) {
        log.faults.push_back(
            {number, cut ? *why + "; no line end follows: was the file cut off here?" : *why});
      }
      continue;
    }
    ++lines;
    log.entries.push_back(std::get<Entry>(std::move(read)));
  }
  std::ranges::sort(log.entries);
  log.entries.erase(std::unique(log.entries.begin(), log.entries.end()), log.entries.end());
  log.duplicates = lines - log.entries.size();
  return log;
}

Appended append(std::string_view text, const std::vector<Entry>& entries) {
  const Log log = read_log(text);
  std::set<Entry> known(log.entries.begin(), log.entries.end());
  Appended result{std::string(text), 0};
  for (const Entry& entry : entries) {
    if (!known.insert(entry).second) {
      continue;
    }
    if (!result.text.empty() && result.text.back() != '\n') {
      result.text += '\n';
    }
    result.text += to_line(entry);
    ++result.added;
  }
  return result;
}

}  // namespace bgpte::logbook
