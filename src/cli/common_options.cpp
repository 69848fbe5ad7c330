// Options that several commands have.
#include "src/cli/common_options.hpp"

#include <algorithm>
#include <thread>

#include "bgpte/config/observed.hpp"
#include "bgpte/model/platform.hpp"
#include "src/cli/interrupt.hpp"

namespace bgpte::cli {

void add_scenario_argument(Command command, std::string& path) {
  command.option(path, {.names = "SCENARIO",
                        .help = "Scenario file; - is standard input",
                        .presence = Presence::required});
}

void add_format_option(Command command, OutputFormat& format,
                       std::initializer_list<OutputFormat> formats, const std::string& help) {
  command.choice(format, formats, {.names = "--format", .help = help});
}

void add_output_option(Command command, std::string& path, const std::string& help) {
  command.option(path, {.names = "-o,--output", .help = help, .value = "FILE"});
}

void add_answer_options(Command command, AnswerOptions& options) {
  add_format_option(
      command, options.format,
      {OutputFormat::text, OutputFormat::markdown, OutputFormat::html, OutputFormat::json},
      "text, markdown (for a change ticket), html (a page) or json");
  add_output_option(command, options.output);
  command.flag(options.detailed_exitcode, {.names = "--detailed-exitcode",
                                           .help = "Exit with 2 where a change is recommended"});
  command.flag(options.full, {.names = "--full", .help = "Everything, not only the first screen"});
  command.flag(options.summary, {.names = "--summary", .help = "Three lines"});
  command.exclude("--full", "--summary");
  add_width_option(command, options.width);
}

void add_rpki_option(Command command, std::string& path) {
  command.option(path, {.names = "--rpki",
                        .help = "Validate origins and providers by this JSON of rpki-client or\n"
                                "Routinator (docs/rpki.md); no network is touched",
                        .value = "FILE"});
}

void add_width_option(Command command, int& width) {
  command.number(width, {1, 1000},
                 {.names = "--width",
                  .help = "Columns of the text; default: the terminal's, or COLUMNS in a pipe",
                  .value = "COLUMNS"});
}

void add_threads_option(Command command, unsigned& threads, const std::string& help) {
  command.number(threads, {1, 1024}, {.names = "--threads", .help = help, .value = "N"});
}

void add_search_options(Command command, SearchOptions& options) {
  add_threads_option(command, options.threads,
                     "Threads of the search; the answer does not depend on it");
  command.positive(options.time_limit_s, {.names = "--time-limit",
                                          .help = "Stop after SECONDS with the best plan so far",
                                          .value = "SECONDS"});
}

parallel::Deadline start_time_limit(const SearchOptions& options) {
  return parallel::Deadline(
      options.time_limit_s > 0 ? std::optional(options.time_limit_s) : std::nullopt,
      InterruptHost::flag());
}

ingress::Effort model_effort(const SearchOptions& options, const parallel::Deadline& deadline) {
  std::optional<double> half = deadline.left();
  if (half) {
    *half /= 2;
  }
  return {threads_or_all(options.threads), parallel::Deadline(half, InterruptHost::flag())};
}

optimiser::Options search_options(const SearchOptions& options,
                                  const parallel::Deadline& deadline) {
  optimiser::Options search;
  search.threads = threads_or_all(options.threads);
  search.time_limit_s = deadline.left();
  search.interrupt = InterruptWatch::flag();
  return search;
}

std::vector<std::string> readable_platforms() {
  std::vector<std::string> names;
  for (const model::PlatformName& row : model::platform_names) {
    if (config::can_observe(row.platform)) {
      names.emplace_back(row.id);
    }
  }
  return names;
}

unsigned threads_or_all(unsigned asked) {
  return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace bgpte::cli
