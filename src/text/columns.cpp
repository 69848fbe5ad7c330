// Tables of plain text.
#include "bgpte/text/columns.hpp"

#include <algorithm>

#include "bgpte/text/display.hpp"

namespace bgpte::text {

Columns::Columns(std::size_t left, std::size_t all, std::size_t gap)
    : align_(all, Align::right), gap_(gap) {
  std::fill_n(align_.begin(), std::min(left, all), Align::left);
}

std::vector<std::size_t> Columns::widths() const {
  std::vector<std::size_t> widths(align_.size(), 0);
  for (const auto& cells : rows_) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(cells[i]));
    }
  }
  return widths;
}

std::size_t Columns::width() const {
  std::size_t total = 0;
  for (const std::size_t width : widths()) {
    total += width + (width == 0 ? 0 : gap_);
  }
  return total < gap_ ? 0 : total - gap_;
}

std::vector<std::string> Columns::lines() const {
  const std::vector<std::size_t> width = widths();
  std::vector<std::string> lines;
  for (const auto& cells : rows_) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (width[i] != 0) {
        line += std::string(line.empty() ? 0 : gap_, ' ');
        line += align_[i] == Align::left ? left(cells[i], width[i]) : right(cells[i], width[i]);
      }
    }
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace bgpte::text
