#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a misspelt name was meant to be: for keys of a scenario, names of links, commands, options.
namespace bgpte::text {

/// The one of `names` with the least edit distance to `name`, or nothing where none is near.
///
/// The distance is that of optimal string alignment (restricted Damerau-Levenshtein): one for each
/// inserted, deleted or replaced character and for each swap of neighbours. Upper and lower case
/// are the same, and so are `-`, `_` and the space. A name is near if its distance is at most a
/// third of the longer of the two (and one at least), and if the two have something in common. On a
/// tie the name that sorts first is taken, so that the order of `names` does not matter. A `name`
/// of more than 64 bytes is near to nothing.
[[nodiscard]] std::string nearest_name(std::string_view name,
                                       std::span<const std::string_view> names);
[[nodiscard]] std::string nearest_name(std::string_view name,
                                       const std::vector<std::string>& names);

/// ", did you mean X?" with the nearest name, or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view name,
                                       const std::vector<std::string>& names);

}  // namespace bgpte::text
