#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/telemetry/flows/flow_row.hpp"
#include "src/telemetry/zone.hpp"

namespace bgpte::telemetry {

/// A column or member that an input of a format may have.
struct NamedField {
  std::string_view name;
  Field field = Field::ignored;
};

/// What a line of a list of flows turned out to be.
enum class LineIs : std::uint8_t { a_flow, no_flow, broken };

enum class FormatShape : std::uint8_t { columns, json_lines, document };

/// One kind of input. A new one of the first two shapes is a table of names and a row of formats().
struct FlowFormat {
  std::string_view name;
  FormatShape shape = FormatShape::columns;
  std::span<const NamedField> fields;  ///< What is taken, in any order.
  std::string_view ignored = {};       ///< Other names that are known, with blanks between them.
  bool loose_names = false;            ///< "in_if" is "InIf" too.
  /// What must be there, each by one of several fields.
  std::vector<std::vector<Field>> needed;
  std::string_view ask;  ///< How to ask the tool for what is missing.
  /// A rate of 1 says "multiplied already, or not sampled" and not "not sampled".
  bool one_may_be_applied = false;
  /// Rates go before the bytes: the input has applied all of them.
  bool applied = false;
  /// The names, in order, where an input may come without its heading; empty: it may not.
  std::span<const NamedField> without_heading;
};

[[nodiscard]] std::span<const FlowFormat> formats();
/// The format called `name`, or null.
[[nodiscard]] const FlowFormat* find_format(std::string_view name);
/// The format that begins with that line, or null.
[[nodiscard]] const FlowFormat* detect_format(std::string_view line);

/// An empty line, or a marker that pmacct writes around the rows of a purge (print_markers).
[[nodiscard]] bool says_nothing(std::string_view line);

/// Splits at commas; blanks around fields and quotation marks around whole fields are taken off.
void split_columns(std::string_view line, std::vector<std::string_view>& columns);
[[nodiscard]] std::string_view without_blanks(std::string_view text);

/// Puts one value into the row. False where it is not what the field holds.
[[nodiscard]] bool assign(Field field, std::string_view text, Clock& clock, FlowRow& row);

/// Whether rows say where flows come from.
enum class Sources : std::uint8_t { ignored, wanted };

/// Reads lines of one format.
class FlowReader {
 public:
  FlowReader(const FlowFormat& format, Clock& clock, Sources sources = Sources::ignored)
      : format_(format), clock_(clock), sources_(sources) {}

  /// Reads a line. Throws Unreadable where the heading is not one that is known, and where the
  /// whole input is not what it has to be.
  LineIs read(std::string_view line, FlowRow& row);

 private:
  LineIs read_columns(std::string_view line, FlowRow& row);
  LineIs read_json(std::string_view line, FlowRow& row);
  void read_heading();
  /// What is taken of that name; nothing where no release of the tool has it.
  [[nodiscard]] std::optional<Field> field_of(std::string_view name) const;
  [[nodiscard]] Field taken(Field field) const;
  void need(const std::vector<Field>& there) const;

  const FlowFormat& format_;
  Clock& clock_;
  Sources sources_;
  std::vector<std::string_view> columns_;
  std::vector<Field> heading_;
  std::vector<Field> members_;  ///< Of the first JSON line.
  /// The member that was last at each place.
  struct Place {
    std::string key = {};
    Field field = Field::ignored;
  };
  std::vector<Place> places_;
  int lines_to_pass_ = 0;  ///< Of a summary.
};

}  // namespace bgpte::telemetry
