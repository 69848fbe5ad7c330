#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bgpte::cli {

/// The candidate with the least edit distance to `word` (insert, delete, replace, swap of
/// neighbours), the first on a tie; empty where none is near (a third of its length, at least 2).
[[nodiscard]] std::string nearest(std::string_view word,
                                  const std::vector<std::string>& candidates);

/// ", did you mean X?" or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace bgpte::cli
