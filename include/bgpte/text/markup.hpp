#pragma once

#include <string>
#include <string_view>

/// Texts as HTML and XML show them.
namespace bgpte::text::markup {

/// The text between tags, or between the quotation marks of an attribute: & < > " ' as entities
/// that HTML and XML both know.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace bgpte::text::markup
