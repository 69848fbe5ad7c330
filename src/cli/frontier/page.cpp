// Both frontiers as a page.
#include "src/cli/frontier/page.hpp"

#include <fmt/format.h>

#include "bgpte/render/html.hpp"
#include "bgpte/text/format.hpp"
#include "src/cli/frontier/points.hpp"

namespace bgpte::cli {

namespace {

render::ReportSection cost_section(const model::Scenario& scenario,
                                   const std::vector<FrontierPoint>& points) {
  render::ReportSection section{"Cost against congestion", {std::string(phi_line)}};
  render::PointChart chart;
  chart.title = "Bill against congestion";
  chart.description = text::count_of(static_cast<std::int64_t>(points.size()), "point");
  chart.x_name = fmt::format("bill a month, {}", scenario.currency);
  chart.y_name = "Mbps of Phi";
  render::ReportTable table{"Plans that no other plan beats in both",
                            {"point", "proof", "plan", "bill a month", "Mbps of Phi", "changes"},
                            {},
                            3};
  for (std::size_t i = 0; i < points.size(); ++i) {
    const FrontierPoint& point = points[i];
    const model::Money bill = point.optimum.after.bill.expected;
    chart.points.push_back({fmt::format("{}", i + 1), bill.as_double(), phi_mbps(point),
                            model::format_money(bill), fmt::format("{:.0f}", phi_mbps(point))});
    table.rows.push_back({fmt::format("{}", i + 1), std::string(name_of(point.optimum.termination)),
                          change_list(scenario, point.optimum.plan), model::format_money(bill),
                          fmt::format("{:.0f}", phi_mbps(point)),
                          fmt::format("{}", point.optimum.after.changes)});
  }
  section.chart = std::move(chart);
  section.table = std::move(table);
  return section;
}

render::ReportSection changes_section(const model::Scenario& scenario,
                                      const std::vector<FrontierPoint>& points) {
  render::ReportSection section{"Benefit by number of changes"};
  if (const std::string line = relief_line(points); !line.empty()) {
    section.sentences.push_back(line);
  }
  render::PointChart chart;
  chart.title = "Relief by number of changes";
  chart.description = section.sentences.empty() ? "no change brings any" : section.sentences[0];
  chart.x_name = "changes";
  chart.y_name = relief_name;
  render::ReportTable table{"What each further change brings",
                            {"changes", "proof", "plan", "above ceilings", "bill a month",
                             "Mbps of Phi", std::string(relief_name)},
                            {},
                            3};
  for (std::size_t i = 0; i < points.size(); ++i) {
    const FrontierPoint& point = points[i];
    const std::size_t changes = point.optimum.after.changes;
    const double part = relief(points, i);
    const std::string part_text = fmt::format("{:.0f} %", 100 * part);
    chart.points.push_back({fmt::format("{}", changes), static_cast<double>(changes), part,
                            fmt::format("{}", changes), part_text});
    table.rows.push_back(
        {fmt::format("{}", changes), std::string(name_of(point.optimum.termination)),
         change_list(scenario, point.optimum.plan), model::format_rate(point.optimum.after.excess),
         model::format_money(point.optimum.after.bill.expected),
         fmt::format("{:.0f}", phi_mbps(point)), part_text});
  }
  section.chart = std::move(chart);
  section.table = std::move(table);
  return section;
}

}  // namespace

std::string frontier_page(const model::Scenario& scenario, const optimiser::Frontier& frontier) {
  render::Report page{scenario.name.empty() ? std::string("Frontier")
                                            : fmt::format("Frontier: {}", scenario.name)};
  page.sections.push_back(cost_section(scenario, frontier.cost_congestion));
  page.sections.push_back(changes_section(scenario, frontier.by_changes));
  return render::to_html(page);
}

}  // namespace bgpte::cli
