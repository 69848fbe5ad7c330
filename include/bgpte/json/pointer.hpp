#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The tokens of a JSON Pointer (RFC 6901): what stands between its slashes.
namespace bgpte::json {

/// The token that names the key: ~ becomes ~0, / becomes ~1.
[[nodiscard]] std::string pointer_token(std::string_view key);

/// The key that the token names; nothing where a ~ is not followed by 0 or 1.
[[nodiscard]] std::optional<std::string> key_of_token(std::string_view token);

}  // namespace bgpte::json
