#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"
#include "bgpte/model/version.hpp"

namespace bgpte::render {

/// Advice with the configuration of its changes: what is printed and what is read back.
struct Document {
  advice::Advice advice;
  std::vector<config::ConfigPart> config;
  std::string version = std::string(model::version());  ///< Of bgpte, which wrote it.
  bool operator==(const Document&) const = default;
};

/// "bgpte-advice/1" JSON, two spaces of indent, keys in a fixed order, a newline at the end.
[[nodiscard]] std::string to_json(const Document& document);

/// Reads what to_json wrote; or says why not.
[[nodiscard]] std::variant<Document, std::string> from_json(std::string_view text);

/// The JSON Schema (draft 7) of "bgpte-advice/1".
[[nodiscard]] std::string_view advice_schema();

/// How much of advice is printed.
enum class Detail : std::uint8_t {
  summary,  ///< Three lines.
  screen,   ///< What to do now and why, on one screen.
  full      ///< Everything.
};

struct TextOptions {
  bool color = false;
  int width = 100;  ///< Columns, of which 60 to 120 are used.
  Detail detail = Detail::full;
  /// The command line that the advice answers, "bgpte advise scenario.json", ready for a shell.
  std::string command = "bgpte advise SCENARIO";
};

/// For a terminal.
[[nodiscard]] std::string to_text(const Document& document, const TextOptions& options = {});

/// For a change ticket (CommonMark with tables, valid in GitHub and GitLab). What is longer than a
/// ticket's reader wants stands in <details>.
[[nodiscard]] std::string to_markdown(const Document& document,
                                      const std::string& command = TextOptions().command);

}  // namespace bgpte::render
