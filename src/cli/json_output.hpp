#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// JSON results of the commands. The library that writes the bytes is seen by json_output.cpp only.
namespace bgpte::cli {

/// A JSON value to be written; the members of an object keep the order in which they were added.
class JsonOutput {
 public:
  using Array = std::vector<JsonOutput>;
  using Object = std::vector<std::pair<std::string, JsonOutput>>;

  JsonOutput() = default;  ///< null
  JsonOutput(std::string text) : value_(std::move(text)) {}
  JsonOutput(std::string_view text) : value_(std::string(text)) {}
  JsonOutput(const char* text) : value_(std::string(text)) {}
  JsonOutput(double number) : value_(number) {}
  JsonOutput(bool truth) : value_(truth) {}
  template <std::signed_integral Number>
  JsonOutput(Number number) : value_(static_cast<std::int64_t>(number)) {}
  template <std::unsigned_integral Number>
  JsonOutput(Number number) : value_(static_cast<std::uint64_t>(number)) {}
  template <class Item>
  JsonOutput(const std::vector<Item>& items) : value_(Array(items.begin(), items.end())) {}
  JsonOutput(Array items) : value_(std::move(items)) {}
  JsonOutput(Object members) : value_(std::move(members)) {}

  [[nodiscard]] const auto& value() const { return value_; }

 private:
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array,
               Object>
      value_;
};

/// What to do with text that is not UTF-8.
enum class BadUtf8 : std::uint8_t {
  replace,  ///< Each bad byte becomes U+FFFD.
  refuse    ///< An exception.
};

/// The document with `indent` spaces a level and a line end after it.
[[nodiscard]] std::string to_text(const JsonOutput& document, int indent, BadUtf8 bad);

}  // namespace bgpte::cli
