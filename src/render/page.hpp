#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bgpte/text/columns.hpp"

namespace bgpte::render {

/// SGR colours of a terminal; every function returns its text unchanged where colour is off.
struct Style {
  bool color = false;

  [[nodiscard]] std::string bold(std::string_view text) const { return dressed(text, "1"); }
  [[nodiscard]] std::string red(std::string_view text) const { return dressed(text, "31"); }
  [[nodiscard]] std::string green(std::string_view text) const { return dressed(text, "32"); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return dressed(text, "33"); }
  [[nodiscard]] std::string dim(std::string_view text) const { return dressed(text, "2"); }

 private:
  [[nodiscard]] std::string dressed(std::string_view text, std::string_view code) const {
    return color && !text.empty()
               ? "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m"
               : std::string(text);
  }
};

/// Lines of plain text, at most `width` columns where words can be wrapped.
class Page {
 public:
  Page(std::size_t width, Style style) : width_(width), style_(style) {}

  [[nodiscard]] const Style& style() const { return style_; }
  [[nodiscard]] std::size_t width() const { return width_; }
  void line(std::string_view text);
  /// An empty line, then the heading.
  void section(std::string_view heading);
  /// `label` (already dressed; `label_width` columns), then the text wrapped beside it.
  void labelled(std::size_t indent, std::string_view label, std::size_t label_width,
                std::string_view text);
  void paragraph(std::size_t indent, std::string_view text) { labelled(indent, "", 0, text); }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::size_t width_;
  Style style_;
  std::string text_;
};

using text::Columns;

/// "[#####===--.|..]": # up to low, = up to expected, - up to high, | the ceiling, > where the
/// high end is above the capacity. `cells` characters between the brackets stand for 0 to 100 %;
/// none: no bar at all.
[[nodiscard]] std::string bar(double low, double expected, double high, double ceiling,
                              std::size_t cells);

}  // namespace bgpte::render
