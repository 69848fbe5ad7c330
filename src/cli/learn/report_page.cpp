// What a log teaches, as a page.
#include "src/cli/learn/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/render/html.hpp"
#include "bgpte/text/time.hpp"

namespace bgpte::cli {

namespace {

/// The newest forecasts, as many as the text draws.
render::RangeChart forecasts_chart(const learning::Report& report) {
  render::RangeChart chart;
  chart.title = "Forecasts and what came";
  chart.description = fmt::format("inside the range {} of {}", report.inside, report.shares);
  const std::size_t first =
      report.runs.size() - std::min(report.runs.size(), learning::most_report_rows);
  for (std::size_t i = first; i < report.runs.size(); ++i) {
    const learning::Run& run = report.runs[i];
    const std::string when = text::utc_text(run.measured_at).substr(0, 16);
    for (const learning::SharePair& one : run.links) {
      chart.rows.push_back({fmt::format("{}, {}", run.prefix, when), one.link, one.low,
                            one.expected, one.high, one.seen, one.inside});
    }
  }
  return chart;
}

/// The same in numbers, for those who do not see the chart.
render::ReportTable forecasts_table(const render::RangeChart& chart) {
  render::ReportTable table{"Shares of the prefix's inbound, %",
                            {"forecast", "link", "low", "expected", "high", "came"},
                            {},
                            2};
  for (const render::RangeChart::Row& row : chart.rows) {
    table.rows.push_back({row.label, row.link, fmt::format("{:.0f}", 100 * row.low),
                          fmt::format("{:.0f}", 100 * row.expected),
                          fmt::format("{:.0f}", 100 * row.high),
                          fmt::format("{:.0f}", 100 * row.seen)});
  }
  return table;
}

}  // namespace

std::string report_page(const learning::Report& report) {
  render::Report page{"What the log teaches"};
  for (const learning::ReportPart& part : learning::report_parts(report)) {
    render::ReportSection section{part.title(), part.sentences};
    if (part.drawn == learning::ReportPart::Drawn::commands) {
      for (const std::string& command : part.drawing) {
        section.sentences.push_back(fmt::format("`{}`", command));
      }
    } else if (!part.drawing.empty()) {
      const render::RangeChart chart = forecasts_chart(report);
      section.table = forecasts_table(chart);
      section.chart = chart;
    } else if (!part.table.rows.empty()) {
      section.table = {part.title(), part.table.head, part.table.rows, part.table.head.size()};
    }
    page.sections.push_back(std::move(section));
  }
  return render::to_html(page);
}

}  // namespace bgpte::cli
