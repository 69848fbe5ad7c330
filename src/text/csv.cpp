// Splits lines of comma-separated values.
#include "bgpte/text/csv.hpp"

namespace bgpte::text {
namespace {

void drop_blanks(std::string_view& text) {
  while (text.starts_with(' ') || text.starts_with('\t')) {
    text.remove_prefix(1);
  }
}

}  // namespace

/// Takes a field that begins with a quotation mark off the line, up to the comma behind it. False
/// where the field does not end as it began.
bool CsvLines::add_quoted(std::string_view& line) {
  const std::size_t begin = unquoted_.size();
  for (std::size_t at = 1; at < line.size(); ++at) {
    if (line[at] != '"') {
      unquoted_ += line[at];
    } else if (at + 1 < line.size() && line[at + 1] == '"') {
      unquoted_ += line[at++];
    } else {
      fields_.push_back(std::string_view(unquoted_).substr(begin));
      line.remove_prefix(at + 1);
      drop_blanks(line);
      return line.empty() || line.front() == ',';
    }
  }
  return false;
}

const std::vector<std::string_view>* CsvLines::split(std::string_view line) {
  fields_.clear();
  unquoted_.clear();
  unquoted_.reserve(line.size());
  while (true) {
    drop_blanks(line);
    if (line.starts_with('"')) {
      if (!add_quoted(line)) {
        return nullptr;
      }
    } else {
      std::string_view field = line.substr(0, line.find(','));
      line.remove_prefix(field.size());
      while (field.ends_with(' ') || field.ends_with('\t')) {
        field.remove_suffix(1);
      }
      if (field.find('"') != std::string_view::npos) {
        return nullptr;
      }
      fields_.push_back(field);
    }
    if (line.empty()) {
      return &fields_;
    }
    line.remove_prefix(1);  // the comma
  }
}

}  // namespace bgpte::text
