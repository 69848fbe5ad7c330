#pragma once

#include <string>

#include "bgpte/render/document.hpp"
#include "src/render/page.hpp"

/// What an engineer reads first.
namespace bgpte::render {

/// Columns that a page uses of the terminal's.
[[nodiscard]] std::size_t page_width(const TextOptions& options);

/// "CHANGE", in its colour.
[[nodiscard]] std::string dressed_title(const Style& style, const advice::Advice& advice);

/// One screen: what to do now and why, what happens to links, bill and failures, and how to go on.
[[nodiscard]] std::string first_screen(const Document& document, const TextOptions& options);

/// The answer, what to do now, what it does: a line each, wrapped where the page is narrow.
[[nodiscard]] std::string summary_lines(const Document& document, const TextOptions& options);

/// What to try, where the plan's range is too wide.
void telling_test(Page& page, const advice::Advice& advice);

/// The commands that go on from here, for these changes.
void commands(Page& page, const Document& document, const TextOptions& options);

}  // namespace bgpte::render
