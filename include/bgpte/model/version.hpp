#pragma once

#include <string_view>

namespace bgpte::model {

/// The version of the program, "0.1.0".
[[nodiscard]] std::string_view version();

/// The first digits of the Git commit that the build was configured from, or "unknown" outside of a
/// repository. Changes that were not committed do not show.
[[nodiscard]] std::string_view build_commit();

/// Name and version of the compiler, "GNU 12.2.0".
[[nodiscard]] std::string_view build_compiler();

}  // namespace bgpte::model
