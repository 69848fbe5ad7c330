#pragma once

#include <fmt/core.h>

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "bgpte/model/scenario.hpp"

namespace bgpte::config {

/// The lines of one text, each ended by a newline, with comment lines as the platform writes them.
class TextBlock {
 public:
  /// `comment` starts a comment line, for example "!".
  explicit TextBlock(std::string_view comment) : comment_(comment) {}

  /// Adds a line for the router.
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    append(format, fmt::make_format_args(args...));
  }

  /// Adds a comment line.
  template <class... Args>
  void note(fmt::format_string<Args...> format, Args&&... args) {
    begin_note();
    append(format, fmt::make_format_args(args...));
  }

  /// Adds text that ends in a newline already.
  void raw(std::string_view text) { text_ += text; }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  // Not templates: formatting is compiled once, not in every emitter.
  void begin_note();
  void append(fmt::string_view format, fmt::format_args args);

  std::string comment_;
  std::string text_;
};

/// The texts with `separator` between them.
[[nodiscard]] std::string joined(std::span<const std::string> texts, std::string_view separator);

/// The AS number `count` times: "64511 64511 64511".
[[nodiscard]] std::string repeated_as(model::Asn asn, int count);

}  // namespace bgpte::config
