// Lines, columns and bars of plain text.
#include "src/render/page.hpp"

#include <algorithm>
#include <cmath>

#include "bgpte/text/display.hpp"

namespace bgpte::render {

void Page::line(std::string_view text) {
  text_ += text;
  text_ += '\n';
}

void Page::section(std::string_view heading) {
  text_ += '\n';
  line(style_.bold(heading));
}

void Page::labelled(std::size_t indent, std::string_view label, std::size_t label_width,
                    std::string_view text) {
  const std::size_t margin = indent + label_width;
  const std::size_t room = width_ > margin + 20 ? width_ - margin : 20;
  bool first = true;
  for (const std::string& words : text::wrapped(text::one_line(text), room)) {
    line(std::string(first ? indent : margin, ' ') + (first ? std::string(label) : "") + words);
    first = false;
  }
}

std::string bar(double low, double expected, double high, double ceiling, std::size_t cells) {
  if (cells == 0) {
    return "";
  }
  const auto cell = [cells](double share) {
    const double at = std::round(std::clamp(share, 0.0, 1.0) * static_cast<double>(cells));
    return static_cast<std::size_t>(at);
  };
  std::string inside(cells, '.');
  std::fill_n(inside.begin(), cell(high), '-');
  std::fill_n(inside.begin(), cell(expected), '=');
  std::fill_n(inside.begin(), cell(low), '#');
  // The ceiling stands between two cells.
  inside.insert(cell(ceiling), 1, '|');
  return "[" + inside + (high > 1.0 ? ">" : "]");
}

}  // namespace bgpte::render
