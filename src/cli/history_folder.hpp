#pragma once

#include <optional>
#include <string>

#include "bgpte/history/folder.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/telemetry/observe.hpp"
#include "src/cli/context.hpp"
#include "src/cli/file_lock.hpp"

namespace bgpte::cli {

/// Makes the folder of a history where its parent is there, and locks it (its file .lock) for who
/// reads it to add to it: what another run adds meanwhile would be lost. Nothing after saying why
/// not.
[[nodiscard]] std::optional<FileLock> lock_history(Context& context, const std::string& folder,
                                                   int wait_s);

/// The history of a folder; where it cannot be read the reason has been told and `exit` is not
/// `done`.
struct HistoryFolder {
  history::Folder read;
  Exit exit = Exit::done;
};
[[nodiscard]] HistoryFolder read_history(Context& context, const std::string& folder);

/// Adds a measurement (its `past`) to a history that was read from `folder`, by `retention`, and
/// writes the days that change, each in one step, oldest first; days that are forgotten are
/// deleted. The caller holds the lock. Prefixes by a link whose coverage is not fine are left out:
/// they would tell of the export and not of the traffic. Tells what was done, and why where it
/// could not be.
[[nodiscard]] Exit add_to_history(Context& context, const std::string& folder,
                                  HistoryFolder& history, const model::Scenario& scenario,
                                  const telemetry::Measurement& measurement,
                                  const history::Retention& retention);

}  // namespace bgpte::cli
