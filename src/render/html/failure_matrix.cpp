// The N-1 analysis as a matrix: failures by links.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "src/render/html/advice_charts.hpp"
#include "src/render/html/chart.hpp"
#include "src/render/report_text.hpp"

namespace bgpte::render {

namespace {

using text::one_line;
using text::shortened;

constexpr std::size_t most_columns = 12;
constexpr double label_share = 0.34;  ///< Of the width, for the names of failures.
constexpr double cell_height = 34;

/// What is known of a link under a failure.
struct MatrixCell {
  double after = 0;
  std::optional<advice::OverloadChange> overload;  ///< Nothing: not above its capacity.
};
using MatrixRow = std::map<std::string, MatrixCell>;  ///< By link.

MatrixRow row_of(const advice::FailureForecast& failure) {
  MatrixRow row;
  for (const advice::OverloadForecast& one : failure.overloads) {
    row[one.link] = {one.after_utilisation.expected, one.change};
  }
  if (row.empty() && !failure.link.empty()) {
    row[failure.link] = {failure.after_utilisation, std::nullopt};
    if (failure.overload) {
      row[failure.link].overload = advice::OverloadChange::same;
    }
  }
  return row;
}

/// The mark of an overload, which does not rest on colour.
std::string_view sign_of(advice::OverloadChange change) {
  switch (change) {
    case advice::OverloadChange::added:
      return "NEW";
    case advice::OverloadChange::worse:
      return "▲";
    case advice::OverloadChange::same:
      return "=";
    case advice::OverloadChange::better:
      return "▼";
    case advice::OverloadChange::gone:
      return "✓";
  }
  return "";
}

bool worsened(advice::OverloadChange change) {
  return change == advice::OverloadChange::added || change == advice::OverloadChange::worse;
}

/// Links that have a cell, those with the worst first, then in the advice's order.
std::vector<std::string> columns_of(const advice::Advice& advice,
                                    const std::vector<MatrixRow>& rows) {
  std::map<std::string, double> worst;
  for (const MatrixRow& row : rows) {
    for (const auto& [link, cell] : row) {
      const double weight = cell.after + (cell.overload && worsened(*cell.overload) ? 1000 : 0);
      worst[link] = std::max(worst[link], weight);
    }
  }
  std::vector<std::string> known;
  for (const advice::LinkForecast& link : advice.links) {
    if (worst.contains(link.name)) {
      known.push_back(link.name);
    }
  }
  std::vector<std::string> first = known;
  std::stable_sort(first.begin(), first.end(),
                   [&](const std::string& a, const std::string& b) { return worst[a] > worst[b]; });
  first.resize(std::min(first.size(), most_columns));
  std::erase_if(known, [&](const std::string& link) {
    return std::find(first.begin(), first.end(), link) == first.end();
  });
  return known;
}

/// Where a cell stands: shares of the width, pixels.
struct Place {
  double left = 0, right = 0, top = 0;
};

void draw_cell(Markup& page, const MatrixCell& cell, const Place& place) {
  const double middle = (place.left + place.right) / 2;
  const double gap = 0.004;
  if (cell.overload) {
    const bool gone = *cell.overload == advice::OverloadChange::gone;
    if (worsened(*cell.overload)) {
      write_bar(page, {place.left + gap, place.right - gap, place.top + 2, cell_height - 4, red},
                {{"fill-opacity", 0.3}});
    }
    write_bar(page, {place.left + gap, place.right - gap, place.top + 2, cell_height - 4, "none"},
              {{"stroke", "currentColor"},
               {"stroke-width", worsened(*cell.overload) ? 2.5 : 1.0},
               {"stroke-dasharray", gone ? "3 3" : "none"}});
    write_label(page,
                {.share = middle,
                 .y = place.top + 15,
                 .text = std::string(sign_of(*cell.overload)),
                 .anchor = Anchor::middle},
                {{"font-size", 10}});
  }
  write_label(page,
              {.share = middle,
               .y = place.top + (cell.overload ? 28 : 22),
               .text = fmt::format("{:.0f}", 100 * cell.after),
               .anchor = Anchor::middle},
              {{"font-size", 12}});
}

/// How the heads of the columns are written.
struct Heads {
  std::vector<std::string> names;  ///< Shortened.
  bool slanted = false;            ///< Where they are too long to stand side by side.
  double height = 0;
};

Heads heads_of(const std::vector<std::string>& columns) {
  constexpr std::size_t most_letters = 14;
  constexpr std::size_t upright_letters = 6;
  constexpr double rise = 5.0;  // Of a letter, when slanted.
  Heads heads;
  std::size_t longest = 0;
  for (const std::string& column : columns) {
    heads.names.push_back(shortened(one_line(column), most_letters));
    longest = std::max(longest, text::display_width(heads.names.back()));
  }
  heads.slanted = longest > upright_letters || columns.size() > upright_letters;
  heads.height = heads.slanted ? 26 + rise * static_cast<double>(longest) : 26;
  return heads;
}

void write_heads(Markup& page, const Heads& heads, double width) {
  for (std::size_t c = 0; c < heads.names.size(); ++c) {
    const double middle = label_share + (static_cast<double>(c) + 0.5) * width;
    if (!heads.slanted) {
      write_label(page, {.share = middle,
                         .y = heads.height - 8,
                         .text = heads.names[c],
                         .anchor = Anchor::middle,
                         .weight = Weight::bold});
      continue;
    }
    page.open("svg", {{"x", of_width(middle)}, {"y", heads.height - 8}, {"overflow", "visible"}});
    page.leaf("text", heads.names[c],
              {{"transform", "rotate(40)"}, {"text-anchor", "end"}, {"font-size", 12}});
    page.close();
  }
}

}  // namespace

void failure_matrix(Markup& page, const advice::Advice& advice) {
  std::vector<MatrixRow> rows;
  std::vector<std::string> names;
  for (const advice::FailureForecast& failure : advice.failures) {
    const bool all = advice.failures.size() <= most_chart_rows;
    if ((all || failure.overload || !failure.overloads.empty()) &&
        rows.size() < 2 * most_chart_rows) {
      rows.push_back(row_of(failure));
      names.push_back(failure.failure);
    }
  }
  const std::vector<std::string> columns = columns_of(advice, rows);
  if (rows.empty() || columns.empty()) {
    return;
  }
  const double width =
      (1 - label_share) / static_cast<double>(std::max<std::size_t>(columns.size(), 3));
  const Heads heads = heads_of(columns);
  const double head_height = heads.height;
  const double bottom = head_height + cell_height * static_cast<double>(rows.size());
  open_chart(page,
             {"N-1 analysis: failures by links", relieved_failures(advice).empty()
                                                     ? "The table below says the same."
                                                     : relieved_failures(advice)},
             bottom + 44);
  write_label(page, {.y = head_height - 8, .text = "fails", .weight = Weight::bold});
  write_heads(page, heads, width);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const double top = head_height + cell_height * static_cast<double>(r);
    write_level(page, 0, label_share + width * static_cast<double>(columns.size()), top,
                {{"stroke-opacity", 0.3}});
    write_label(page, {.y = top + 22, .text = shortened(one_line(names[r]), 16)});
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const double left = label_share + width * static_cast<double>(c);
      if (const auto cell = rows[r].find(columns[c]); cell != rows[r].end()) {
        draw_cell(page, cell->second, {left, left + width, top});
      } else {
        write_label(page, {.share = left + width / 2,
                           .y = top + 22,
                           .text = columns[c] == names[r] ? "×" : "·",
                           .anchor = Anchor::middle});
      }
    }
  }
  write_label(page, {.y = bottom + 18, .text = "% of the capacity; · not above it, × down"},
              {{"font-size", 12}});
  write_label(page,
              {.y = bottom + 36, .text = "Overload: NEW, ▲ worse, = as before, ▼ less, ✓ gone"},
              {{"font-size", 12}});
  page.close();
  page.end_line();
}

}  // namespace bgpte::render
