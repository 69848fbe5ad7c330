// Where the figures of a scenario are from, and what observe reports, as JSON.
#include <fmt/format.h>

#include "bgpte/history/growth.hpp"
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

namespace {

/// The members of both documents, without the bracket that closes them.
std::string figures(const model::Scenario& scenario, const Measurement& measurement) {
  std::size_t l = 0;
  const auto link = [&](const LinkFigures& one) {
    return fmt::format(
        R"({{ "name": {}, "inbound": {}, "mean": {}, "peak": {}, "outbound": {}, "intervals": {}, "known": {}, "coverage": {}, "background": {} }})",
        json::string_literal(scenario.links[l++].name), rate_or_none(one.inbound),
        rate_or_none(one.mean), rate_or_none(one.peak), rate_or_none(one.outbound), one.intervals,
        one.known, share_or_null(one.coverage), rate_or_none(one.background));
  };
  const auto exporter = [](const ExporterVerdict& one) {
    return fmt::format(
        R"({{ "router": {}, "sampling": {}, "looks_like_sampling": {}, "coverage": {} }})",
        json::string_literal(one.router), one.sampling <= 0 ? "null" : std::to_string(one.sampling),
        one.coverage.looks_like_sampling == 0 ? "null"
                                              : std::to_string(one.coverage.looks_like_sampling),
        share_or_null(one.coverage));
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
  "exporters": {})",
      counted ? fmt::format(R"({{ "from": "{}", "to": "{}" }})", utc_text(measurement.window.from),
                            utc_text(measurement.window.to))
              : "null",
      measurement.interval_s, name_of(measurement.statistic), lines_of(measurement.sources, source),
      lines_of(measurement.links, link), lines_of(measurement.exporters, exporter));
}

std::string unlisted_lines(const model::Scenario& scenario, const Measurement& measurement) {
  std::vector<std::string> lines;
  for (std::size_t l = 0; l < measurement.links.size(); ++l) {
    for (const UnlistedDestination& one : measurement.links[l].unlisted) {
      lines.push_back(fmt::format(R"({{ "link": {}, "destination": {}, "bytes": {} }})",
                                  json::string_literal(scenario.links[l].name),
                                  json::string_literal(one.destination), one.bytes));
    }
  }
  return lines_of(lines, [](const std::string& line) { return line; });
}

/// Empty where no source AS was measured.
std::string source_asn_lines(const model::Scenario& scenario, const Measurement& measurement) {
  std::vector<std::string> lines;
  for (std::size_t l = 0; l < measurement.links.size(); ++l) {
    for (const SourceAsn& one : measurement.links[l].source_asns) {
      lines.push_back(fmt::format(R"({{ "link": {}, "asn": {}, "bytes": {} }})",
                                  json::string_literal(scenario.links[l].name), one.asn,
                                  one.bytes));
    }
  }
  return lines.empty() ? ""
                       : fmt::format(",\n  \"source_asns\": {}",
                                     lines_of(lines, [](const std::string& line) { return line; }));
}

/// Empty where no history was given, or none is long enough.
std::string growth_lines(const Measurement& measurement) {
  const auto text = [](const LinkGrowth& one) {
    const auto monthly = [](double per_day) {
      return fmt::format("{:.4f}", history::monthly_growth(per_day));
    };
    std::string when = "null";
    if (one.run_out) {
      when = fmt::format(R"({{ "earliest_months": {:.1f}, "latest_months": {}, "text": {} }})",
                         one.run_out->earliest,
                         one.run_out->latest ? fmt::format("{:.1f}", *one.run_out->latest) : "null",
                         json::string_literal(history::run_out_text(one.load_day, *one.run_out)));
    }
    return fmt::format(
        R"({{ "link": {}, "days": {}, "monthly": {{ "low": {}, "expected": {}, "high": {} }}, "run_out": {} }})",
        json::string_literal(one.link), one.growth.days, monthly(one.growth.low),
        monthly(one.growth.expected), monthly(one.growth.high), when);
  };
  return measurement.growth.empty()
             ? ""
             : fmt::format(",\n  \"growth\": {}", lines_of(measurement.growth, text));
}

}  // namespace

std::string provenance_json(const model::Scenario& scenario, const Measurement& measurement) {
  return figures(scenario, measurement) + "\n}\n";
}

std::string report_json(const model::Scenario& scenario, const Measurement& measurement,
                        const Update& update) {
  const auto finding = [](const Remark& one) {
    return fmt::format(R"({{ "id": {}, "text": {} }})", json::string_literal(one.id),
                       json::string_literal(one.text));
  };
  const auto change = [](const ValueChange& one) {
    return fmt::format(R"({{ "subject": {}, "what": {}, "from": {}, "to": {}, "change": {} }})",
                       json::string_literal(one.subject), json::string_literal(one.what),
                       json::string_literal(one.from), json::string_literal(one.to),
                       one.change ? fmt::format("{:.4f}", *one.change) : "null");
  };
  const auto text = [](const std::string& one) { return json::string_literal(one); };
  return fmt::format(R"({},
  "unlisted": {}{}{},
  "findings": {},
  "notes": {},
  "changes": {},
  "kept": {},
  "refused": {}
}}
)",
                     figures(scenario, measurement), unlisted_lines(scenario, measurement),
                     source_asn_lines(scenario, measurement), growth_lines(measurement),
                     lines_of(measurement.remarks, finding), lines_of(measurement.notes, text),
                     lines_of(update.changes, change), update.kept,
                     lines_of(measurement.refusals(scenario), text));
}

}  // namespace bgpte::telemetry
