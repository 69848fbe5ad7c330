#pragma once

#include <optional>
#include <string>

#include "bgpte/model/scenario.hpp"
#include "bgpte/scenario/load.hpp"
#include "src/cli/context.hpp"

namespace bgpte::cli {

/// What messages call an input: its path, with "?" for what a terminal would obey, or "<stdin>" for
/// "-".
[[nodiscard]] std::string shown_name(const std::string& path);

/// The bytes of a file, of the context's input for "-", or of the text that was handed over under
/// this name. Nothing where it cannot be read or is larger than 512 MB: the reason has then been
/// told.
[[nodiscard]] std::optional<std::string> read_input(Context& context, const std::string& path);

/// Loads a scenario that was read from `path`.
[[nodiscard]] scenario::LoadResult load_text(
    Context& context, const std::string& path, std::string_view text,
    scenario::NamedHistory history = scenario::NamedHistory::read);

/// Reads and loads a scenario; nothing where it cannot be read.
[[nodiscard]] std::optional<scenario::LoadResult> load_input(Context& context,
                                                             const std::string& path);

/// A valid scenario, or the exit status after every fault has been told on the error stream.
struct ScenarioInput {
  std::optional<model::Scenario> scenario;
  Exit exit = Exit::done;
};
[[nodiscard]] ScenarioInput read_scenario(Context& context, const std::string& path);

/// Reads what a validator of the RPKI printed into the scenario; nothing where `path` is empty.
[[nodiscard]] Exit read_rpki(Context& context, const std::string& path, model::Scenario& scenario);

}  // namespace bgpte::cli
