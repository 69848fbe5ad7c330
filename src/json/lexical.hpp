#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bgpte::json {

/// True if the whole of `word` is a number as JSON writes it (RFC 8259, section 6).
[[nodiscard]] bool is_number(std::string_view word);

/// Decodes the escape at the front of `text`, which begins with a backslash (RFC 8259, section 7),
/// and appends what it stands for in UTF-8. Bytes of the escape (a surrogate pair is one escape of
/// 12); 0 where it means nothing, then nothing is appended.
[[nodiscard]] std::size_t decode_escape(std::string_view text, std::string& decoded);

}  // namespace bgpte::json
