#pragma once

#include <string>
#include <vector>

#include "src/cli/argument_parser.hpp"
#include "src/cli/context.hpp"
#include "src/cli/output_format.hpp"

namespace bgpte::cli {

/// bgpte learn --verdict ADVICE OBSERVATION...
struct VerdictCommand {
  bool asked = false;
  std::vector<std::string> files;  ///< The advice, then the observations.
  int step = 0;                    ///< 0: the one that is on its way.
  bool fallback = false;           ///< Its fallback was made.
  std::string made_at;             ///< When the step was made; empty: not said.
  OutputFormat format = OutputFormat::text;
  std::string output;
};

/// What is said of a --made-at that is no time.
inline constexpr const char* made_at_fault = "--made-at is a time such as 2026-11-28T22:45:00Z";

/// --verdict, --step, --fallback and --made-at.
void add_verdict_options(Command command, VerdictCommand& options);

/// Reads the files, judges the step and prints the verdict. `done` where it worked, `unresolved`
/// for every other verdict, `invalid_input` where there can be none.
[[nodiscard]] Exit verdict(const VerdictCommand& options, Context& context);

}  // namespace bgpte::cli
