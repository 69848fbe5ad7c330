#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>

#include "bgpte/optimiser/optimise.hpp"
#include "src/cli/answer.hpp"
#include "src/cli/context.hpp"

/// One function a command, in a file of its own: it adds the command with its options and help to
/// the command line, and sets `chosen` when the command was named. A new command is one more
/// file and one more line in run.cpp.
namespace bgpte::cli {

using Action = std::function<Exit(Context&)>;

void add_advise(CLI::App& program, Action& chosen);
void add_whatif(CLI::App& program, Action& chosen);
void add_config(CLI::App& program, Action& chosen);
void add_check(CLI::App& program, Action& chosen);
void add_validate(CLI::App& program, Action& chosen);
void add_schema(CLI::App& program, Action& chosen);
void add_frontier(CLI::App& program, Action& chosen);
void add_drain(CLI::App& program, Action& chosen);
void add_verify(CLI::App& program, Action& chosen);
void add_export_lp(CLI::App& program, Action& chosen);
void add_catchment(CLI::App& program, Action& chosen);
void add_communities(CLI::App& program, Action& chosen);

/// --format, -o and --detailed-exitcode of the commands that print an advice.
void add_answer_options(CLI::App& command, AnswerOptions& options);

/// --threads and --time-limit of the commands that search.
struct SearchOptions {
  unsigned threads = 0;     ///< 0: as many as the machine has.
  double time_limit_s = 0;  ///< 0: none.
};
void add_search_options(CLI::App& command, SearchOptions& options);
[[nodiscard]] optimiser::Options search_options(const SearchOptions& options);

}  // namespace bgpte::cli
