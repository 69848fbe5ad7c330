#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "bgpte/watch/watch.hpp"
#include "src/cli/context.hpp"

/// The state of `bgpte watch` as a file.
namespace bgpte::cli {

/// Where the state is: of a symbolic link, the file that it points at.
[[nodiscard]] std::filesystem::path state_path(const std::string& given);

/// The state as it was read, or a new one.
struct StateFile {
  watch::State state;
  std::optional<watch::Tell> broken;  ///< The file was not valid and has been set aside.
  Exit exit = Exit::done;             ///< Otherwise it has been told why there is none.
};
[[nodiscard]] StateFile read_state_file(Context& context, const std::filesystem::path& path,
                                        const model::Scenario& scenario);

/// Puts the state in the place of the file. False after saying why not.
[[nodiscard]] bool write_state_file(Context& context, const std::filesystem::path& path,
                                    const watch::State& state);

}  // namespace bgpte::cli
