#pragma once

#include <string>

namespace bgpte::cli {

/// What --version prints: the version on the first line, then commit, compiler, the names of the
/// scenario and advice formats, and the date of the newest entry of the community catalogue.
[[nodiscard]] std::string version_text();

}  // namespace bgpte::cli
