#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bgpte::telemetry {

/// Reads "2026-11-28 22:40:00" (or with a T, and with a fraction, which is cut off) at the front of
/// `text` as if it were UTC. Bytes of it; 0 where it is none, or before 1970.
[[nodiscard]] std::size_t parse_civil(std::string_view text, std::int64_t& seconds);

/// "+01:00" as seconds east of UTC.
[[nodiscard]] bool parse_offset(std::string_view text, std::int64_t& seconds);

}  // namespace bgpte::telemetry
