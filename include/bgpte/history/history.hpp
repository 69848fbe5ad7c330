#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a network carried, hour by hour and day by day, in bounded size (docs/history.md).
namespace bgpte::history {

/// Days are counted from 1970-01-01, and begin at 00:00 UTC.
inline constexpr std::int64_t day_s = 86'400;
inline constexpr std::int64_t hour_s = 3'600;
inline constexpr int hours_of_day = 24;

/// What is kept a row of hours: a link, or what enters for one prefix by it.
struct CellName {
  std::string link;
  std::string prefix = {};  ///< Canonical; empty: the link itself, by its counter.
  auto operator<=>(const CellName&) const = default;
};

/// One interval of one cell.
struct Sample {
  std::int64_t time = 0;  ///< Its begin, seconds since 1970.
  CellName cell = {};
  std::int64_t bps = 0;
  std::int64_t sources = -1;      ///< Distinct source addresses; -1: not known.
  std::int64_t suspect_bps = -1;  ///< Part that looks like a flood; -1: not known.
  auto operator<=>(const Sample&) const = default;
};

/// A sample in the hour that it belongs to.
struct KeptSample {
  std::int64_t bps = 0, sources = -1, suspect_bps = -1;  ///< As in Sample.
  auto operator<=>(const KeptSample&) const = default;
};

/// One hour of one cell on one day. Rates in bps.
struct Hour {
  std::int64_t n = 0;  ///< Intervals that are known.
  std::int64_t mean = 0, p50 = 0, p95 = 0, p99 = 0;
  std::int64_t sources = -1;      ///< The median of the intervals that know it.
  std::int64_t suspect_bps = -1;  ///< The mean of the intervals that know it.
  /// By seconds since the begin of the hour. Only while some interval of the hour is missing.
  std::map<std::int64_t, KeptSample> samples = {};
  bool operator==(const Hour&) const = default;
};

/// By hour of the day, 0 to 23.
using Hours = std::map<int, Hour>;

struct Day {
  std::int64_t interval_s = 300;  ///< Divides an hour.
  std::map<CellName, Hours> cells = {};
  bool operator==(const Day&) const = default;
};

/// Days by their number.
struct History {
  std::map<std::int64_t, Day> days;
  bool operator==(const History&) const = default;
  [[nodiscard]] bool empty() const { return days.empty(); }
  /// Of the newest day; 0 where there is none.
  [[nodiscard]] std::int64_t newest() const { return days.empty() ? 0 : days.rbegin()->first; }
};

/// How long something is kept, in days counted back from the newest day.
struct Retention {
  std::int64_t link_days = 400;
  std::int64_t prefix_days = 35;
  /// A new day so long after the one before it is accepted. A longer gap is more likely a wrong
  /// clock, whose days would push the others out.
  std::int64_t gap_days = 7;
};
/// More cells than this in one day are refused.
inline constexpr std::size_t most_cells = 5'000;
/// More source addresses than this are none that were counted.
inline constexpr std::int64_t most_sources = 1'000'000'000'000;
/// A file of a day is at most so large.
inline constexpr std::size_t largest_file = std::size_t{64} << 20U;

/// What became of samples.
struct Added {
  std::size_t taken = 0;          ///< New, or larger than what was known of the same interval.
  std::size_t known = 0;          ///< There already.
  std::size_t forgotten = 0;      ///< Older than what is kept.
  std::size_t dropped_days = 0;   ///< Days of cells that were kept before and are too old now.
  std::size_t dropped_cells = 0;  ///< The cells that they are of.
  bool operator==(const Added&) const = default;
};

/// Adds samples of intervals of `interval_s` and forgets what is older than `retention`. Samples
/// that give each interval one value make the same history in whatever order, and however often,
/// they are added. Of two values of one interval the larger one counts while the hour is
/// incomplete; a complete hour stays as it is, so that a value which comes after it is not taken.
/// Or says in one sentence why they cannot be added; the history is then unchanged.
[[nodiscard]] std::variant<Added, std::string> add(History& history,
                                                   std::span<const Sample> samples,
                                                   std::int64_t interval_s,
                                                   const Retention& retention = {});

/// "2026-11-28", and "2026-11-28.json".
[[nodiscard]] std::string day_text(std::int64_t day);
[[nodiscard]] std::string file_name(std::int64_t day);
/// The day of such a file name, or -1.
[[nodiscard]] std::int64_t day_of_file(std::string_view name);

/// The JSON of one day ("bgpte-history/1"): sorted, the same bytes each time.
[[nodiscard]] std::string to_json(std::int64_t day, const Day& values);
/// Reads what to_json() writes of that day, or says in one sentence why it is none.
[[nodiscard]] std::variant<Day, std::string> read_day(std::int64_t day, std::string_view text);

/// The JSON Schema (draft 7) of the format.
[[nodiscard]] std::string_view history_schema();

/// The (dropped + 1)-th largest of the values, where dropped = floor(n * (100 - rank) / 100), as
/// bills have it (docs/billing.md). `values` is not empty.
[[nodiscard]] std::int64_t percentile(std::vector<std::int64_t> values, int rank);

}  // namespace bgpte::history
