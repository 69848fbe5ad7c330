#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgpte/logbook/logbook.hpp"
#include "src/cli/context.hpp"

/// Logs of forecasts and of what came, as files.
namespace bgpte::cli {

/// A log without faults, or the exit status after every faulty line has been told.
struct LogFile {
  std::string text;
  logbook::Log log;
  Exit exit = Exit::done;
};

/// What to make of a log that is not there.
enum class MissingLog : std::uint8_t { refused, empty };
[[nodiscard]] LogFile read_log_file(Context& context, const std::string& path, MissingLog missing);

/// Appends entries that the log does not have. The file is replaced as a whole, so that there is
/// the old one or the one with all of the lines, whatever happens on the way.
[[nodiscard]] Exit append_to_log(Context& context, const std::string& path, const LogFile& log,
                                 const std::vector<logbook::Entry>& entries);

}  // namespace bgpte::cli
