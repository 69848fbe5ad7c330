// Ranges, points and stacked shares.
#include "src/render/html/report_charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bgpte/text/display.hpp"
#include "src/render/html/chart.hpp"

namespace bgpte::render {

namespace {

using text::one_line;
using text::shortened;

/// Least and most of a coordinate.
struct Extent {
  double least = 0, most = 0;

  /// Where the value stands, 0 to 1.
  [[nodiscard]] double place(double value) const {
    return most > least ? (value - least) / (most - least) : 0.5;
  }
};

Extent extent_of(const std::vector<PointChart::Point>& points, double PointChart::Point::*which) {
  Extent extent{points.front().*which, points.front().*which};
  for (const PointChart::Point& point : points) {
    extent.least = std::min(extent.least, point.*which);
    extent.most = std::max(extent.most, point.*which);
  }
  return extent;
}

/// Fill and pattern of a series of a stacked bar. Beyond the twelfth they repeat; the table tells
/// them apart.
struct SeriesStyle {
  std::string_view fill, pattern;
};
SeriesStyle series_style(std::size_t number) {
  constexpr std::array<std::string_view, 4> fills{blue, green, red, violet};
  constexpr std::array<std::string_view, 4> patterns{"", diagonal, dotted, barred};
  const std::size_t round = number / fills.size();
  return {fills[number % fills.size()], patterns[(number + round) % patterns.size()]};
}

void series_bar(Markup& page, const SeriesStyle& style, const Bar& place) {
  Bar bar = place;
  bar.fill = style.fill;
  write_bar(page, bar, {{"fill-opacity", 0.6}});
  if (!style.pattern.empty()) {
    bar.fill = style.pattern;
    write_bar(page, bar, {{"opacity", 0.5}});
  }
  bar.fill = "none";
  write_bar(page, bar, {{"stroke", "currentColor"}});
}

}  // namespace

void range_chart(Markup& page, const RangeChart& chart) {
  if (chart.rows.empty()) {
    return;
  }
  constexpr double row_height = 38;
  const double bottom = row_height * static_cast<double>(chart.rows.size()) + 4;
  open_chart(page, {chart.title, chart.description}, bottom + 62);
  write_percent_axis(page, 1, 0, bottom);
  for (std::size_t i = 0; i < chart.rows.size(); ++i) {
    const RangeChart::Row& row = chart.rows[i];
    const double top = row_height * static_cast<double>(i);
    const std::string label = fmt::format("{}: {}", one_line(row.link), one_line(row.label));
    write_label(page, {.y = top + 14, .text = shortened(label, 52)});
    write_whisker(page, row.low, row.high, top + 26);
    write_upright(page, row.expected, top + 19, top + 33,
                  {{"stroke", blue}, {"stroke-width", 4.0}});
    write_mark(page, row.inside ? Mark::ring : Mark::cross, row.seen, top + 26, "none");
  }
  write_whisker(page, 0.005, 0.05, bottom + 29);
  write_label(page, {.share = 0.05, .y = bottom + 34, .text = "90 % range", .dx = 8});
  write_upright(page, 0.42, bottom + 22, bottom + 36, {{"stroke", blue}, {"stroke-width", 4.0}});
  write_label(page, {.share = 0.42, .y = bottom + 34, .text = "expected", .dx = 12});
  write_mark(page, Mark::ring, 0.025, bottom + 50, "none");
  write_label(page, {.share = 0.05, .y = bottom + 55, .text = "came, inside", .dx = 8});
  write_mark(page, Mark::cross, 0.42, bottom + 50, "none");
  write_label(page, {.share = 0.42, .y = bottom + 55, .text = "came, outside", .dx = 12});
  page.close();
  page.end_line();
}

void point_chart(Markup& page, const PointChart& chart) {
  if (chart.points.size() < 2) {
    return;
  }
  const Extent across = extent_of(chart.points, &PointChart::Point::x);
  const Extent up = extent_of(chart.points, &PointChart::Point::y);
  if (across.most <= across.least || up.most <= up.least) {
    return;  // Without a choice between the two there is nothing to see.
  }
  constexpr double top = 42;
  constexpr double height = 190;
  constexpr double left = 0.03;
  constexpr double right = 0.9;
  const auto x = [&](const PointChart::Point& point) {
    return left + (right - left) * across.place(point.x);
  };
  const auto y = [&](const PointChart::Point& point) {
    return top + height * (1 - up.place(point.y));
  };
  const auto by = [&](double PointChart::Point::*which, bool most) {
    return *(
        most ? std::max_element(chart.points.begin(), chart.points.end(),
                                [&](const auto& a, const auto& b) { return a.*which < b.*which; })
             : std::min_element(chart.points.begin(), chart.points.end(),
                                [&](const auto& a, const auto& b) { return a.*which < b.*which; }));
  };
  const double bottom = top + height + 22;
  open_chart(page, {chart.title, chart.description}, bottom + 40);
  write_label(page, {.y = 14,
                     .text = fmt::format("{}: {} to {}", chart.y_name,
                                         by(&PointChart::Point::y, false).y_text,
                                         by(&PointChart::Point::y, true).y_text)});
  write_upright(page, 0.002, top - 20, bottom);
  write_level(page, 0, 1, bottom);
  for (std::size_t i = 1; i < chart.points.size() && chart.line == PointChart::Line::joined; ++i) {
    const PointChart::Point& from = chart.points[i - 1];
    const PointChart::Point& to = chart.points[i];
    page.empty("line", {{"x1", of_width(x(from))},
                        {"y1", y(from)},
                        {"x2", of_width(x(to))},
                        {"y2", y(to)},
                        {"stroke", blue},
                        {"stroke-opacity", 0.5},
                        {"stroke-width", 2.0}});
  }
  for (const PointChart::Point& point : chart.points) {
    write_mark(page, Mark::dot, x(point), y(point), blue);
  }
  // A label stands above its point; where the one before is near, below; then it is left out.
  int near_ones = 0;
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const PointChart::Point& point = chart.points[i];
    const bool near = std::any_of(
        chart.points.begin(), chart.points.begin() + static_cast<std::ptrdiff_t>(i),
        [&](const PointChart::Point& other) {
          return std::abs(x(point) - x(other)) < 0.05 && std::abs(y(point) - y(other)) < 16;
        });
    near_ones = near ? near_ones + 1 : 0;
    if (near_ones < 2) {
      write_label(
          page,
          {.share = x(point), .y = y(point) + (near ? 18 : -8), .text = point.label, .dx = 5});
    }
  }
  write_upright(page, left, bottom, bottom + 5);
  write_upright(page, right, bottom, bottom + 5);
  write_label(page,
              {.share = left, .y = bottom + 18, .text = by(&PointChart::Point::x, false).x_text});
  write_label(page, {.share = right,
                     .y = bottom + 18,
                     .text = by(&PointChart::Point::x, true).x_text,
                     .anchor = Anchor::middle});
  write_label(page,
              {.share = 0.5, .y = bottom + 34, .text = chart.x_name, .anchor = Anchor::middle});
  page.close();
  page.end_line();
}

