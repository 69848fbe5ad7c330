// Prints a diagnostic on one line.
#include "bgpte/scenario/diagnostic.hpp"

#include <fmt/format.h>

#include "src/scenario/faults.hpp"

namespace bgpte::scenario {

std::string to_string(const Diagnostic& diagnostic, const std::string& file) {
  std::string text = diagnostic.line == 0
                         ? fmt::format("{}: {}: {}", file, diagnostic.code, diagnostic.message)
                         : fmt::format("{}:{}:{}: {}: {}", file, diagnostic.line, diagnostic.column,
                                       diagnostic.code, diagnostic.message);
  std::string details;
  const auto detail = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) {
      details += fmt::format("{}{} {}", details.empty() ? "" : ", ", name, value);
    }
  };
  detail("at", shown(diagnostic.pointer, 256));  // A key may hold anything.
  detail("found", diagnostic.found);
  detail("allowed", diagnostic.allowed);
  if (!diagnostic.nearest.empty()) {
    detail("did you mean", '"' + diagnostic.nearest + "\"?");
  }
  return details.empty() ? text : fmt::format("{} ({})", text, details);
}

}  // namespace bgpte::scenario
