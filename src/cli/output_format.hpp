#pragma once

#include <cstdint>
#include <string_view>

namespace bgpte::cli {

/// What --format may name; each command takes some of them.
enum class OutputFormat : std::uint8_t {
  text,
  markdown,
  json,
  csv,
  junit,
  github,
  sarif,
  ansible,
  html
};

[[nodiscard]] constexpr std::string_view name_of(OutputFormat format) {
  switch (format) {
    case OutputFormat::text:
      return "text";
    case OutputFormat::markdown:
      return "markdown";
    case OutputFormat::json:
      return "json";
    case OutputFormat::csv:
      return "csv";
    case OutputFormat::junit:
      return "junit";
    case OutputFormat::github:
      return "github";
    case OutputFormat::sarif:
      return "sarif";
    case OutputFormat::ansible:
      return "ansible";
    case OutputFormat::html:
      return "html";
  }
  return "";
}

}  // namespace bgpte::cli
