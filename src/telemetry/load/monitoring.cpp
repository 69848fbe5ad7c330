// LibreNMS, Zabbix and InfluxDB: JSON answers of their interfaces.
#include <fmt/format.h>

#include <algorithm>

#include "src/telemetry/load/load_readers.hpp"

namespace bgpte::telemetry {

namespace {

using JsonValue = json::Value;

/// The values of one list of a bill's graph. A 0 between other values is a poll that was missed.
std::vector<Reading> bill_values(const std::vector<JsonValue>& ticks,
                                 const std::vector<JsonValue>& values) {
  if (ticks.size() != values.size()) {
    throw Unreadable{"the graph has not as many values as ticks"};
  }
  std::vector<Reading> points;
  bool any = false;
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    Reading point;
    if (!parse_reading(values[i], point)) {
      throw Unreadable{"the graph has a value that is no number"};
    }
    point.time = whole(ticks[i], "a tick");
    any = any || (point.known && point.number > 0);
    points.push_back(point);
  }
  for (Reading& point : points) {
    point.known = point.known && !(any && point.number == 0);
  }
  return points;
}

}  // namespace

void read_librenms(const JsonValue& document, LoadContext& context) {
  const JsonFields fields(document, "the answer");
  if (fields.find("ports") != nullptr) {
    throw Unreadable{
        "ports has the rate of the last poll only, which is no statistic: ask for "
        "/api/v0/bills/ID/graphdata/bits?reducefactor=1"};
  }
  const JsonFields data(fields.at("graph_data"), "graph_data");
  const std::string link = context.places.asked_link();
  const std::vector<JsonValue>& ticks = data.list("ticks");
  for (const Direction direction : {Direction::in, Direction::out}) {
    const bool in = direction == Direction::in;
    Series series{.name = fmt::format("{} {}", link, in ? "in" : "out")};
    series.place = context.places.of_name(fmt::format("{}/{}", link, in ? "in" : "out"))
                       .value_or(Place{.link = link, .direction = direction});
    series.points = bill_values(ticks, data.list(in ? "in_data" : "out_data"));
    context.samples.add(series);
  }
}

namespace {

/// Reads one item of item.get: what interface it is, and in which unit.
void read_item(const JsonFields& fields, LoadContext& context) {
  const std::string name = fields.text("name");
  const std::string key = fields.text("key_");
  const std::string units = fields.text("units");
  Series series{.name = name};
  if (units != "bps" && units != "Bps") {
    context.samples.refuse("the item's unit is neither bps nor Bps",
                           fmt::format("{} {}", name, units));
    return;
  }
  InterfaceLabels labels;
  const std::vector<JsonValue>& hosts = fields.list("hosts");
  if (!hosts.empty()) {
    labels.router = JsonFields(hosts.front(), "a host").text("host");
  }
  // net.if.in[ifHCInOctets.11], ifHCInOctets[xe-0/0/1]: a counter and an index or a name.
  const std::size_t open = key.find('[');
  const std::size_t close = key.rfind(']');
  const bool in = key.find("InOctets") != std::string::npos || key.starts_with("net.if.in");
  const bool out = key.find("OutOctets") != std::string::npos || key.starts_with("net.if.out");
  if (open == std::string::npos || close == std::string::npos || close < open || in == out) {
    context.samples.refuse("the item's key names no interface and direction", key);
    return;
  }
  // Of several parameters the first: net.if.in["eth0",bytes].
  std::string inside = key.substr(open + 1, close - open - 1);
  inside = inside.substr(0, inside.find(','));
  if (inside.size() >= 2 && inside.front() == '"' && inside.back() == '"') {
    inside = inside.substr(1, inside.size() - 2);
  }
  const std::size_t dot = inside.rfind("Octets.");
  constexpr std::size_t to_index = std::string_view("Octets.").size();
  if (dot == std::string::npos || !parse_count(inside.substr(dot + to_index), labels.ifindex)) {
    labels.ifname = inside;
  }
  series.place = {.interface = context.places.find(labels, name),
                  .link = {},
                  .direction = in ? Direction::in : Direction::out};
  series.values = Values::rates;
  constexpr std::int64_t bits = 8;
  series.step_s = units == "Bps" ? bits : 1;  // for now: the factor of its values
  context.items.insert_or_assign(fields.text("itemid"), series);
}

}  // namespace

