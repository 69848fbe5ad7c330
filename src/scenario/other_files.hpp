#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "src/scenario/draft.hpp"

/// Files that a scenario names: in its folder or below it.
namespace bgpte::scenario {

/// A file that the scenario names at `node`. There is a fault and no file where the name is no
/// relative path, leads out of the scenario's folder (unless that is allowed), or is of no regular
/// file: nothing is said of what stands outside, not even whether there is anything.
struct OtherFile {
  std::string name;            ///< As the scenario has it.
  std::filesystem::path path;  ///< Where it is.
};
[[nodiscard]] std::optional<OtherFile> find_other_file(Draft& draft, Node node);

/// The same of a folder.
[[nodiscard]] std::optional<OtherFile> find_other_folder(Draft& draft, Node node);

/// All of a file of at most `largest` bytes of plain text; nothing after reporting why.
[[nodiscard]] std::optional<std::string> read_other_file(Draft& draft, Node node,
                                                         const OtherFile& file,
                                                         std::uintmax_t largest);

}  // namespace bgpte::scenario
