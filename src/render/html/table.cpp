// Tables and sentences of a page.
#include "src/render/html/table.hpp"

#include <algorithm>

namespace bgpte::render {

std::string_view name_of(Rounding rounding) {
  switch (rounding) {
    case Rounding::none:
      return "";
    case Rounding::rate:
      return "rate";
    case Rounding::forecast:
      return "forecast";
    case Rounding::percent:
      return "percent";
    case Rounding::percent_range:
      return "percent-range";
    case Rounding::money:
      return "money";
    case Rounding::money_range:
      return "money-range";
  }
  return "";
}

namespace {

/// With spaces at which no line ends, so that a number stays with its unit.
std::string unbroken(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == ' ' ? std::string("\u00a0") : std::string(1, c);
  }
  return out;
}

void write_cell(Markup& page, std::string_view element, const Cell& cell, Attributes attributes) {
  if (!cell.pointer.empty()) {
    attributes.emplace_back("data-pointer", cell.pointer);
    attributes.emplace_back("data-as", name_of(cell.rounding));
  }
  page.open(element, attributes);
  const bool one_number = cell.rounding == Rounding::rate || cell.rounding == Rounding::percent;
  write_prose(page, one_number ? unbroken(cell.text) : cell.text);
  page.close();
}

}  // namespace

void write_table(Markup& page, const HtmlTable& table) {
  std::vector<bool> used(table.columns.size(), false);
  for (const std::vector<Cell>& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      used[c] = used[c] || !row[c].text.empty();
    }
  }
  const auto place = [&](std::size_t column) {
    const bool numbers = table.columns[column].of == ColumnOf::numbers;
    return Attributes{{"align", numbers ? "right" : "left"}};
  };
  page.open("table", {{"border", "1"}, {"cellpadding", "5"}, {"cellspacing", "0"}});
  page.leaf("caption", table.caption);
  page.end_line();
  page.open("thead");
  page.open("tr");
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (used[c]) {
      Attributes attributes = place(c);
      attributes.emplace_back("scope", "col");
      page.leaf("th", table.columns[c].head, attributes);
    }
  }
  page.close();
  page.close();
  page.end_line();
  page.open("tbody");
  page.end_line();
  for (const std::vector<Cell>& row : table.rows) {
    page.open("tr");
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (used[c]) {
        Attributes attributes = place(c);
        if (c == 0) {
          attributes.emplace_back("scope", "row");
        }
        write_cell(page, c == 0 ? "th" : "td", row[c], attributes);
      }
    }
    page.close();
    page.end_line();
  }
  page.close();
  page.close();
  page.end_line();
}

void write_prose(Markup& page, std::string_view text) {
  while (true) {
    const std::size_t begin = text.find('`');
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
    if (end == std::string_view::npos) {
      page.text(text);
      return;
    }
    page.text(text.substr(0, begin));
    page.leaf("code", text.substr(begin + 1, end - begin - 1));
    text.remove_prefix(end + 1);
  }
}

void write_paragraph(Markup& page, std::string_view text) {
  page.open("p");
  write_prose(page, text);
  page.close();
  page.end_line();
}

}  // namespace bgpte::render