void read_zabbix(const JsonValue& document, LoadContext& context) {
  const JsonFields fields(document, "the answer");
  if (fields.find("error") != nullptr) {
    throw Unreadable{"zabbix answers with an error"};
  }
  std::map<std::string, std::vector<Reading>> history;
  for (const JsonValue& value : fields.list("result")) {
    const JsonFields one(value, "a result");
    if (one.find("key_") != nullptr) {
      read_item(one, context);
      continue;
    }
    if (one.find("value_avg") != nullptr) {
      throw Unreadable{
          "trend.get has means of hours, whose percentile is too low: ask for history.get"};
    }
    Reading point;
    if (!parse_reading(one.at("value"), point)) {
      one.fail("value", "must be a number");
    }
    point.time = whole(one.at("clock"), "clock");
    history[one.text("itemid")].push_back(point);
  }
  for (auto& [id, points] : history) {
    const auto item = context.items.find(id);
    if (item == context.items.end()) {
      throw Unreadable{fmt::format(
          "nothing says what the item {} is: give what item.get answers (with selectHosts) before "
          "the history",
          quoted(id))};
    }
    Series series = item->second;
    for (Reading& point : points) {
      point.number *= static_cast<double>(series.step_s);
    }
    series.step_s = 0;
    std::ranges::sort(points, {}, &Reading::time);
    series.points = std::move(points);
    if (series.place.interface != nullptr) {
      context.samples.add(series);
    }
  }
}

namespace {

/// The columns that are read of an InfluxDB series.
constexpr std::array<KnownName, 4> influx_columns{
    {{"in_bps", Values::rates, Direction::in},
     {"out_bps", Values::rates, Direction::out},
     {"ifHCInOctets", Values::counter64, Direction::in},
     {"ifHCOutOctets", Values::counter64, Direction::out}}};

void read_influx_column(const JsonFields& fields, std::size_t place, const KnownName& column,
                        const MappedInterface& interface, LoadContext& context) {
  Clock clock("", RowOrder::by_time);
  Series series{.name = fmt::format("{} {} {}", interface.router, interface.ifname, column.name)};
  series.place = {.interface = &interface, .link = {}, .direction = column.direction};
  series.values = column.values;
  series.stamp = Stamp::begin;
  for (const JsonValue& row : fields.list("values")) {
    Reading point;
    if (row.kind != JsonValue::Kind::array || row.items.size() <= place ||
        row.items[0].kind != JsonValue::Kind::string ||
        !clock.read(row.items[0].text, point.time) || !parse_reading(row.items[place], point)) {
      fields.fail("values", "must be rows of a time (RFC 3339) and numbers");
    }
    series.points.push_back(point);
  }
  context.samples.add(series);
}

void read_influx_series(const JsonValue& value, LoadContext& context) {
  const JsonFields fields(value, "a series");
  fields.only({"name", "tags", "columns", "values", "partial"});
  if (const JsonValue* partial = fields.find("partial"); partial != nullptr && partial->boolean) {
    throw Unreadable{"influxdb cut a series off (partial): ask for a shorter time"};
  }
  const JsonFields tags(fields.at("tags"), "the tags of a series");
  const InterfaceLabels labels = context.places.labels_of(tags);
  const MappedInterface* interface =
      context.places.find(labels, fmt::format("{} {}", labels.router, labels.ifname));
  if (interface == nullptr) {
    return;
  }
  const std::vector<JsonValue>& columns = fields.list("columns");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto known = std::ranges::find(influx_columns, columns[i].text, &KnownName::name);
    if (known != influx_columns.end()) {
      read_influx_column(fields, i, *known, *interface, context);
    } else if (i > 0 || columns[i].text != "time") {
      throw Unreadable{fmt::format(
          "the column {} is none that is known: name them by AS in_bps, AS out_bps (bits per "
          "second), or ifHCInOctets and ifHCOutOctets (last values)",
          quoted(columns[i].text))};
    }
  }
}

}  // namespace

void read_influxdb(const JsonValue& document, LoadContext& context) {
  const JsonFields fields(document, "the answer");
  for (const JsonValue& result : fields.list("results")) {
    const JsonFields one(result, "a result");
    if (one.find("error") != nullptr) {
      throw Unreadable{fmt::format("influxdb answers {}", quoted(one.text("error")))};
    }
    if (one.find("series") == nullptr) {
      continue;
    }
    for (const JsonValue& series : one.list("series")) {
      read_influx_series(series, context);
    }
    if (const JsonValue* partial = one.find("partial"); partial != nullptr && partial->boolean) {
      throw Unreadable{"influxdb cut its answer off (partial): ask for a shorter time"};
    }
  }
}

}  // namespace bgpte::telemetry
