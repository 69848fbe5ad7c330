#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Lines of comma-separated values, as RFC 4180 has them but for line ends within quotation marks.
namespace bgpte::text {

/// Splits lines, one after the other. The fields of one line are valid until the next is split.
class CsvLines {
 public:
  /// The fields without the blanks around them; within quotation marks, which are taken off, blanks
  /// and commas stand for themselves and "" for one mark. Nothing where a quotation mark stands in
  /// the midst of a field or is not closed.
  [[nodiscard]] const std::vector<std::string_view>* split(std::string_view line);

 private:
  [[nodiscard]] bool add_quoted(std::string_view& line);

  std::vector<std::string_view> fields_;
  std::string unquoted_;  ///< Holds the quoted fields of the line; never grows while it is split.
};

}  // namespace bgpte::text
