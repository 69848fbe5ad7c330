#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bgpte::json {

/// A JSON document as it was written: numbers keep their text, members their order.
struct Value {
  enum class Kind { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  std::string text;               ///< Of a string or a number.
  std::vector<Value> items;       ///< Of an array, or the values of an object's members.
  std::vector<std::string> keys;  ///< Of an object: the name of each item.

  /// The member called `key`, or nullptr.
  [[nodiscard]] const Value* find(std::string_view key) const;
};

/// Reads one JSON document, or says why not. Duplicate keys, text after the document and nesting
/// deeper than 64 are faults.
[[nodiscard]] std::variant<Value, std::string> parse(std::string_view text);

/// A whole number from `least` to `most`, however it is written (3, 3.0, 3e0); nothing where the
/// value is none. Bounds of 18 digits at most.
[[nodiscard]] std::optional<std::int64_t> whole_number(const Value& value, std::int64_t least,
                                                       std::int64_t most);

/// A string as JSON writes it, with quotation marks; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string string_literal(std::string_view text);

/// The document on one line, without spaces; strings as string_literal() writes them.
[[nodiscard]] std::string one_line(const Value& value);

}  // namespace bgpte::json
