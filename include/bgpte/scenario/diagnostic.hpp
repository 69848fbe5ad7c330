#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bgpte::scenario {

/// A fault is of shape (the JSON Schema refuses it too) or of meaning (only the loader can tell).
enum class FaultKind : std::uint8_t { syntax, shape, meaning };

/// One fault of a scenario file.
struct Diagnostic {
  std::string code;  ///< Stable, e.g. "unknown-key"; listed in docs/scenario.md.
  FaultKind kind = FaultKind::shape;
  std::string pointer;     ///< RFC 6901 JSON Pointer of the value at fault.
  std::size_t line = 0;    ///< From 1; 0 where the file could not be read at all.
  std::size_t column = 0;  ///< From 1, in bytes.
  std::string found;       ///< The value, shortened and with control characters escaped.
  std::string allowed;     ///< What would be accepted there.
  std::string nearest;     ///< The nearest known name, where a name is misspelt.
  std::string message;     ///< One sentence.
  bool operator==(const Diagnostic&) const = default;
};

/// One line for a terminal: "FILE:LINE:COLUMN: code: message (found ..., allowed ...)".
[[nodiscard]] std::string to_string(const Diagnostic& diagnostic, const std::string& file);

}  // namespace bgpte::scenario
