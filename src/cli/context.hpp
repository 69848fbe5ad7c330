#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/cli/cli.hpp"
#include "bgpte/scenario/load.hpp"
#include "src/cli/messages.hpp"

namespace bgpte::cli {

enum class ColorChoice { automatic, always, never };

/// What every command works with: the three streams, the messages and --color.
struct Context {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Messages& messages;
  ColorChoice color = ColorChoice::automatic;
  Verbosity verbosity = Verbosity::normal;
  scenario::FilesOutside outside = scenario::FilesOutside::refused;  ///< --allow-outside
  std::vector<std::string> inputs = {};  ///< Paths of the files that were read.
  const NamedTexts* texts = nullptr;     ///< What is read in place of files; may be nullptr.
};

/// True if the stream is standard output and that is a terminal.
[[nodiscard]] bool is_terminal(const std::ostream& out);
/// Columns of the terminal of standard output; where it is none those of COLUMNS, else 100.
[[nodiscard]] int terminal_width(const std::ostream& out);
/// --color, then NO_COLOR, then whether the output is a terminal.
[[nodiscard]] bool wants_color(const Context& context);

/// Writes a result to standard output ("-" or empty) or to a file: beside it first, so that a fault
/// leaves what stood there. On a fault it says so on the error stream and returns `failed`, or
/// `usage` where the file is one of the inputs.
[[nodiscard]] Exit write_result(Context& context, const std::string& path, std::string_view bytes);

}  // namespace bgpte::cli
