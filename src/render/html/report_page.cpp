// Reports of frontier, catchment and learn as pages.
#include <fmt/format.h>

#include "bgpte/model/version.hpp"
#include "bgpte/render/html.hpp"
#include "src/render/html/frame.hpp"
#include "src/render/html/report_charts.hpp"
#include "src/render/html/table.hpp"

namespace bgpte::render {

namespace {

constexpr std::size_t longest_details = 200'000;

void draw(Markup& /*page*/, const std::monostate& /*none*/) {}
void draw(Markup& page, const RangeChart& chart) {
  range_chart(page, chart);
}
void draw(Markup& page, const PointChart& chart) {
  point_chart(page, chart);
}
void draw(Markup& page, const ShareChart& chart) {
  share_chart(page, chart);
}

void table_of(Markup& page, const ReportTable& report) {
  HtmlTable table{report.caption, {}};
  for (std::size_t c = 0; c < report.head.size(); ++c) {
    table.columns.push_back(
        {report.head[c], c < report.texts ? ColumnOf::texts : ColumnOf::numbers});
  }
  for (const std::vector<std::string>& row : report.rows) {
    table.rows.emplace_back(row.begin(), row.end());
  }
  write_table(page, table);
}

}  // namespace

std::string to_html(const Report& report) {
  Markup page;
  open_page(page, report.title);
  for (const std::string& sentence : report.sentences) {
    write_paragraph(page, sentence);
  }
  for (const ReportSection& section : report.sections) {
    write_heading(page, section.heading);
    for (const std::string& sentence : section.sentences) {
      write_paragraph(page, sentence);
    }
    std::visit([&](const auto& chart) { draw(page, chart); }, section.chart);
    if (section.table && !section.table->rows.empty()) {
      table_of(page, *section.table);
    }
    if (!section.details.empty()) {
      open_details(page, "In words");
      write_lines(page, section.details, longest_details);
      close_details(page);
    }
  }
  close_page(page, fmt::format("bgpte {}", model::version()));
  return page.take();
}

}  // namespace bgpte::render
