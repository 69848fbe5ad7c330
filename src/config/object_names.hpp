#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bgpte::config {

/// How much of a digest a name carries.
inline constexpr std::size_t digest_digits = 8;

/// Object-name stem of a link: BGPTE_<name>. Different links never share one, because a name that
/// had to be altered carries part of its digest.
[[nodiscard]] std::string object_stem(std::string_view link);

/// Text that is safe in a comment or message: any unusual byte is written \xHH.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace bgpte::config
