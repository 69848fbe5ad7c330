// Writes HTML and SVG: elements, attributes and escaped texts.
#include "src/render/html/markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/markup.hpp"

namespace bgpte::render {

std::string coordinate(double number) {
  return text::without_trailing_zeros(fmt::format("{:.2f}", number));
}

std::string of_width(double share) {
  return text::without_trailing_zeros(fmt::format("{:.4f}", 100 * share)) + "%";
}

namespace {

/// Elements of HTML that have no end tag.
constexpr std::array<std::string_view, 3> without_end{"meta", "hr", "br"};

}  // namespace

void Markup::tag(std::string_view name, const Attributes& attributes) {
  out_ += '<';
  out_ += name;
  for (const Attribute& attribute : attributes) {
    out_ += fmt::format(" {}=\"{}\"", attribute.name,
                        text::markup::escaped(text::one_line(attribute.value)));
  }
}

void Markup::open(std::string_view name, const Attributes& attributes) {
  tag(name, attributes);
  out_ += '>';
  open_.push_back(name);
}

void Markup::close() {
  out_ += fmt::format("</{}>", open_.back());
  open_.pop_back();
}

void Markup::empty(std::string_view name, const Attributes& attributes) {
  tag(name, attributes);
  const bool html = std::find(without_end.begin(), without_end.end(), name) != without_end.end();
  out_ += html ? ">" : "/>";
}

void Markup::leaf(std::string_view name, std::string_view text, const Attributes& attributes) {
  open(name, attributes);
  this->text(text);
  close();
}

void Markup::text(std::string_view text) {
  out_ += text::markup::escaped(text::one_line(text));
}

void Markup::lines(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    this->text(text.substr(0, end));
    if (end == std::string_view::npos) {
      return;
    }
    out_ += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string Markup::next_id() {
  return fmt::format("part-{}", ++ids_);
}

}  // namespace bgpte::render
