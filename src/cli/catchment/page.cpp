// Catchment shares by prepend, as a page.
#include "src/cli/catchment/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "bgpte/render/html.hpp"
#include "bgpte/text/format.hpp"

namespace bgpte::cli {

namespace {

constexpr std::size_t most_drawn = 64;

/// "A=0, B=2"; a link that is withheld is "x".
std::string vector_text(const topology::Origin& origin, const model::Advertisement& vector) {
  std::string text;
  for (std::size_t l = 0; l < origin.links.size(); ++l) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", origin.links[l].name,
                        vector.carried_on(l) ? std::to_string(vector[l]) : std::string("x"));
  }
  return text;
}

}  // namespace

std::string catchment_page(const topology::Origin& origin,
                           std::span<const model::Advertisement> vectors,
                           const topology::Shares& shares, const topology::SweepSummary& summary) {
  render::Report page{fmt::format("Catchment of AS {}", origin.asn)};
  render::ReportSection section{"Shares by prepend"};
  render::ShareChart chart;
  chart.title = "Part of the weight that enters by each link";
  chart.description = "One row for each vector of prepends, as in the table.";
  render::ReportTable table{"Part of the weight that enters by each link, %", {"prepends"}};
  for (const topology::Link& link : origin.links) {
    chart.names.push_back(link.name);
    table.head.push_back(link.name);
  }
  const std::size_t drawn = std::min(summary.vectors.size(), most_drawn);
  for (std::size_t i = 0; i < drawn; ++i) {
    const std::size_t v = summary.vectors[i];
    render::ShareChart::Row row{vector_text(origin, vectors[v]), {}};
    std::vector<std::string> cells{row.label};
    for (topology::LinkNumber l = 0; l < origin.links.size(); ++l) {
      row.shares.push_back(shares.of(v, l));
      cells.push_back(text::fine_percent_number(shares.of(v, l)));
    }
    chart.rows.push_back(std::move(row));
    table.rows.push_back(std::move(cells));
  }
  if (drawn < vectors.size()) {
    section.sentences.push_back(
        fmt::format("{} of {} vectors are shown, one link prepended at a time; --format csv has "
                    "all.",
                    drawn, vectors.size()));
  }
  section.chart = std::move(chart);
  section.table = std::move(table);
  page.sections.push_back(std::move(section));
  std::ostringstream words;
  topology::write_sweep_summary(words, origin, vectors, shares, summary);
  render::ReportSection networks{"Networks"};
  networks.details = words.str();
  page.sections.push_back(std::move(networks));
  return render::to_html(page);
}

}  // namespace bgpte::cli
