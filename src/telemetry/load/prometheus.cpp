// Prometheus: what query_range answers. A point is the end of the interval that it describes.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "src/telemetry/load/load_readers.hpp"

namespace bgpte::telemetry {

namespace {

using JsonValue = json::Value;

/// The counters whose names say what they count.
constexpr std::array<KnownName, 6> counters{
    {{"ifHCInOctets", Values::counter64, Direction::in},
     {"ifHCOutOctets", Values::counter64, Direction::out},
     {"ifInOctets", Values::counter32, Direction::in},
     {"ifOutOctets", Values::counter32, Direction::out},
     {"node_network_receive_bytes_total", Values::counter64, Direction::in},
     {"node_network_transmit_bytes_total", Values::counter64, Direction::out}}};

void describe(const JsonFields& metric, LoadContext& context, Series& series) {
  const std::string name =
      metric.find("__name__") == nullptr ? std::string() : metric.text("__name__");
  if (name.empty()) {
    series.place.direction = context.places.asked_direction();
    context.samples.note(fmt::format(
        "series without a name are read as {}bound bits per second (--direction says which)",
        context.options.direction));
    return;
  }
  for (const KnownName& counter : counters) {
    if (counter.name == name) {
      series.values = counter.values;
      series.place.direction = counter.direction;
      return;
    }
  }
  throw Unreadable{fmt::format(
      "the metric {} is none that is known: ask for ifHCInOctets or ifHCOutOctets themselves, or "
      "for a rate, 8*rate(ifHCInOctets[5m])",
      quoted(name))};
}

std::vector<Reading> points_of(const JsonFields& fields) {
  std::vector<Reading> points;
  for (const JsonValue& pair : fields.list("values")) {
    Reading point;
    Reading time;
    if (pair.kind != JsonValue::Kind::array || pair.items.size() != 2 ||
        pair.items[0].kind != JsonValue::Kind::number || !parse_reading(pair.items[0], time) ||
        !time.known || time.number < 0 || time.number > 1e11 ||
        pair.items[1].kind != JsonValue::Kind::string || !parse_reading(pair.items[1], point)) {
      fields.fail("values", "must be pairs of a time and a number as text");
    }
    point.time = std::llround(time.number);
    points.push_back(point);
  }
  return points;
}

void read_series(const JsonValue& value, LoadContext& context, std::vector<Series>& all) {
  const JsonFields fields(value, "a series");
  fields.only({"metric", "values"});
  const JsonFields metric(fields.at("metric"), "the labels of a series");
  const InterfaceLabels labels = context.places.labels_of(metric);
  Series series;
  series.name = fmt::format("{} {}", labels.router, labels.ifname);
  describe(metric, context, series);
  series.place.interface = context.places.find(labels, series.name);
  if (series.place.interface != nullptr) {
    series.points = points_of(fields);
    all.push_back(std::move(series));
  }
}

/// An interface that got another index goes on as another series. For some minutes prometheus still
/// answers the last value of the old one, which counts no more then.
void end_old_series(std::vector<Series>& all) {
  for (Series& old : all) {
    for (const Series& next : all) {
      const bool follows = next.place.interface == old.place.interface &&
                           next.place.direction == old.place.direction && !next.points.empty() &&
                           !old.points.empty() &&
                           next.points.front().time > old.points.front().time;
      for (Reading& point : old.points) {
        point.known = point.known && !(follows && old.values != Values::rates &&
                                       point.time >= next.points.front().time);
      }
    }
  }
}

}  // namespace

void read_prometheus(const JsonValue& document, LoadContext& context) {
  const JsonFields fields(document, "the answer");
  if (fields.text("status") != "success") {
    throw Unreadable{
        fmt::format("prometheus answers {}: {}", quoted(fields.text("status")),
                    fields.find("error") == nullptr ? "no reason" : quoted(fields.text("error")))};
  }
  const JsonFields data(fields.at("data"), "the data");
  if (data.text("resultType") != "matrix") {
    throw Unreadable{fmt::format("the result is a {} and no matrix: ask query_range, not query",
                                 quoted(data.text("resultType")))};
  }
  if (data.list("result").empty()) {
    throw Unreadable{"the result is empty: prometheus has no such series in that time"};
  }
  std::vector<Series> all;
  for (const JsonValue& series : data.list("result")) {
    read_series(series, context, all);
  }
  end_old_series(all);
  for (const Series& series : all) {
    context.samples.add(series);
  }
}

}  // namespace bgpte::telemetry
