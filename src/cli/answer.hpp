#pragma once

#include <string>

#include "bgpte/render/document.hpp"
#include "src/cli/context.hpp"
#include "src/cli/output_format.hpp"

namespace bgpte::cli {

/// How an advice is printed, for every command that makes one.
struct AnswerOptions {
  OutputFormat format = OutputFormat::text;  ///< text, markdown or json.
  std::string output;                        ///< Empty or "-": standard output.
  bool detailed_exitcode = false;
  bool full = false, summary = false;  ///< Neither: one screen.
  int width = 0;                       ///< 0: that of the terminal.
};

/// A word of a command line as a POSIX shell reads it.
[[nodiscard]] std::string shell_word(const std::string& text);
/// The scenario's path as such a word; "SCENARIO" for standard input.
[[nodiscard]] std::string scenario_word(const std::string& path);

/// Prints the advice and returns the exit status that it asks for. `command` is the command line
/// that asks for this advice, without the options above.
[[nodiscard]] Exit answer(Context& context, const AnswerOptions& options,
                          const render::Document& document, const std::string& command);

}  // namespace bgpte::cli
