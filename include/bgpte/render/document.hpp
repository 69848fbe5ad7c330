#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"

namespace bgpte::render {

/// An advice with the configuration of its changes: what is printed and what is read back.
struct Document {
  advice::Advice advice;
  std::vector<config::ConfigPart> config;
  bool operator==(const Document&) const = default;
};

/// "bgpte-advice/1" JSON, two spaces of indent, keys in a fixed order, a newline at the end.
[[nodiscard]] std::string to_json(const Document& document);

/// Reads what to_json wrote; or says why not.
[[nodiscard]] std::variant<Document, std::string> from_json(std::string_view text);

/// The JSON Schema (draft 7) of "bgpte-advice/1".
[[nodiscard]] std::string_view advice_schema();

struct TextOptions {
  bool color = false;
  int width = 100;  ///< Columns of the terminal; tables never need more than 100.
};

/// For a terminal.
[[nodiscard]] std::string to_text(const Document& document, const TextOptions& options = {});

/// For a change ticket (CommonMark with tables).
[[nodiscard]] std::string to_markdown(const Document& document);

}  // namespace bgpte::render
