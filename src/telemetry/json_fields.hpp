#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "bgpte/json/value.hpp"
#include "bgpte/telemetry/observation.hpp"

namespace bgpte::telemetry {

/// What is wrong with a document, in one sentence; the reader functions throw it and the public
/// ones catch it.
struct Unreadable {
  std::string why;
};

/// Reads the members of one object, all by name; what is not asked for is a fault.
class JsonFields {
 public:
  /// `what`: what the object is, in messages: "a flow". Throws where `value` is no object.
  JsonFields(const json::Value& value, std::string what);

  /// Throws where a member has a name that is none of these.
  void only(std::initializer_list<std::string_view> names) const;

  [[nodiscard]] const json::Value* find(std::string_view name) const { return value_.find(name); }
  [[nodiscard]] bool is_null(std::string_view name) const;
  [[nodiscard]] const json::Value& at(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::int64_t count(std::string_view name) const;  ///< A whole number from 0 on.
  [[nodiscard]] std::int64_t time(std::string_view name) const;   ///< RFC 3339, in seconds.
  [[nodiscard]] const std::vector<json::Value>& list(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;  ///< A list of them.
  [[noreturn]] void fail(std::string_view name, std::string_view why) const;

 private:
  const json::Value& value_;
  std::string what_;
};

/// A JSON document. Throws where the text is none.
[[nodiscard]] json::Value parsed(std::string_view text);

/// What `read` makes of a JSON document, or why it cannot be read, in one sentence.
template <class Read>
[[nodiscard]] auto read_document(std::string_view text, const Read& read)
    -> std::variant<decltype(read(json::Value{})), std::string> {
  try {
    return read(parsed(text));
  } catch (const Unreadable& fault) {
    return fault.why;
  }
}

/// A text as messages show it: on one line, cut, in single quotation marks.
[[nodiscard]] std::string quoted(std::string_view text);

/// A whole number from 0 on, all of `text`; false where it is none or beyond 64 bits.
[[nodiscard]] bool parse_count(std::string_view text, std::int64_t& number);

/// Throws where a time that was asked for cuts an interval.
void check_grid(const Window& window, std::int64_t step_s);

}  // namespace bgpte::telemetry
