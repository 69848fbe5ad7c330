// CSV: one's own, and what Grafana and Cacti export.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "bgpte/text/csv.hpp"
#include "src/telemetry/load/load_readers.hpp"

namespace bgpte::telemetry {

namespace {

using Columns = std::vector<std::string>;

/// The next line of a text, without its end.
std::optional<std::string_view> next_line(std::string_view& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

/// Rows of one table, split at `separator`.
class Rows {
 public:
  Rows(std::string_view text, char separator) : rest_(text), separator_(separator) {}

  /// The next row that is not empty; nothing at the end. Throws where it is no CSV.
  std::optional<Columns> next() {
    while (const std::optional<std::string_view> line = next_line(rest_)) {
      ++number_;
      if (!line->empty()) {
        return split(std::string(*line));
      }
    }
    return std::nullopt;
  }
  [[noreturn]] void fail(std::string_view why) const {
    throw Unreadable{fmt::format("line {}: {}", number_, why)};
  }

 private:
  Columns split(std::string line) {
    if (separator_ != ',') {
      if (line.find(',') != std::string::npos) {
        fail("a comma in a table that is separated by something else");
      }
      std::ranges::replace(line, separator_, ',');
    }
    const std::vector<std::string_view>* columns = lines_.split(line);
    if (columns == nullptr) {
      fail("a quotation mark is not closed");
    }
    return {columns->begin(), columns->end()};
  }

  std::string_view rest_;
  char separator_;
  std::int64_t number_ = 0;
  text::CsvLines lines_;
};

/// "420 Mb/s", "262352625.6", "60.1 kbit/s": bits per second. False where the unit is unknown.
bool parse_rate(std::string_view text, Reading& value) {
  const std::size_t blank = text.find(' ');
  if (!parse_reading(text.substr(0, blank), value)) {
    return false;
  }
  if (blank == std::string_view::npos) {
    return true;
  }
  struct Unit {
    std::string_view name;
    double factor;
  };
  static constexpr std::array<Unit, 10> units{{{"b/s", 1},
                                               {"bps", 1},
                                               {"kb/s", 1e3},
                                               {"kbps", 1e3},
                                               {"Mb/s", 1e6},
                                               {"Mbps", 1e6},
                                               {"Gb/s", 1e9},
                                               {"Gbps", 1e9},
                                               {"Tb/s", 1e12},
                                               {"Tbps", 1e12}}};
  const auto unit = std::ranges::find(units, text.substr(blank + 1), &Unit::name);
  if (unit == units.end()) {
    return false;
  }
  value.number *= unit->factor;
  return true;
}

/// A time as Grafana writes it: formatted, or in milliseconds since 1970.
bool read_time(const std::string& text, Clock& clock, std::int64_t& seconds) {
  constexpr std::size_t digits_of_milliseconds = 13;
  constexpr std::int64_t in_a_second = 1000;
  std::int64_t number = 0;
  if (text.size() == digits_of_milliseconds && parse_count(text, number)) {
    seconds = number / in_a_second;
    return true;
  }
  return clock.read(text, seconds);
}

/// Reads rows of a time and one rate for each series, and adds the series.
void read_wide(Rows& rows, const Columns& heading, Clock& clock, LoadContext& context) {
  std::vector<Series> all;
  for (std::size_t i = 1; i < heading.size(); ++i) {
    all.push_back(Series{.name = heading[i]});
  }
  std::int64_t last = 0;
  while (const std::optional<Columns> row = rows.next()) {
    if (row->size() != heading.size()) {
      rows.fail("not as many columns as the heading has");
    }
    Reading point;
    if (!read_time(row->front(), clock, point.time)) {
      rows.fail(fmt::format("{} is no time", quoted(row->front())));
    }
    if (point.time <= last) {
      rows.fail(fmt::format("the times do not go up: {}", quoted(row->front())));
    }
    last = point.time;
    for (std::size_t i = 1; i < row->size(); ++i) {
      if (!parse_rate((*row)[i], point)) {
        rows.fail(fmt::format("{} is no rate in bits per second", quoted((*row)[i])));
      }
      all[i - 1].points.push_back(point);
    }
  }
  for (Series& series : all) {
    if (const std::optional<Place> place = context.places.of_name(series.name)) {
      series.place = *place;
      context.samples.add(series);
    }
  }
}

}  // namespace

void read_grafana(std::string_view text, LoadContext& context) {
  char separator = ',';
  constexpr std::string_view says_separator = "sep=";
  if (text.starts_with(says_separator) && text.size() > says_separator.size()) {
    separator = text[says_separator.size()];
    text.remove_prefix(std::min(text.find('\n') + 1, text.size()));
  }
  Rows rows(text, separator);
  const std::optional<Columns> heading = rows.next();
  if (!heading || heading->size() < 2 || heading->front() != "Time") {
    throw Unreadable{"the heading does not begin with Time and a series"};
  }
  Clock clock(context.options.timezone, RowOrder::by_time);
  context.samples.note(
      "times of Grafana are read as the ends of their intervals, as Prometheus stamps them");
  read_wide(rows, *heading, clock, context);
}

void read_cacti(std::string_view text, LoadContext& context) {
  Rows rows(text, ',');
  Clock clock(context.options.timezone, RowOrder::by_time);
  // The words of the heading are translated: the series come behind the one empty row.
  while (const std::optional<Columns> row = rows.next()) {
    constexpr std::size_t unit_row = 2;
    if (row->size() == 1 && row->front().empty()) {
      if (const std::optional<Columns> heading = rows.next(); heading && heading->size() > 1) {
        context.samples.note(
            "the graph's values are read as bits per second: its CDEF decides that");
        read_wide(rows, *heading, clock, context);
        return;
      }
      break;
    }
    if (row->size() == unit_row && row->back().find("bytes") != std::string::npos) {
      throw Unreadable{"the graph is in bytes per second: export one in bits"};
    }
  }
  throw Unreadable{"the export has no table of samples"};
}

void read_own_load_csv(std::string_view text, LoadContext& context) {
  Rows rows(text, ',');
  const Columns wanted{"time", "router", "interface", "in_bps", "out_bps"};
  if (const std::optional<Columns> heading = rows.next(); !heading || *heading != wanted) {
    throw Unreadable{"the heading is not time,router,interface,in_bps,out_bps"};
  }
  Clock clock(context.options.timezone, RowOrder::by_time);
  std::map<std::pair<std::string, std::string>, std::array<Series, 2>> all;
  while (const std::optional<Columns> row = rows.next()) {
    if (row->size() != wanted.size()) {
      rows.fail("not five columns");
    }
    std::array<Series, 2>& both = all[{(*row)[1], (*row)[2]}];
    for (std::size_t i = 0; i < both.size(); ++i) {
      Reading point;
      if (!clock.read(row->front(), point.time) || !parse_reading((*row)[3 + i], point)) {
        rows.fail("no time, or no number of bits per second");
      }
      if (point.known || !(*row)[3 + i].empty()) {
        both[i].points.push_back(point);
      }
    }
  }
  for (auto& [names, both] : all) {
    const InterfaceLabels labels{.router = names.first, .text = names.second};
    const std::string name = fmt::format("{} {}", names.first, names.second);
    const MappedInterface* interface = context.places.find(labels, name);
    for (std::size_t i = 0; i < both.size() && interface != nullptr; ++i) {
      both[i].name = name;
      both[i].place = {
          .interface = interface, .link = {}, .direction = i == 0 ? Direction::in : Direction::out};
      both[i].stamp = Stamp::begin;
      if (!both[i].points.empty()) {
        context.samples.add(both[i]);
      }
    }
  }
}

}  // namespace bgpte::telemetry
