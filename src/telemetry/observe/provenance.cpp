// Where the figures of a scenario are from, as JSON beside it.
#include <fmt/format.h>

#include "bgpte/json/value.hpp"
#include "bgpte/telemetry/observe.hpp"

namespace bgpte::telemetry {

namespace {

/// A rate, or null where it was not measured.
std::string rate_or_none(std::int64_t bps) {
  return bps < 0 ? "null" : std::to_string(bps);
}

std::string share_or_null(const Coverage& coverage) {
  return coverage.known() ? fmt::format("{:.4f}", coverage.share()) : "null";
}

/// Elements of a list, one on a line.
template <class Items, class Text>
std::string lines_of(const Items& items, Text text) {
  std::string all;
  for (const auto& item : items) {
    all += fmt::format("{}\n    {}", all.empty() ? "" : ",", text(item));
  }
  return all.empty() ? "[]" : fmt::format("[{}\n  ]", all);
}

}  // namespace

std::string provenance_json(const model::Scenario& scenario, const Measurement& measurement) {
  std::size_t l = 0;
  const auto link = [&](const LinkFigures& one) {
    return fmt::format(
        R"({{ "name": {}, "inbound": {}, "peak": {}, "outbound": {}, "intervals": {}, "known": {}, "coverage": {}, "background": {} }})",
        json::string_literal(scenario.links[l++].name), rate_or_none(one.inbound),
        rate_or_none(one.peak), rate_or_none(one.outbound), one.intervals, one.known,
        share_or_null(one.coverage), rate_or_none(one.background));
  };
  const auto exporter = [](const ExporterVerdict& one) {
    return fmt::format(
        R"({{ "router": {}, "sampling": {}, "coverage": {} }})", json::string_literal(one.router),
        one.sampling <= 0 ? "null" : std::to_string(one.sampling), share_or_null(one.coverage));
  };
  const auto source = [](const Source& one) {
    return fmt::format(R"({{ "tool": {}, "sha256": {}, "bytes": {} }})",
                       json::string_literal(one.tool), json::string_literal(one.sha256), one.bytes);
  };
  const bool counted = measurement.window.to > 0;
  return fmt::format(
      R"({{
  "format": "bgpte-observed/1",
  "window": {},
  "interval_s": {},
  "statistic": "{}",
  "sources": {},
  "links": {},
  "exporters": {}
}}
)",
      counted ? fmt::format(R"({{ "from": "{}", "to": "{}" }})", utc_text(measurement.window.from),
                            utc_text(measurement.window.to))
              : "null",
      measurement.interval_s, name_of(measurement.statistic), lines_of(measurement.sources, source),
      lines_of(measurement.links, link), lines_of(measurement.exporters, exporter));
}

}  // namespace bgpte::telemetry
