// What bgpte observe prints: links, exporters, findings, and the difference to the scenario.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "bgpte/text/columns.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/markdown.hpp"
#include "src/telemetry/observe/combine.hpp"

namespace bgpte::telemetry {

namespace {

using Row = std::vector<std::string>;

enum class Style : std::uint8_t { text, markdown };

/// A report as text for a terminal, or as markdown for a ticket: the same content.
class Page {
 public:
  explicit Page(Style style) : style_(style) {}

  void title(std::string_view text) {
    text_ += text_.empty() ? "" : "\n";
    text_ += style_ == Style::markdown ? fmt::format("## {}\n\n", text) : fmt::format("{}\n", text);
  }
  void line(std::string_view text) {
    text_ += style_ == Style::markdown ? text::markdown::plain(text) : text::one_line(text);
    text_ += '\n';
  }
  /// One of a list.
  void item(std::string_view text) {
    text_ += style_ == Style::markdown ? "- " : "  ";
    line(text);
  }
  void blank_line() { text_ += '\n'; }
  /// Between a list or a table and what follows, which markdown would take for a part of it.
  void markdown_break() { text_ += style_ == Style::markdown ? "\n" : ""; }

  /// Columns side by side; the first are flush left, the others right. The heading is for markdown,
  /// which has no table without one; `Heading::always` shows it in both.
  enum class Heading : std::uint8_t { in_markdown, always };
  void table(std::size_t left_columns, Heading heading, std::vector<Row> rows) {
    if (style_ == Style::markdown) {
      markdown_table(left_columns, rows);
    } else {
      rows.erase(rows.begin(), rows.begin() + (heading == Heading::always ? 0 : 1));
      text_table(left_columns, rows);
    }
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void markdown_table(std::size_t left_columns, const std::vector<Row>& rows) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (const std::string& cell : rows[r]) {
        text_ += fmt::format("| {} ", text::markdown::plain(cell));
      }
      text_ += "|\n";
      for (std::size_t i = 0; r == 0 && i < rows[r].size(); ++i) {
        text_ += i < left_columns ? "| --- " : "| ---: ";
      }
      text_ += r == 0 ? "|\n" : "";
    }
  }

  void text_table(std::size_t left_columns, const std::vector<Row>& rows) {
    text::Columns table(left_columns, rows.empty() ? 0 : rows.front().size(), 3);
    for (Row row : rows) {
      for (std::string& cell : row) {
        cell = text::one_line(cell);
      }
      table.row(std::move(row));
    }
    for (const std::string& line : table.lines()) {
      text_ += "  " + line + "\n";
    }
  }

