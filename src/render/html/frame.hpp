#pragma once

#include <string>
#include <string_view>

#include "src/render/html/markup.hpp"

/// What every page has around its sections.
namespace bgpte::render {

/// The head and the beginning of <main>, with the title as its first heading.
void open_page(Markup& page, std::string_view title);
/// Ends <main> and the page; `footer` stands below.
void close_page(Markup& page, std::string_view footer);

/// A heading of a section.
void write_heading(Markup& page, std::string_view text);

/// What stands behind a click, until close_details().
void open_details(Markup& page, std::string_view summary);
void close_details(Markup& page);

/// Lines of text as they are. Of more than `most` bytes the first lines, and how many there are.
void write_lines(Markup& page, std::string_view text, std::size_t most);

}  // namespace bgpte::render
