#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <thread>

#include "src/cli/commands.hpp"
#include "src/cli/interrupt.hpp"

namespace bgpte::cli {

void add_answer_options(CLI::App& command, AnswerOptions& options) {
  command.add_option("--format", options.format, "text, markdown (for a change ticket) or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}))
      ->capture_default_str();
  command.add_option("-o,--output", options.output, "Write the result to FILE")
      ->option_text("FILE");
  command.add_flag("--detailed-exitcode", options.detailed_exitcode,
                   "Exit with 2 where a change is recommended");
}

void add_search_options(CLI::App& command, SearchOptions& options) {
  command
      .add_option("--threads", options.threads,
                  "Threads of the search; the answer does not depend on it")
      ->check(CLI::Range(1U, 1024U))
      ->option_text("N");
  command
      .add_option("--time-limit", options.time_limit_s,
                  "Stop the search after SECONDS with the best plan so far")
      ->check(CLI::PositiveNumber)
      ->option_text("SECONDS");
}

optimiser::Options search_options(const SearchOptions& options) {
  optimiser::Options search;
  search.threads =
      options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
  if (options.time_limit_s > 0) {
    search.time_limit_s = options.time_limit_s;
  }
  search.interrupt = InterruptWatch::flag();
  return search;
}

}  // namespace bgpte::cli
