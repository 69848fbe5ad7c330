#pragma once

#include <cstddef>
#include <string_view>

namespace bgpte::text {

/// The code point at the front of a text.
struct CodePoint {
  char32_t code = 0;
  std::size_t bytes = 0;  ///< 0: the text is empty or does not begin with valid UTF-8.
};

/// Decodes the front of `text` by RFC 3629, section 4: no overlong forms, no surrogates, nothing
/// above U+10FFFF.
[[nodiscard]] CodePoint decode_utf8(std::string_view text);

/// Length in bytes of the valid UTF-8 sequence at the front of `text`; 0 if there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

}  // namespace bgpte::text
