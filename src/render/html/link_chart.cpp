// Links before and after, with ranges and ceilings.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "src/render/html/advice_charts.hpp"
#include "src/render/html/chart.hpp"
#include "src/render/report_text.hpp"

namespace bgpte::render {

namespace {

using text::one_line;
using text::shortened;

constexpr double legend_height = 66;
constexpr double link_height = 58;

double ceiling_share(const advice::LinkForecast& link) {
  return link.capacity.value == 0
             ? 1.0
             : static_cast<double>(link.ceiling.value) / static_cast<double>(link.capacity.value);
}

/// Indices of the links that are drawn, in the advice's order: above a ceiling or moved most.
std::vector<std::size_t> drawn_links(const advice::Advice& advice) {
  std::vector<std::size_t> links(advice.links.size());
  std::iota(links.begin(), links.end(), std::size_t{0});
  const auto weight = [&](std::size_t l) {
    const advice::LinkForecast& link = advice.links[l];
    const double after = link.after_utilisation.expected;
    return std::max(after, link.before_utilisation) - ceiling_share(link) +
           10 * std::abs(after - link.before_utilisation);
  };
  std::stable_sort(links.begin(), links.end(),
                   [&](std::size_t a, std::size_t b) { return weight(a) > weight(b); });
  links.resize(std::min(links.size(), most_chart_rows));
  std::sort(links.begin(), links.end());
  return links;
}

/// The dashed line of a ceiling, set off from the bars that it crosses.
void write_ceiling(Markup& page, double share, double top, double bottom) {
  // Canvas is the page's background in either scheme.
  write_upright(page, share, top, bottom, {{"stroke", "Canvas"}, {"stroke-width", 6.0}});
  write_upright(page, share, top, bottom, {{"stroke-width", 2.5}, {"stroke-dasharray", "5 2"}});
}

void legend(Markup& page, const ColumnHeads& heads, bool above) {
  constexpr double swatch = 0.06;
  constexpr double second = 0.5;
  const auto entry = [&](double at, double y, std::string_view text) {
    write_label(page, {.share = at + swatch, .y = y, .text = std::string(text), .dx = 8});
  };
  write_bar(page, {0, swatch, 4, 8, diagonal}, {{"stroke", "currentColor"}});
  entry(0, 13, heads.before);
  write_bar(page, {second, second + swatch, 2, 12, blue});
  entry(second, 13, fmt::format("{}, expected", heads.after));
  write_whisker(page, 0.005, swatch - 0.005, 28);
  entry(0, 33, "90 % range");
  write_ceiling(page, second + swatch / 2, 20, 36);
  entry(second, 33, "ceiling");
  if (above) {
    write_bar(page, {0, swatch, 42, 12, red});
    write_bar(page, {0, swatch, 42, 12, crossed});
    entry(0, 53, "above the ceiling");
  }
}

struct LinkRow {
  const advice::LinkForecast& link;
  std::size_t index = 0;
  double top = 0;  ///< y of the row.
};

void one_link(Markup& page, const LinkRow& row, double end) {
  const advice::LinkForecast& link = row.link;
  const advice::Utilisation& after = link.after_utilisation;
  const double before = link.before_utilisation;
  const double ceiling = ceiling_share(link);
  const std::string pointer = fmt::format("/links/{}", row.index);
  write_label(
      page,
      {.y = row.top + 14, .text = shortened(one_line(link.name), 22), .weight = Weight::bold});
  write_label(page, {.share = 1,
                     .y = row.top + 14,
                     .text = fmt::format(
                         "{} → {}", text::fine_percent(before),
                         text::fine_percent_with_range(after.low, after.expected, after.high)),
                     .anchor = Anchor::end});
  write_bar(page, {0, before / end, row.top + 20, 8, diagonal},
            {{"stroke", "currentColor"},
             {"data-pointer", pointer + "/before/utilisation"},
             {"data-as", "length"}});
  const bool above = after.expected > ceiling;
  write_bar(page, {0, after.expected / end, row.top + 31, 12, above ? red : blue},
            {{"data-pointer", pointer + "/after/utilisation/expected"}, {"data-as", "length"}});
  if (above) {
    write_bar(page, {0, after.expected / end, row.top + 31, 12, crossed});
  }
  if (after.low != after.high) {
    write_whisker(page, after.low / end, after.high / end, row.top + 37);
  }
  write_ceiling(page, ceiling / end, row.top + 17, row.top + 46);
}

}  // namespace

void link_chart(Markup& page, const advice::Advice& advice) {
  const std::vector<std::size_t> drawn = drawn_links(advice);
  if (drawn.empty()) {
    return;
  }
  if (drawn.size() < advice.links.size()) {
    page.leaf("p", fmt::format("The picture has the {} links that move most or are fullest, the "
                               "table all {}.",
                               drawn.size(), advice.links.size()));
  }
  double most = 0;
  bool above = false;
  for (const std::size_t l : drawn) {
    const advice::LinkForecast& link = advice.links[l];
    most = std::max({most, link.before_utilisation, link.after_utilisation.high,
                     link.after_utilisation.expected, ceiling_share(link)});
    above = above || link.after_utilisation.expected > ceiling_share(link);
  }
  const double end = axis_end(most);
  const double legend_room = above ? legend_height : legend_height - 20;
  const double bottom = legend_room + link_height * static_cast<double>(drawn.size());
  const ColumnHeads heads = column_heads(advice);
  page.open("div", {{"data-axis-end", coordinate(end)}});
  open_chart(page,
             {fmt::format("Utilisation of the links, {} and {}", heads.before, heads.after),
              effects_line(advice)},
             bottom + 22);
  legend(page, heads, above);
  write_percent_axis(page, end, legend_room, bottom);
  double top = legend_room;
  for (const std::size_t l : drawn) {
    one_link(page, {advice.links[l], l, top}, end);
    top += link_height;
  }
  page.close();
  page.close();
  page.end_line();
}

}  // namespace bgpte::render
