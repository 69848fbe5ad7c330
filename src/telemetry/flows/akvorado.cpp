// akvorado's graph: bits per second by row and time, sampling applied.
#include "src/telemetry/flows/akvorado.hpp"

#include <fmt/format.h>

#include "bgpte/text/decimal.hpp"
#include "src/telemetry/json_fields.hpp"

namespace bgpte::telemetry {

namespace {

using json::Value;

std::vector<std::int64_t> times_of(const JsonFields& fields, Clock& clock) {
  std::vector<std::int64_t> times;
  for (const Value& item : fields.list("t")) {
    std::int64_t seconds = 0;
    if (item.kind != Value::Kind::string || !clock.read(item.text, seconds)) {
      fields.fail("t", "must be a list of times");
    }
    times.push_back(seconds);
  }
  constexpr std::size_t least = 2;
  if (times.size() < least) {
    fields.fail("t", "has fewer than two times, so that the interval cannot be told");
  }
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] - times[i - 1] != times[1] - times[0] || times[i] <= times[i - 1]) {
      fields.fail("t", "is not in even steps");
    }
  }
  return times;
}

const std::string& text_at(const Value& row, std::size_t place) {
  if (row.kind != Value::Kind::array || place >= row.items.size() ||
      row.items[place].kind != Value::Kind::string) {
    throw Unreadable{"the graph: rows must be lists of ExporterName, InIfName and DstNetPrefix"};
  }
  return row.items[place].text;
}

/// Bytes of one interval at `rate` bits per second.
std::int64_t bytes_of(const Value& rate, std::int64_t seconds) {
  constexpr int most_digits = 18;
  const auto number = rate.kind == Value::Kind::number
                          ? text::parse_decimal(rate.text, 0, most_digits)
                          : std::nullopt;
  if (!number || number->too_large || number->value < 0) {
    throw Unreadable{"the graph: points must be lists of bits per second"};
  }
  constexpr std::int64_t bits = 8;
  const text::Int128 bytes = number->value * seconds / bits;
  return static_cast<std::int64_t>(std::min<text::Int128>(bytes, INT64_MAX));
}

}  // namespace

void read_akvorado_graph(std::string_view text, const FlowFormat& format, Clock& clock,
                         FlowCells& cells) {
  const Value graph = parsed(text);
  const JsonFields fields(graph, "the graph");
  fields.only({"t", "rows", "points", "axis", "axis-names", "average", "total", "min", "max",
               "last", "95th"});
  const std::vector<std::int64_t> times = times_of(fields, clock);
  const std::int64_t step = times[1] - times[0];
  const std::vector<Value>& rows = fields.list("rows");
  const std::vector<Value>& points = fields.list("points");
  const std::vector<Value>& axis = fields.list("axis");
  if (points.size() != rows.size() || axis.size() != rows.size()) {
    throw Unreadable{"the graph: rows, points and axis are not of one length"};
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    constexpr std::size_t dimensions = 3;
    if (rows[r].items.size() != dimensions) {
      throw Unreadable{"the graph: ask for the dimensions ExporterName, InIfName, DstNetPrefix"};
    }
    if (points[r].kind != Value::Kind::array || points[r].items.size() != times.size()) {
      throw Unreadable{"the graph: a row of points is not as long as the list of times"};
    }
    if (axis[r].text != "1") {
      cells.refuse("the row is of the other direction or of an earlier period",
                   text_at(rows[r], 0));
      continue;
    }
    if (text_at(rows[r], 0) == "Other" && text_at(rows[r], 1) == "Other") {
      cells.refuse("the graph's limit folded smaller rows into Other: ask for a higher one",
                   text_at(rows[r], 2));
      continue;
    }
    for (std::size_t i = 0; i < times.size(); ++i) {
      FlowRow row;
      row.router = text_at(rows[r], 0);
      row.interface = text_at(rows[r], 1);
      row.destination = text_at(rows[r], 2);
      row.bin = times[i];
      row.bytes = bytes_of(points[r].items[i], step);
      cells.add(row, format);
    }
  }
}

}  // namespace bgpte::telemetry
