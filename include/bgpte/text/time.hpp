#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Times in UTC, to text and back, without the machine's own zone.
namespace bgpte::text {

/// "2026-11-28T22:40:00Z" of seconds since 1970.
[[nodiscard]] std::string utc_text(std::int64_t seconds);

/// Of a time as RFC 3339 has it (a blank may stand for the T), with `Z` or an offset; whole
/// seconds. False where it is none, or before 1970 or after 9999.
[[nodiscard]] bool parse_utc(std::string_view text, std::int64_t& seconds);

/// The end of a day "2026-11-28", which is the begin of the next; nothing where it is none.
[[nodiscard]] std::optional<std::int64_t> end_of_day(std::string_view date);

/// Reads "2026-11-28 22:40:00" (or with a T, and with a fraction, which is cut off) at the front of
/// `text` as if it were UTC. Bytes of it; 0 where it is none, or before 1970.
[[nodiscard]] std::size_t parse_civil(std::string_view text, std::int64_t& seconds);

/// "+01:00" as seconds east of UTC.
[[nodiscard]] bool parse_offset(std::string_view text, std::int64_t& seconds);

}  // namespace bgpte::text
