#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/model/ip_prefix.hpp"
#include "bgpte/model/units.hpp"

/// What was announced, what was forecast before, and what came: a file of JSON lines,
/// "bgpte-log/1" (docs/learning.md).
namespace bgpte::logbook {

/// The prepend on each link that was announced on; nothing: the prefix was withdrawn there.
using Prepends = std::map<std::string, std::optional<int>>;

/// An announcement, and what entered under it by each link that was measured.
struct Seen {
  Prepends advertise;
  std::map<std::string, model::Bps> inbound;
  auto operator<=>(const Seen&) const = default;
};

/// What was forecast to enter by one link, as shares of the prefix's own inbound. `low` and `high`
/// are the range as it was stated; `sd` is the standard deviation that the model gave before any
/// calibration, which a range that was cut off at 0 or 1 hides.
struct ShareForecast {
  model::Ratio low, expected, high, sd;
  auto operator<=>(const ShareForecast&) const = default;
};

/// One line of the log: a forecast, a measurement, or both.
struct Entry {
  std::int64_t at = 0;  ///< End of the time that was measured; seconds since 1970, UTC.
  std::int64_t interval_s = 300;
  std::optional<model::IpPrefix> prefix;  ///< Nothing: "*", all prefixes.
  Seen seen;                              ///< `inbound` is empty where nothing was measured yet.
  std::optional<Seen> before;             ///< What a forecast started from.
  std::map<std::string, ShareForecast> forecast;  ///< By link; empty: none.
  std::string basis;                              ///< What the forecast rested on.
  std::string change_id;                          ///< Of the advice that it belongs to.
  auto operator<=>(const Entry&) const = default;
};

/// A line that is no entry.
struct LineFault {
  std::size_t line = 0;  ///< From 1.
  std::string why;       ///< One sentence, without a full stop.
};

/// A log as it was read. Its entries do not depend on the order of the lines, nor on how often one
/// is there.
struct Log {
  std::vector<Entry> entries;     ///< Sorted, each once.
  std::size_t duplicates = 0;     ///< Lines that said what another one says.
  std::vector<LineFault> faults;  ///< In the order of the lines; the first hundred.
};

/// Reads a log. Where there are faults, the entries are those of the other lines.
[[nodiscard]] Log read_log(std::string_view text);

/// The line of an entry, with a line end: the same entry gives the same bytes.
[[nodiscard]] std::string to_line(const Entry& entry);

/// What `text` is with those of `entries` that it does not have appended, in their order; an
/// unfinished line end is mended. `text` is a log without faults.
struct Appended {
  std::string text;
  std::size_t added = 0;
};
[[nodiscard]] Appended append(std::string_view text, const std::vector<Entry>& entries);

/// Seconds since 1970 of a time such as "2026-11-28T22:40:00Z"; a date stands for the end of that
/// day, as `measured.to` of a scenario does.
[[nodiscard]] std::optional<std::int64_t> parse_time(std::string_view text);

/// "192.0.2.0/24", or "*".
[[nodiscard]] std::string prefix_text(const Entry& entry);

/// The JSON Schema (draft 7) of one line.
[[nodiscard]] std::string_view log_schema();

}  // namespace bgpte::logbook
