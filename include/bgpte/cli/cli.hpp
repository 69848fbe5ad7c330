#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace bgpte::cli {

/// Exit statuses of every command (docs/exit-statuses.md).
enum class Exit : int {
  done = 0,
  failed = 1,      ///< I/O or internal.
  change = 2,      ///< Only with --detailed-exitcode.
  unresolved = 3,  ///< Some ceiling or rule stays broken, or a difference was found.
  usage = 64,
  invalid_input = 65,
  interrupted = 130
};

/// Texts that a caller inside the program hands over in place of files: by the name that stands
/// for the file on the command line.
using NamedTexts = std::map<std::string, std::string>;

/// Runs one command line (without the program's name). Results go to `out`, messages to `err`.
[[nodiscard]] Exit run(const std::vector<std::string>& arguments, std::istream& in,
                       std::ostream& out, std::ostream& err, const NamedTexts& texts = {});

}  // namespace bgpte::cli
