#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Texts as a terminal shows them.
namespace bgpte::text {

/// The text with every byte that is not part of valid UTF-8 (RFC 3629) replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// Whether a character is a control, turns the direction of writing round, or shows nothing: it can
/// drive a terminal, or make one name look like another.
[[nodiscard]] bool steers_or_hides(char32_t code);
/// Whether some character of the text does.
[[nodiscard]] bool steers_or_hides(std::string_view text);

/// Valid UTF-8 on one line: line ends and tabs become a space, other characters that steer or hide
/// become "?".
[[nodiscard]] std::string one_line(std::string_view text);

/// Columns that a terminal needs: East Asian wide characters take two, combining marks none.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Padded on the right with spaces to `width` columns; longer texts stay as they are.
[[nodiscard]] std::string left(std::string_view text, std::size_t width);
/// Padded on the left with spaces to `width` columns; longer texts stay as they are.
[[nodiscard]] std::string right(std::string_view text, std::size_t width);

/// Cut to `width` columns, the last of them "~" where something was cut off.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

/// Words on lines of at most `width` columns; a word that is longer stands alone. A number and its
/// unit ("98 %", "8 Gbps") stay together.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace bgpte::text
