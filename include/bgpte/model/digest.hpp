#pragma once

#include <string>
#include <string_view>

namespace bgpte::model {

/// SHA-256 of the bytes, as 64 lower-case hexadecimal digits (FIPS 180-4).
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace bgpte::model
