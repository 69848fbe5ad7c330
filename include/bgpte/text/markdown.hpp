#pragma once

#include <string>
#include <string_view>

/// Texts as a page of CommonMark shows them.
namespace bgpte::text::markdown {

/// On one line; what the text could otherwise do to the page is escaped, and what looks like a
/// mention of a person or an issue is kept from being one.
[[nodiscard]] std::string plain(std::string_view text);

}  // namespace bgpte::text::markdown
