#pragma once

#include <string_view>

/// Forms in which people hand over a file that was to be plain text.
namespace bgpte::text {

/// What kind of archive bytes begin as, "xz" for example; empty where they are none that is known.
/// Known: gzip, bzip2, xz, zstd, lz4, zip, 7z, compress and tar.
[[nodiscard]] std::string_view archive_kind(std::string_view bytes);

/// The bytes that UTF-8 begins with where it has a byte-order mark.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace bgpte::text
