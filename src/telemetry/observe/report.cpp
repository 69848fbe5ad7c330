// What bgpte observe prints: links, exporters, findings, and the difference to the scenario.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "src/telemetry/observe/combine.hpp"

namespace bgpte::telemetry {

namespace {

using Row = std::vector<std::string>;

/// Columns side by side, two blanks between them; the first is flush left, the others right.
std::string table(const std::vector<Row>& rows, std::size_t left_columns) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], text::display_width(row[i]));
    }
  }
  std::string all;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += i == 0 ? "  " : "   ";
      line += i < left_columns ? text::left(row[i], widths[i]) : text::right(row[i], widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    all += line;
    all += '\n';
  }
  return all;
}

/// To three digits: what a report needs.
std::string short_rate(double bps) {
  if (bps < 1) {
    return "0 bps";
  }
  const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(bps)) - 2));
  return model::format_rate({std::llround(std::round(bps / unit) * unit)});
}

std::string coverage_of(const Coverage& coverage) {
  if (!coverage.known()) {
    return "-";
  }
  constexpr double ten = 10;
  return coverage.share() < ten ? text::fine_percent(coverage.share())
                                : fmt::format("{:.0f} times", coverage.share());
}

std::string links_table(const model::Scenario& scenario, const Measurement& measurement) {
  std::vector<Row> rows{{"link", std::string(name_of(measurement.statistic)), "mean", "flows",
                         "coverage", "background", "intervals"}};
  for (std::size_t l = 0; l < measurement.links.size(); ++l) {
    const LinkFigures& one = measurement.links[l];
    const bool flows = one.coverage.known() && one.mean >= 0;
    rows.push_back({scenario.links[l].name,
                    one.inbound < 0 ? "-" : short_rate(static_cast<double>(one.inbound)),
                    one.mean < 0 ? "-" : short_rate(static_cast<double>(one.mean)),
                    flows ? short_rate(static_cast<double>(one.mean) * one.coverage.share()) : "-",
                    coverage_of(one.coverage),
                    one.background < 0 ? "-" : short_rate(static_cast<double>(one.background)),
                    fmt::format("{} of {}", one.known, one.intervals)});
  }
  return table(rows, 1);
}

std::string sampling_of(const ExporterVerdict& verdict) {
  std::string text = verdict.sampling < 0    ? "more than one rate"
                     : verdict.sampling == 0 ? "unknown"
                     : verdict.sampling == 1 ? "none left to apply"
                                             : fmt::format("1:{}, applied", verdict.sampling);
  if (verdict.coverage.looks_like_sampling != 0) {
    text += fmt::format("; looks like sampling 1:{}", verdict.coverage.looks_like_sampling);
  }
  return text;
}

std::string exporters_table(const Measurement& measurement) {
  std::vector<Row> rows{{"exporter", "sampling", "coverage"}};
  for (const ExporterVerdict& one : measurement.exporters) {
    rows.push_back({text::one_line(one.router), sampling_of(one), coverage_of(one.coverage)});
  }
  return rows.size() == 1 ? "" : fmt::format("\n{}", table(rows, 2));
}

std::string unlisted_table(const model::Scenario& scenario, const Measurement& measurement) {
  std::vector<Row> rows;
  for (std::size_t l = 0; l < measurement.links.size(); ++l) {
    const LinkFigures& one = measurement.links[l];
    for (const UnlistedDestination& destination : one.unlisted) {
      const double part = one.coverage.flow_bytes > 0
                              ? static_cast<double>(destination.bytes) /
                                    static_cast<double>(one.coverage.flow_bytes)
                              : 0;
      rows.push_back(
          {scenario.links[l].name, text::one_line(destination.destination),
           part > 0 ? text::fine_percent(part) : fmt::format("{} bytes", destination.bytes)});
    }
  }
  return rows.empty()
             ? ""
             : fmt::format("\nTo no listed prefix, of the flows of the link\n{}", table(rows, 2));
}

std::string changes_table(const Update& update) {
  if (update.changes.empty()) {
    return "Nothing in the scenario changes.\n";
  }
  std::string text = "Changes\n";
  std::vector<Row> rows;
  for (const ValueChange& one : update.changes) {
    if (one.subject == "measured") {
      text += fmt::format("  {} {}: {} -> {}\n", one.subject, one.what, text::one_line(one.from),
                          text::one_line(one.to));
      continue;
    }
    rows.push_back({one.subject, one.what, text::one_line(one.from), "->", text::one_line(one.to),
                    one.change ? fmt::format("{:+.1f} %", *one.change * 100) : ""});
  }
  text += table(rows, 5);
  return text;
}

}  // namespace

std::string report_text(const model::Scenario& scenario, const Measurement& measurement,
                        const Update& update) {
  std::string text =
      measurement.window.to > 0
          ? fmt::format("Measured {}, intervals of {}, {}\n\n{}", window_text(measurement.window),
                        text::exact_duration(measurement.interval_s),
                        name_of(measurement.statistic), links_table(scenario, measurement))
          : std::string("No counters were given: no rate changes.\n");
  text += exporters_table(measurement);
  text += unlisted_table(scenario, measurement);
  if (!measurement.remarks.empty()) {
    text += "\nFindings\n";
    for (const Remark& remark : measurement.remarks) {
      text += fmt::format("  {}: {}\n", remark.id, remark.text);
    }
  }
  if (!measurement.notes.empty()) {
    text += "\nNotes of the import\n";
    for (const std::string& note : measurement.notes) {
      text += fmt::format("  {}\n", text::one_line(note));
    }
  }
  text += '\n';
  text += changes_table(update);
  if (update.kept > 0) {
    text += fmt::format("{} moved by less than 2 % and {}.\n",
                        text::count_of(static_cast<std::int64_t>(update.kept), "cell"),
                        update.kept == 1 ? "stays" : "stay");
  }
  return text;
}

}  // namespace bgpte::telemetry