void share_chart(Markup& page, const ShareChart& chart) {
  if (chart.rows.empty() || chart.names.empty()) {
    return;
  }
  constexpr double row_height = 40;
  constexpr double line = 20;
  const std::size_t legend_lines = (chart.names.size() + 1) / 2;
  const double legend = line * static_cast<double>(legend_lines) + 6;
  const double bottom = legend + row_height * static_cast<double>(chart.rows.size());
  open_chart(page, {chart.title, chart.description}, bottom + 20);
  for (std::size_t i = 0; i < chart.names.size(); ++i) {
    const double left = i % 2 == 0 ? 0 : 0.5;
    const std::size_t legend_line = i / 2;
    const double y = line * static_cast<double>(legend_line);
    series_bar(page, series_style(i), {left, left + 0.06, y + 3, 12, ""});
    write_label(page, {.share = left + 0.06,
                       .y = y + 14,
                       .text = shortened(one_line(chart.names[i]), 18),
                       .dx = 8});
  }
  write_percent_axis(page, 1, legend, bottom);
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    const ShareChart::Row& row = chart.rows[r];
    const double top = legend + row_height * static_cast<double>(r);
    write_label(page, {.y = top + 14, .text = shortened(one_line(row.label), 50)});
    double from = 0;
    for (std::size_t i = 0; i < row.shares.size(); ++i) {
      const double to = from + row.shares[i];
      if (to > from) {
        series_bar(page, series_style(i), {from, to, top + 18, 16, ""});
      }
      from = to;
    }
  }
  page.close();
  page.end_line();
}

}  // namespace bgpte::render
