// rrdtool xport --json: row k is the mean of the step that ends at start + k * step.
#include <fmt/format.h>

#include "src/telemetry/load/load_readers.hpp"

namespace bgpte::telemetry {

namespace {

using JsonValue = json::Value;

}  // namespace

std::int64_t whole(const JsonValue& value, const char* what) {
  std::int64_t number = 0;
  if ((value.kind != JsonValue::Kind::number && value.kind != JsonValue::Kind::string) ||
      !parse_count(value.text, number)) {
    throw Unreadable{fmt::format("{} must be a whole number", what)};
  }
  return number;
}

void read_rrdtool(const JsonValue& document, LoadContext& context) {
  const JsonFields fields(document, "the export");
  fields.only({"about", "meta", "data"});
  const JsonFields meta(fields.at("meta"), "meta");
  meta.only({"start", "end", "step", "legend", "rows", "columns"});
  const std::int64_t start = whole(meta.at("start"), "start");
  const std::int64_t end = whole(meta.at("end"), "end");
  const std::int64_t step = whole(meta.at("step"), "step");
  constexpr std::int64_t most = 100'000'000'000;
  const std::vector<JsonValue>& rows = fields.list("data");
  if (step < 1 || end < start || end > most ||
      (end - start) / step + 1 != static_cast<std::int64_t>(rows.size())) {
    throw Unreadable{"the rows do not fit start, end and step"};
  }
  const std::vector<std::string> legend = meta.texts("legend");
  std::vector<Series> all;
  for (const std::string& name : legend) {
    Series series{.name = name};
    series.step_s = step;
    series.points.reserve(rows.size());
    all.push_back(std::move(series));
  }
  for (std::size_t k = 0; k < rows.size(); ++k) {
    if (rows[k].kind != JsonValue::Kind::array || rows[k].items.size() != legend.size()) {
      throw Unreadable{"a row has not as many values as the legend has names"};
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      Reading point;
      if (!parse_reading(rows[k].items[i], point)) {
        throw Unreadable{fmt::format("{} is no number", quoted(rows[k].items[i].text))};
      }
      point.time = start + static_cast<std::int64_t>(k) * step;
      all[i].points.push_back(point);
    }
  }
  for (Series& series : all) {
    if (const std::optional<Place> place = context.places.of_name(series.name)) {
      series.place = *place;
      context.samples.add(series);
    }
  }
}

}  // namespace bgpte::telemetry
