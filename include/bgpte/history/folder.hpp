#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "bgpte/history/history.hpp"

namespace bgpte::history {

/// The days of a folder and the bytes of their files; `fault`: why they cannot be read, in one
/// sentence, and which file it is. Days that are older than what is kept are not read, and have no
/// bytes. Files of other names are left alone; a folder that is not there is one without days.
struct Folder {
  History history;
  std::map<std::int64_t, std::string> files;
  std::string fault;
};
[[nodiscard]] Folder read_folder(const std::filesystem::path& folder);

}  // namespace bgpte::history
