#pragma once

#include <optional>
#include <string>

#include "bgpte/advice/prefix_flows.hpp"
#include "bgpte/render/document.hpp"
#include "bgpte/text/format.hpp"
#include "src/cli/context.hpp"
#include "src/cli/output_format.hpp"

namespace bgpte::cli {

/// How advice is printed, for every command that makes one.
struct AnswerOptions {
  OutputFormat format = OutputFormat::text;  ///< text, markdown, html or json.
  std::string output;                        ///< Empty or "-": standard output.
  bool detailed_exitcode = false;
  bool full = false, summary = false;  ///< Neither: one screen.
  int width = 0;                       ///< 0: that of the terminal.
};

using text::shell_word;

/// The command line that asks for advice, without the options above.
struct Asked {
  std::string command;   ///< "bgpte advise SCENARIO --strategy cost".
  std::string scenario;  ///< The path that stands for SCENARIO where it is read on this machine.
  /// Prefixes to links, which only a page shows (wants_flows).
  std::optional<advice::PrefixFlows> flows = std::nullopt;
};

/// Whether Asked::flows would be seen.
[[nodiscard]] inline bool wants_flows(const AnswerOptions& options) {
  return options.format == OutputFormat::html;
}

/// Prints the advice and returns the exit status that it asks for. A text names the scenario as it
/// was given; a ticket, which others read, says SCENARIO.
[[nodiscard]] Exit answer(Context& context, const AnswerOptions& options,
                          const render::Document& document, const Asked& asked);

}  // namespace bgpte::cli
