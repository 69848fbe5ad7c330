// Tables of advice that fit the width of the page.
#include "src/render/tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/text/display.hpp"
#include "src/render/report_text.hpp"

namespace bgpte::render {
namespace {

using Align = Columns::Align;
using text::one_line;
using text::shortened;

constexpr std::size_t indent = 2;

/// How much of a link's row is told.
struct LinkColumns {
  std::size_t bar_cells = 16;
  bool rates = true;
  std::size_t name_width = 24;
};

std::string range_text(const advice::Utilisation& range) {
  const std::string low = text::fine_percent_number(range.low);
  const std::string high = text::fine_percent_number(range.high);
  return low == high ? "" : fmt::format("({}-{})", low, high);
}

/// What does not move is not rounded as a forecast, so that it reads as what it was.
std::string rate_after(const advice::LinkForecast& link) {
  const model::Bps after = link.load_after().expected;
  return after == link.load_before() ? model::format_rate(after) : model::forecast_rate(after);
}

Columns link_rows(const advice::Advice& advice, const LinkColumns& columns) {
  Columns table({Align::left, Align::right, Align::right, Align::right, Align::left, Align::left,
                 Align::right, Align::right, Align::left, Align::left});
  const ColumnHeads heads = column_heads(advice);
  const bool any_range =
      std::any_of(advice.links.begin(), advice.links.end(),
                  [](const auto& link) { return !range_text(link.after_utilisation).empty(); });
  table.row({"", "capacity", columns.rates ? heads.before : "", columns.rates ? "" : heads.before,
             "", "", columns.rates ? heads.after : "", columns.rates ? "" : heads.after,
             any_range ? "90 % range" : "", ""});
  for (const advice::LinkForecast& link : advice.links) {
    const double ceiling = link.capacity.value == 0 ? 1.0
                                                    : static_cast<double>(link.ceiling.value) /
                                                          static_cast<double>(link.capacity.value);
    const advice::Utilisation& after = link.after_utilisation;
    const double before = link.before_utilisation;
    table.row({shortened(one_line(link.name), columns.name_width),
               model::format_rate(link.capacity),
               columns.rates ? model::format_rate(link.load_before()) : "",
               text::fine_percent(before), bar(before, before, before, ceiling, columns.bar_cells),
               "->", columns.rates ? rate_after(link) : "", text::fine_percent(after.expected),
               range_text(after),
               bar(after.low, after.expected, after.high, ceiling, columns.bar_cells)});
  }
  return table;
}

void print(Page& page, const Columns& table) {
  for (const std::string& line : table.lines()) {
    page.line(std::string(indent, ' ') + line);
  }
}

bool fits(const Page& page, const Columns& table) {
  return indent + table.width() <= page.width();
}

}  // namespace

void link_table(Page& page, const advice::Advice& advice) {
  constexpr std::size_t shortest_bar = 6;  // Shorter ones say nothing.
  LinkColumns columns;
  while (columns.bar_cells > 0 && !fits(page, link_rows(advice, columns))) {
    columns.bar_cells = columns.bar_cells > shortest_bar ? columns.bar_cells - 1 : 0;
  }
  columns.rates = fits(page, link_rows(advice, columns));
  while (columns.name_width > 4 && !fits(page, link_rows(advice, columns))) {
    --columns.name_width;
  }
  print(page, link_rows(advice, columns));
  if (columns.bar_cells > 0) {
    page.line("  " + page.style().dim("# low, = expected, - high, | ceiling, > above 100 %"));
  }
}

void bill_table(Page& page, const advice::Advice& advice, BillRows rows) {
  const auto table_of = [&](std::size_t name_width) {
    Columns table({Align::left, Align::right, Align::left, Align::right, Align::right});
    for (const advice::LinkForecast& link : advice.links) {
      if (rows == BillRows::all || link.bill_before != link.bill_after) {
        table.row({shortened(one_line(link.name), name_width),
                   model::format_money(link.bill_before), "->",
                   model::format_money(link.bill_after),
                   model::signed_money(link.bill_after - link.bill_before)});
      }
    }
    const evaluation::MoneyRange& after = advice.cost_after;
    table.row({"total", model::format_money(advice.cost_before), "->",
               model::format_money(after.expected),
               model::signed_money(after.expected - advice.cost_before)});
    return table;
  };
  std::size_t name_width = 24;
  while (name_width > 5 && !fits(page, table_of(name_width))) {
    --name_width;
  }
  print(page, table_of(name_width));
}

std::size_t failure_table(Page& page, const advice::Advice& advice, FailureRows which) {
  const FailureHeads heads = failure_heads(advice);
  std::vector<FailureRow> rows;
  for (const advice::FailureForecast& failure : advice.failures) {
    for (FailureRow& row : failure_rows(advice, failure)) {
      if (which == FailureRows::all || row.matters) {
        rows.push_back(std::move(row));
      }
    }
  }
  const auto table_of = [&](std::size_t name_width) {
    Columns table({Align::left, Align::left, Align::right, Align::left, Align::right, Align::left,
                   Align::left});
    table.row({"fails", which == FailureRows::all ? "most affected link" : "affected link",
               heads.before, "", heads.after, "90 % range", ""});
    for (const FailureRow& row : rows) {
      table.row({shortened(one_line(row.failure), name_width),
                 shortened(one_line(row.link), name_width), row.before, "->", row.after, row.range,
                 row.remark});
    }
    return table;
  };
  if (rows.empty()) {
    return 0;
  }
  constexpr std::size_t shortest_name = 8;
  std::size_t name_width = 20;
  while (name_width > shortest_name && !fits(page, table_of(name_width))) {
    --name_width;
  }
  if (fits(page, table_of(name_width))) {
    print(page, table_of(name_width));
    return rows.size();
  }
  for (const FailureRow& row : rows) {
    page.paragraph(indent, failure_line(row));
  }
  return rows.size();
}

}  // namespace bgpte::render
