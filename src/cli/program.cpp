// The program's own options, and what is said of it as a whole.
#include "src/cli/program.hpp"

namespace bgpte::cli {

namespace {

void declare_options(Command program, GlobalOptions& options) {
  program.choice(
      options.color, {"auto", "always", "never"},
      {.names = "--color", .help = "When to colour; auto: on a terminal, unless NO_COLOR is set"});
  program.flag(options.quiet, {.names = "-q,--quiet", .help = "Say errors only"});
  program.flag(options.verbose, {.names = "-v,--verbose", .help = "Say more on the error stream"});
  program.flag(options.allow_outside,
               {.names = "--allow-outside",
                .help = "Let a scenario name files outside of its own folder; only for\n"
                        "scenarios that you trust"});
  program.exclude("--verbose", "--quiet");
}

CommandText program_text() {
  return {
      .description =
          "bgpte reads a scenario (links, prefixes, prepends, utilisation, prices), predicts how "
          "inbound traffic will move, finds the cheapest safe set of AS-path prepends and other "
          "changes, and writes advice: what to change and why, what will happen, the router "
          "configuration, how to verify it and how to roll it back. It only advises: it never logs "
          "in to a router.\n\n"
          "A file name of - is standard input. Results go to standard output, messages to standard "
          "error. The same input gives the same bytes.",
      .examples = {"bgpte advise scenario.json", "bgpte whatif scenario.json --set 11.0.0.0/24@B=0",
                   "bgpte advise scenario.json --format json -o advice.json",
                   "bgpte config advice.json --router edge1 --part apply", "bgpte help advise"},
      .exits = {{Exit::done, "Done."},
                {Exit::failed, "It could not be done: input, output, or a fault of the program."},
                {Exit::change, "A change is recommended; only with --detailed-exitcode."},
                {Exit::unresolved,
                 "Answered, but something stays unresolved, or a difference was found."},
                {Exit::usage, "The command line is wrong."},
                {Exit::invalid_input, "The input is not valid."},
                {Exit::interrupted, "Interrupted; the best plan so far was printed."}},
      .environment = {
          {"NO_COLOR",
           "Where it is set and not empty, nothing is coloured unless --color says so."},
          {"COLUMNS", "Columns of the text where standard output is no terminal."}}};
}

}  // namespace

Program::Program() : parser("bgpte", "BGP traffic-engineering advisor for one autonomous system") {
  Command program = parser.program();
  declare_options(program, options);
  program.describe(program_text());
  for (const CommandRow& row : command_table()) {
    actions.push_back(
        row.declare(parser.add_command(std::string(row.name), std::string(row.summary))));
  }
}

}  // namespace bgpte::cli
