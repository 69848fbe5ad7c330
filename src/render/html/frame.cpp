// Head, headings and folded parts of a page.
#include "src/render/html/frame.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/display.hpp"
#include "src/render/html/chart.hpp"

namespace bgpte::render {

void open_page(Markup& page, std::string_view title) {
  constexpr std::size_t title_columns = 70;  // Longer ones are cut off by browsers anyway.
  page.doctype();
  page.open("html", {{"lang", "en"}});
  page.end_line();
  page.open("head");
  page.end_line();
  page.empty("meta", {{"charset", "utf-8"}});
  page.end_line();
  // Nothing is loaded and nothing runs, whatever a hostile name says.
  page.empty("meta", {{"http-equiv", "Content-Security-Policy"},
                      {"content", "default-src 'none'; base-uri 'none'; form-action 'none'"}});
  page.end_line();
  page.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  page.end_line();
  page.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  page.end_line();
  page.leaf("title", text::shortened(text::one_line(title), title_columns));
  page.end_line();
  page.close();
  page.end_line();
  page.open("body");
  page.end_line();
  write_patterns(page);
  page.open("main");
  page.end_line();
  page.leaf("h1", title);
  page.end_line();
}

void close_page(Markup& page, std::string_view footer) {
  page.close();
  page.end_line();
  page.open("footer");
  page.empty("hr");
  page.open("p");
  page.leaf("small", footer);
  page.close();
  page.close();
  page.end_line();
  page.close();
  page.end_line();
  page.close();
  page.end_line();
}

void write_heading(Markup& page, std::string_view text) {
  page.leaf("h2", text);
  page.end_line();
}

void open_details(Markup& page, std::string_view summary) {
  page.open("details");
  page.leaf("summary", summary);
  page.end_line();
}

void close_details(Markup& page) {
  page.close();
  page.end_line();
}

void write_lines(Markup& page, std::string_view text, std::size_t most) {
  std::size_t end = text.size();
  if (end > most) {
    const std::size_t line = text.rfind('\n', most);
    end = line == std::string_view::npos ? most : line + 1;
  }
  page.open("pre", {{"tabindex", "0"}});
  page.lines(text.substr(0, end));
  page.close();
  page.end_line();
  if (end < text.size()) {
    const auto left = std::count(text.begin() + static_cast<std::ptrdiff_t>(end), text.end(), '\n');
    page.leaf("p", fmt::format("{} more lines are in --format json.", left));
    page.end_line();
  }
}

}  // namespace bgpte::render
