// From a command line to one command, or to the help, the version or a usage fault.
#include <exception>
#include <ostream>

#include "bgpte/cli/cli.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "src/cli/program.hpp"
#include "src/cli/version_text.hpp"

namespace bgpte::cli {

namespace {

void apply(const GlobalOptions& options, Context& context) {
  context.color = options.color == "always"  ? ColorChoice::always
                  : options.color == "never" ? ColorChoice::never
                                             : ColorChoice::automatic;
  context.outside =
      options.allow_outside ? scenario::FilesOutside::allowed : scenario::FilesOutside::refused;
  context.verbosity = options.quiet     ? Verbosity::quiet
                      : options.verbose ? Verbosity::verbose
                                        : Verbosity::normal;
  context.messages.set(context.verbosity);
}

/// The help of the command that was named, else the program's.
std::string asked_help(const ProgramPages& pages, const std::string& command) {
  for (const CommandPage& page : pages.commands) {
    if (page.name == command) {
      return help_text(pages, page);
    }
  }
  return help_text(pages);
}

/// Says what is wrong with the command line; the whole help where there is nothing on it.
Exit refuse(const Program& program, const ParsedLine& line,
            const std::vector<std::string>& arguments, Context& context) {
  if (arguments.empty()) {
    context.err << help_text(program.parser.pages());
  } else {
    context.messages.error(line.text);
    context.messages.error("see bgpte " + (line.command.empty() ? "" : line.command + " ") +
                           "--help");
  }
  return Exit::usage;
}

Exit run_line(const std::vector<std::string>& arguments, Context& context) {
  Program program;
  const ParsedLine line = program.parser.parse(arguments);
  switch (line.asks) {
    case ParsedLine::Asks::help:
      return write_result(context, "", asked_help(program.parser.pages(), line.command));
    case ParsedLine::Asks::version:
      return write_result(context, "", version_text());
    case ParsedLine::Asks::nothing_valid:
      return refuse(program, line, arguments, context);
    case ParsedLine::Asks::command:
      break;
  }
  apply(program.options, context);
  for (std::size_t row = 0; row < program.actions.size(); ++row) {
    if (command_table()[row].name == line.command) {
      return program.actions[row](context);
    }
  }
  return Exit::failed;
}

}  // namespace

Exit run(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out,
         std::ostream& err, const NamedTexts& texts) {
  Messages messages(err);
  Context context{in, out, err, messages};
  context.texts = &texts;
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
