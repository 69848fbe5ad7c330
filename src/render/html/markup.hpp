#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

/// HTML and SVG, written so that a text cannot become markup: whatever passes through here is
/// escaped, and every element that is opened is closed.
namespace bgpte::render {

/// A number as an attribute says it: at most two decimals, no trailing zeros, never "-0".
[[nodiscard]] std::string coordinate(double number);
/// A share as a length of the chart's width: "69.3%". At most four decimals.
[[nodiscard]] std::string of_width(double share);

/// One attribute of an element, from a name of the program's own and any value.
struct Attribute {
  std::string_view name;
  std::string value;

  Attribute(std::string_view of, std::string_view text) : name(of), value(text) {}
  Attribute(std::string_view of, const std::string& text) : name(of), value(text) {}
  Attribute(std::string_view of, const char* text) : name(of), value(text) {}
  Attribute(std::string_view of, double number) : name(of), value(coordinate(number)) {}
};
using Attributes = std::vector<Attribute>;

/// A document that is being written. Names of elements and attributes are literals of the program;
/// everything else is a text that may be hostile.
class Markup {
 public:
  /// "<!DOCTYPE html>", once, at the beginning.
  void doctype() { out_ += "<!DOCTYPE html>\n"; }
  /// Opens an element until close().
  void open(std::string_view name, const Attributes& attributes = {});
  void close();
  /// An element that has no content: "<meta ...>" in HTML, "<rect .../>" in SVG.
  void empty(std::string_view name, const Attributes& attributes = {});
  /// An element that holds a text only.
  void leaf(std::string_view name, std::string_view text, const Attributes& attributes = {});
  /// Text on one line: controls and what turns the direction of writing round are shown as "?".
  void text(std::string_view text);
  /// Lines of text for <pre>; each as text() writes it.
  void lines(std::string_view text);
  /// A line end in the source, so that a page can be compared line by line.
  void end_line() { out_ += '\n'; }

  /// "part-1", "part-2", ...: an id that no other element of the document has.
  [[nodiscard]] std::string next_id();

  /// The document, once all elements are closed.
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void tag(std::string_view name, const Attributes& attributes);

  std::string out_;
  std::vector<std::string_view> open_;
  int ids_ = 0;
};

}  // namespace bgpte::render
