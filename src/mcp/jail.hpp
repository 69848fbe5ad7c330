#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Which files may be read: those below the root folder, and nothing else.
namespace bgpte::mcp {

/// A file below the root, or why there is none.
struct JailedFile {
  std::string path;   ///< Relative to the root, beginning with "./" so that it is never an option.
  std::string fault;  ///< Empty: the file may be read. It never tells where the root is.
};

/// Refuses what is empty, absolute, climbs by "..", holds control characters, leads out of the root
/// by a link, is no regular file or is larger than `largest` bytes.
[[nodiscard]] JailedFile jailed(const std::filesystem::path& root, const std::string& name,
                                std::uintmax_t largest);

/// The bytes of a file that the jail let through; what cannot be read is empty.
[[nodiscard]] std::string read_jailed(const std::filesystem::path& root, const JailedFile& file);

/// Names of the scenario files below the root, sorted: regular files that end with .json and say
/// that they are scenarios near their beginning. Hidden folders and links are not followed; at most
/// `most` files and eight levels are looked at.
[[nodiscard]] std::vector<std::string> scenarios_below(const std::filesystem::path& root,
                                                       std::size_t most);

}  // namespace bgpte::mcp
