#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "bgpte/history/folder.hpp"
#include "src/cli/context.hpp"

namespace bgpte::cli {

/// The history of a folder; where it cannot be read the reason has been told and `exit` is not
/// `done`.
struct HistoryFolder {
  history::Folder read;
  Exit exit = Exit::done;
};
[[nodiscard]] HistoryFolder read_history(Context& context, const std::string& folder);

/// Adds samples to a history that was read from `folder`, and writes the days that change, each in
/// one step, oldest first; days that are forgotten are deleted. Makes the folder where its parent
/// is there. Tells what was done, and why where it could not be.
[[nodiscard]] Exit add_to_history(Context& context, const std::string& folder,
                                  HistoryFolder& history, std::span<const history::Sample> samples,
                                  std::int64_t interval_s);

}  // namespace bgpte::cli
