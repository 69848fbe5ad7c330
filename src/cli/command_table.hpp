#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "src/cli/argument_parser.hpp"
#include "src/cli/context.hpp"

namespace bgpte::cli {

/// Runs a command whose options have been parsed.
using Action = std::function<Exit(Context&)>;

/// One command: src/cli/commands/<name>.cpp, with _ in the file's name for - in the command's.
struct CommandRow {
  std::string_view name;
  std::string_view summary;  ///< One line, for the list of commands in the help.
  /// Declares the options, says what the manual says beside them, and returns what runs the
  /// command.
  Action (*declare)(Command);
};

/// Every command, in the order of the help.
[[nodiscard]] std::span<const CommandRow> command_table();

}  // namespace bgpte::cli
