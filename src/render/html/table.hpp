#pragma once

#include <string>
#include <vector>

#include "src/render/html/markup.hpp"

namespace bgpte::render {

/// How the text of a cell was made from the number that it stands for: the name of the rounding.
enum class Rounding : std::uint8_t {
  none,           ///< No number of the JSON.
  rate,           ///< "1 Gbps", exact.
  forecast,       ///< "710 Mbps (530 Mbps to 930 Mbps)".
  percent,        ///< "98.5 %".
  percent_range,  ///< "71 % (53-93)".
  money,          ///< "6,814.00".
  money_range     ///< "6,814.00 (6,600.00 to 6,900.00)".
};
[[nodiscard]] std::string_view name_of(Rounding rounding);

/// A cell, and which number of the advice's JSON its text is.
struct Cell {
  Cell(std::string of) : text(std::move(of)) {}
  Cell(const char* of) : text(of) {}
  Cell(std::string of, std::string at, Rounding how)
      : text(std::move(of)), pointer(std::move(at)), rounding(how) {}

  std::string text;
  std::string pointer = {};  ///< "/links/0/before/inbound_bps"; empty: none.
  Rounding rounding = Rounding::none;
};

/// A column: its head, and whether it holds numbers.
enum class ColumnOf : std::uint8_t { texts, numbers };
struct Column {
  std::string head;
  ColumnOf of = ColumnOf::texts;
};

/// A table whose first column names its rows.
struct HtmlTable {
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows = {};
};
/// Columns that are empty in every row are left out.
void write_table(Markup& page, const HtmlTable& table);

/// A sentence in which `...` is a command.
void write_prose(Markup& page, std::string_view text);
/// The same as a paragraph.
void write_paragraph(Markup& page, std::string_view text);

}  // namespace bgpte::render
