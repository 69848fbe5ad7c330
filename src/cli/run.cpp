// From a command line to one command, or to the help, the version or a usage fault.
#include <exception>
#include <ostream>

#include "bgpte/cli/cli.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "src/cli/command_table.hpp"
#include "src/cli/version_text.hpp"

namespace bgpte::cli {

namespace {

/// The options that stand before or after every command.
struct GlobalOptions {
  std::string color = "auto";
  bool verbose = false;
  bool quiet = false;
  bool allow_outside = false;
};

void declare_program(Command program, GlobalOptions& options) {
  program.choice(
      options.color, {"auto", "always", "never"},
      {.names = "--color", .help = "auto (NO_COLOR, and only on a terminal), always or never"});
  program.flag(options.quiet, {.names = "-q,--quiet", .help = "Say errors only"});
  program.flag(options.verbose, {.names = "-v,--verbose", .help = "Say more on the error stream"});
  program.flag(options.allow_outside,
               {.names = "--allow-outside",
                .help = "Let a scenario name files outside of its own folder; only for\n"
                        "scenarios that you trust"});
  program.exclude("--verbose", "--quiet");
  program.footer(
      "Examples:\n"
      "  bgpte advise scenario.json\n"
      "  bgpte whatif scenario.json --set 11.0.0.0/24@B=0\n"
      "  bgpte advise scenario.json --format json -o advice.json && bgpte config advice.json\n"
      "Exit status: 0 done, 1 could not do it, 2 a change is recommended (--detailed-exitcode),\n"
      "3 something stays unresolved or a difference was found, 64 usage, 65 the input is\n"
      "not valid, 130 interrupted.");
}

void apply(const GlobalOptions& options, Context& context) {
  context.color = options.color == "always"  ? ColorChoice::always
                  : options.color == "never" ? ColorChoice::never
                                             : ColorChoice::automatic;
  context.outside =
      options.allow_outside ? scenario::FilesOutside::allowed : scenario::FilesOutside::refused;
  context.messages.set(options.quiet     ? Verbosity::quiet
                       : options.verbose ? Verbosity::verbose
                                         : Verbosity::normal);
}

/// Says what is wrong with the command line; the whole help where there is nothing on it.
Exit refuse(const ArgumentParser& parser, const ParsedLine& line,
            const std::vector<std::string>& arguments, Context& context) {
  if (arguments.empty()) {
    context.err << parser.help();
  } else {
    context.messages.error(line.text);
    context.messages.error("see bgpte " + (line.command.empty() ? "" : line.command + " ") +
                           "--help");
  }
  return Exit::usage;
}

Exit run_line(const std::vector<std::string>& arguments, Context& context) {
  ArgumentParser parser(
      "bgpte",
      "bgpte advises on BGP traffic engineering for one autonomous system: which AS-path\n"
      "prepends to change and why, what will happen, and how to make the change and roll it back.");
  GlobalOptions options;
  declare_program(parser.program(), options);
  std::vector<Action> actions;  // one for each row
  for (const CommandRow& row : command_table()) {
    actions.push_back(
        row.declare(parser.add_command(std::string(row.name), std::string(row.summary))));
  }
  const ParsedLine line = parser.parse(arguments);
  switch (line.asks) {
    case ParsedLine::Asks::help:
      return write_result(context, "", line.text);
    case ParsedLine::Asks::version:
      return write_result(context, "", version_text());
    case ParsedLine::Asks::nothing_valid:
      return refuse(parser, line, arguments, context);
    case ParsedLine::Asks::command:
      break;
  }
  apply(options, context);
  for (std::size_t row = 0; row < actions.size(); ++row) {
    if (command_table()[row].name == line.command) {
      return actions[row](context);
    }
  }
  return Exit::failed;
}

}  // namespace

Exit run(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out,
         std::ostream& err) {
  Messages messages(err);
  Context context{in, out, err, messages};
  try {
    return run_line(arguments, context);
  } catch (const ingress::UnusableFile& error) {
    messages.error(error.what());
    return Exit::invalid_input;
  } catch (const std::exception& error) {
    messages.error(error.what());
    return Exit::failed;
  }
}

}  // namespace bgpte::cli
