// Texts as a page of CommonMark shows them.
#include "bgpte/text/markdown.hpp"

#include <cctype>

#include "bgpte/text/display.hpp"

namespace bgpte::text::markdown {

namespace {

/// True where GitHub or GitLab could read a reference to a person, issue or the like.
bool begins_reference(std::string_view text, std::size_t at) {
  return std::string_view("@#!$%&~").find(text[at]) != std::string_view::npos &&
         at + 1 < text.size() &&
         (std::isalnum(static_cast<unsigned char>(text[at + 1])) != 0 || text[at + 1] == '"' ||
          text[at + 1] == '_');
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out;
  const std::string line = one_line(text);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    const bool quotation = c == '>' && out.empty();
    if (quotation || std::string_view("\\`*_[]|#&~").find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c;
    if (begins_reference(line, i)) {
      out += "<!-- -->";
    }
  }
  return out;
}

}  // namespace bgpte::text::markdown