  Style style_;
  std::string text_;
};

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

std::vector<Row> link_rows(const model::Scenario& scenario, const Measurement& measurement) {
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
  return rows;
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

void add_exporters(Page& page, const Measurement& measurement) {
  if (measurement.exporters.empty()) {
    return;
  }
  std::vector<Row> rows{{"exporter", "sampling", "coverage"}};
  for (const ExporterVerdict& one : measurement.exporters) {
    rows.push_back({one.router, sampling_of(one), coverage_of(one.coverage)});
  }
  page.blank_line();
  page.table(2, Page::Heading::always, std::move(rows));
}

void add_unlisted(Page& page, const model::Scenario& scenario, const Measurement& measurement) {
  std::vector<Row> rows{{"link", "destination", "flows"}};
  for (std::size_t l = 0; l < measurement.links.size(); ++l) {
    const LinkFigures& one = measurement.links[l];
    for (const UnlistedDestination& destination : one.unlisted) {
      const double part = one.coverage.flow_bytes > 0
                              ? static_cast<double>(destination.bytes) /
                                    static_cast<double>(one.coverage.flow_bytes)
                              : 0;
      rows.push_back(
          {scenario.links[l].name, destination.destination,
           part > 0 ? text::fine_percent(part) : fmt::format("{} bytes", destination.bytes)});
    }
  }
  if (rows.size() > 1) {
    page.title("To no listed prefix, of the flows of the link");
    page.table(2, Page::Heading::in_markdown, std::move(rows));
  }
}

void add_source_asns(Page& page, const model::Scenario& scenario, const Measurement& measurement) {
  std::vector<Row> rows{{"link", "source", "flows"}};
  constexpr std::size_t shown = 10;
  for (std::size_t l = 0; l < measurement.links.size(); ++l) {
    const LinkFigures& one = measurement.links[l];
    for (std::size_t i = 0; i < std::min(shown, one.source_asns.size()); ++i) {
      const SourceAsn& source = one.source_asns[i];
      const double part =
          one.coverage.flow_bytes > 0
              ? static_cast<double>(source.bytes) / static_cast<double>(one.coverage.flow_bytes)
              : 0;
      rows.push_back({scenario.links[l].name,
                      source.asn == 0 ? std::string("not known") : fmt::format("AS{}", source.asn),
                      part > 0 ? text::fine_percent(part) : fmt::format("{} bytes", source.bytes)});
    }
  }
  if (rows.size() > 1) {
    page.title("From which AS, of the flows of the link");
    page.table(2, Page::Heading::in_markdown, std::move(rows));
  }
}

void add_growth(Page& page, const Measurement& measurement) {
  if (measurement.growth.empty()) {
    return;
  }
  page.title("Growth");
  for (const LinkGrowth& one : measurement.growth) {
    page.item(fmt::format("{}: {}; at its ceiling {}", one.link, history::growth_text(one.growth),
                          one.run_out ? history::run_out_text(one.load_day, *one.run_out)
                                      : std::string("not within five years")));
  }
}

void add_changes(Page& page, const Update& update) {
  if (update.changes.empty()) {
    page.blank_line();
    page.line("Nothing in the scenario changes.");
    return;
  }
  page.title("Changes");
  std::vector<Row> rows{{"of", "value", "was", "", "becomes", "by"}};
  bool others = false;
  for (const ValueChange& one : update.changes) {
    if (one.subject == "measured") {
      page.item(fmt::format("{} {}: {} -> {}", one.subject, one.what, one.from, one.to));
      others = true;
      continue;
    }
    rows.push_back({one.subject, one.what, one.from, "->", one.to,
                    one.change ? fmt::format("{:+.1f} %", *one.change * 100) : ""});
  }
  if (rows.size() > 1) {
    if (others) {
      page.markdown_break();
    }
    page.table(5, Page::Heading::in_markdown, std::move(rows));
  }
}

std::string report(Style style, const model::Scenario& scenario, const Measurement& measurement,
                   const Update& update) {
  Page page(style);
  if (measurement.window.to > 0) {
    page.line(fmt::format("Measured {}, intervals of {}, {}", window_text(measurement.window),
                          text::exact_duration(measurement.interval_s),
                          name_of(measurement.statistic)));
    page.blank_line();
    page.table(1, Page::Heading::always, link_rows(scenario, measurement));
  } else {
    page.line("No counters were given: no rate changes.");
  }
  add_exporters(page, measurement);
  add_unlisted(page, scenario, measurement);
  add_source_asns(page, scenario, measurement);
  add_growth(page, measurement);
  if (!measurement.remarks.empty()) {
    page.title("Findings");
    for (const Remark& remark : measurement.remarks) {
      page.item(fmt::format("{}: {}", remark.id, remark.text));
    }
  }
  if (!measurement.notes.empty()) {
    page.title("Notes of the import");
    for (const std::string& note : measurement.notes) {
      page.item(note);
    }
  }
  add_changes(page, update);
  if (update.kept > 0) {
    page.markdown_break();
    page.line(fmt::format("{} moved by less than 2 % and {}.",
                          text::count_of(static_cast<std::int64_t>(update.kept), "cell"),
                          update.kept == 1 ? "stays" : "stay"));
  }
  return page.take();
}

}  // namespace

std::string report_text(const model::Scenario& scenario, const Measurement& measurement,
                        const Update& update) {
  return report(Style::text, scenario, measurement, update);
}

std::string report_markdown(const model::Scenario& scenario, const Measurement& measurement,
                            const Update& update) {
  return report(Style::markdown, scenario, measurement, update);
}

}  // namespace bgpte::telemetry
