// Frame, marks and axes of the charts of a page.
#include "src/render/html/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace bgpte::render {

namespace {

constexpr std::string_view page_colour = "currentColor";

/// A tile of 8 by 8 pixels with lines along a path.
void tile(Markup& page, std::string_view id, std::string_view path, double width) {
  page.open("pattern",
            {{"id", id}, {"width", 8}, {"height", 8}, {"patternUnits", "userSpaceOnUse"}});
  page.empty("path",
             {{"d", path}, {"stroke", page_colour}, {"stroke-width", width}, {"fill", "none"}});
  page.close();
}

void titles(Markup& page, const ChartText& text, const std::string& id) {
  page.leaf("title", text.title, {{"id", id + "-title"}});
  page.leaf("desc", text.description, {{"id", id + "-text"}});
}

Attributes frame(const std::string& id, double height) {
  return {{"role", "img"},
          {"aria-labelledby", fmt::format("{}-title {}-text", id, id)},
          {"width", "100%"},
          {"height", height},
          {"font-family", "sans-serif"},
          {"font-size", 13},
          {"fill", page_colour}};
}

std::string_view anchor_name(Anchor anchor) {
  return anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
}

/// Adds attributes; one that is there already gets the new value.
void append(Attributes& to, const Attributes& more) {
  for (const Attribute& attribute : more) {
    const auto known = std::find_if(
        to.begin(), to.end(), [&](const Attribute& one) { return one.name == attribute.name; });
    if (known == to.end()) {
      to.push_back(attribute);
    } else {
      known->value = attribute.value;
    }
  }
}

}  // namespace

void write_patterns(Markup& page) {
  page.open("svg", {{"width", 0.0}, {"height", 0.0}, {"aria-hidden", "true"}});
  page.open("defs");
  tile(page, "diagonal", "M-2 2L2 -2M0 8L8 0M6 10L10 6", 1.5);
  tile(page, "crossed", "M0 0L8 8M0 8L8 0", 1.2);
  tile(page, "dotted", "M2 2h2M6 6h2", 2);
  tile(page, "barred", "M4 0V8", 1.2);
  page.close();
  page.close();
  page.end_line();
}

void open_chart(Markup& page, const ChartText& text, double height) {
  const std::string id = page.next_id();
  page.open("svg", frame(id, height));
  titles(page, text, id);
}

void write_label(Markup& page, const Label& label, const Attributes& more) {
  Attributes attributes{{"x", of_width(label.share)}, {"y", label.y}};
  if (label.dx != 0) {
    attributes.emplace_back("dx", label.dx);
  }
  if (label.anchor != Anchor::start) {
    attributes.emplace_back("text-anchor", anchor_name(label.anchor));
  }
  if (label.weight == Weight::bold) {
    attributes.emplace_back("font-weight", "bold");
  }
  append(attributes, more);
  page.leaf("text", label.text, attributes);
}

void write_bar(Markup& page, const Bar& bar, const Attributes& more) {
  Attributes attributes{{"x", of_width(bar.from)},
                        {"y", bar.y},
                        {"width", of_width(std::max(bar.to - bar.from, 0.0))},
                        {"height", bar.height},
                        {"fill", bar.fill}};
  append(attributes, more);
  page.empty("rect", attributes);
}

void write_level(Markup& page, double from, double to, double y, const Attributes& more) {
  Attributes attributes{
      {"x1", of_width(from)}, {"x2", of_width(to)}, {"y1", y}, {"y2", y}, {"stroke", page_colour}};
  append(attributes, more);
  page.empty("line", attributes);
}

void write_upright(Markup& page, double share, double top, double bottom, const Attributes& more) {
  Attributes attributes{{"x1", of_width(share)},
                        {"x2", of_width(share)},
                        {"y1", top},
                        {"y2", bottom},
                        {"stroke", page_colour}};
  append(attributes, more);
  page.empty("line", attributes);
}

void write_whisker(Markup& page, double low, double high, double y) {
  const Attributes stroke{{"stroke-width", 1.5}};
  write_level(page, low, high, y, stroke);
  write_upright(page, low, y - 5, y + 5, stroke);
  write_upright(page, high, y - 5, y + 5, stroke);
}

void write_mark(Markup& page, Mark mark, double share, double y, std::string_view fill) {
  if (mark == Mark::dot || mark == Mark::ring) {
    page.empty("circle", {{"cx", of_width(share)},
                          {"cy", y},
                          {"r", 5},
                          {"fill", mark == Mark::ring ? "none" : fill},
                          {"stroke", page_colour},
                          {"stroke-width", 1.5}});
    return;
  }
  const std::string_view path = mark == Mark::cross     ? "M-5 -5L5 5M-5 5L5 -5"
                                : mark == Mark::diamond ? "M-6 0L0 -6L6 0L0 6Z"
                                                        : "M-5 -8L5 -8L0 0Z";
  // Shares of the width place an inner <svg>; its path has pixels.
  page.open("svg", {{"x", of_width(share)}, {"y", y}, {"overflow", "visible"}});
  page.empty("path", {{"d", path},
                      {"fill", mark == Mark::cross ? "none" : fill},
                      {"stroke", page_colour},
                      {"stroke-width", mark == Mark::cross ? 2.0 : 1.0}});
  page.close();
}

double axis_end(double most) {
  return std::max(1.0, std::ceil(most * 4 - 1e-9) / 4);
}

void write_percent_axis(Markup& page, double end, double top, double bottom) {
  // About five ticks, at quarters, halves or whole multiples of 100 %.
  const double step = end <= 1.25 ? 0.25 : end <= 2.5 ? 0.5 : std::ceil(end / 5);
  const int ticks = static_cast<int>(std::floor(end / step + 1e-9));
  for (int tick = 0; tick <= ticks; ++tick) {
    const double at = step * tick;
    const double share = at / end;
    const bool whole = std::abs(at - 1) < 1e-9;
    write_upright(page, share, top, bottom,
                  {{"stroke-opacity", whole ? 0.7 : 0.25}, {"stroke-width", 1.0}});
    write_label(page, {.share = share,
                       .y = bottom + 15,
                       .text = fmt::format("{:.0f} %", 100 * at),
                       .anchor = tick == 0            ? Anchor::start
                                 : share > 1.0 - 0.08 ? Anchor::end
                                                      : Anchor::middle});
  }
}

}  // namespace bgpte::render
