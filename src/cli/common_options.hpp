#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/optimiser/optimise.hpp"
#include "bgpte/parallel/deadline.hpp"
#include "src/cli/answer.hpp"
#include "src/cli/argument_parser.hpp"
#include "src/cli/output_format.hpp"

/// Options that several commands have.
namespace bgpte::cli {

/// The scenario file that a command reads.
void add_scenario_argument(Command command, std::string& path);
void add_format_option(Command command, OutputFormat& format,
                       std::initializer_list<OutputFormat> formats, const std::string& help);
/// -o: the file that gets the result.
void add_output_option(Command command, std::string& path,
                       const std::string& help = "Write the result to FILE");

/// --rpki: what a validator of the RPKI printed.
void add_rpki_option(Command command, std::string& path);

/// --width: columns of a text; 0 where it is not given.
void add_width_option(Command command, int& width);

/// --format, -o, --full, --summary, --width and --detailed-exitcode of the commands that print an
/// advice.
void add_answer_options(Command command, AnswerOptions& options);

/// --threads and --time-limit of the commands that search.
struct SearchOptions {
  unsigned threads = 0;     ///< 0: as many as the machine has.
  double time_limit_s = 0;  ///< 0: none.
};
void add_threads_option(Command command, unsigned& threads, const std::string& help);
void add_search_options(Command command, SearchOptions& options);
[[nodiscard]]  /// The time limit, which begins now.
[[nodiscard]] parallel::Deadline
start_time_limit(const SearchOptions& options);
/// For the forecasts: observations may take half of the time that is left.
[[nodiscard]] ingress::Effort model_effort(const SearchOptions& options,
                                           const parallel::Deadline& deadline);
/// For the search, which has the time that is left.
[[nodiscard]] optimiser::Options search_options(const SearchOptions& options,
                                                const parallel::Deadline& deadline);
/// The platforms whose output is read, for completions.
[[nodiscard]] std::vector<std::string> readable_platforms();
/// The number asked for, or as many as the machine has where it is 0.
[[nodiscard]] unsigned threads_or_all(unsigned asked);

}  // namespace bgpte::cli
