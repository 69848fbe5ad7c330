#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/model/scenario.hpp"
#include "bgpte/scenario/diagnostic.hpp"

namespace bgpte::scenario {

/// A scenario, or everything that is wrong with the text. `scenario` is set if and only if
/// `diagnostics` is empty.
struct LoadResult {
  std::optional<model::Scenario> scenario;
  std::vector<Diagnostic> diagnostics;  ///< In order of line and column.
};

/// Whether a scenario may name files that are not in its folder or below it. A scenario of unknown
/// origin must not: what is wrong with a file can be read in the faults.
enum class FilesOutside : std::uint8_t { refused, allowed };

/// Whether the history that a scenario names (measured.history) is read. One that is left out is
/// not looked for: the scenario is then one without a past, whatever is wrong with the history.
enum class NamedHistory : std::uint8_t { read, left_out };

/// Reads a "bgpte-scenario/1" document. All faults are reported at once. FILEs that the scenario
/// names are relative to `base_directory`. Never throws for bad input.
[[nodiscard]] LoadResult load(std::string_view text, const std::filesystem::path& base_directory,
                              FilesOutside outside = FilesOutside::refused,
                              NamedHistory history = NamedHistory::read);

/// The JSON Schema (draft 7) of the scenario format: accepts whatever load() accepts.
[[nodiscard]] std::string_view schema();

}  // namespace bgpte::scenario
