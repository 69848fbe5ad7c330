#pragma once

#include <span>
#include <string>
#include <string_view>

/// The pages of the documentation that are compiled in.
namespace bgpte::mcp {

struct Page {
  std::string_view name;  ///< Of the file docs/NAME.md.
  std::string_view (*text)();
};
[[nodiscard]] std::span<const Page> pages();

/// The paragraphs of docs/rules.md about a rule on one line; empty where it has none.
[[nodiscard]] std::string rule_text(std::string_view rule);

}  // namespace bgpte::mcp
