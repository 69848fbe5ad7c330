#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <exception>
#include <ostream>

#include "bgpte/cli/cli.hpp"
#include "bgpte/text/nearest_name.hpp"
#include "src/cli/commands.hpp"

namespace bgpte::cli {

namespace {

void add_commands(CLI::App& program, Action& chosen) {
  add_advise(program, chosen);
  add_whatif(program, chosen);
  add_config(program, chosen);
  add_check(program, chosen);
  add_validate(program, chosen);
  add_schema(program, chosen);
  add_frontier(program, chosen);
  add_drain(program, chosen);
  add_verify(program, chosen);
  add_export_lp(program, chosen);
  add_catchment(program, chosen);
  add_communities(program, chosen);
}

std::vector<std::string> command_names(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* at = &app; at != nullptr; at = at->get_parent()) {
    for (const CLI::Option* option : at->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        names.push_back("--" + name);
      }
    }
  }
  return names;
}

/// What is wrong with the command line, with the nearest name where one is misspelt.
std::string usage_fault(const CLI::App& program, const CLI::ParseError& error) {
  const std::vector<CLI::App*> commands =
      const_cast<CLI::App&>(program).get_subcommands();  // NOLINT: there is no const overload
  const CLI::App& at = commands.empty() ? program : *commands.back();
  const std::vector<std::string> left = program.remaining(true);
  for (const std::string& word : left) {
    if (word.rfind("--", 0) == 0) {
      const std::string name = word.substr(0, word.find('='));
      return "unknown option " + name + text::did_you_mean(name, option_names(at));
    }
  }
  for (const std::string& word : left) {
    if (commands.empty() && word.rfind('-', 0) != 0) {
      return "unknown command " + word + text::did_you_mean(word, command_names(program));
    }
  }
  return error.what();
}

/// Parses; nothing where a command is to run, else the exit status (help, version, a fault).
std::optional<Exit> parse(CLI::App& program, const std::vector<std::string>& arguments,
                          Context& context) {
  try {
    // CLI11 takes the arguments from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    program.parse(reversed);
    return std::nullopt;
  } catch (const CLI::CallForVersion& version) {
    return write_result(context, "", std::string(version.what()) + "\n");
  } catch (const CLI::Success&) {
    return write_result(context, "", program.help());
  } catch (const CLI::ParseError& error) {
    if (arguments.empty()) {
      context.err << program.help();
    } else {
      context.messages.error(usage_fault(program, error));
      const std::vector<CLI::App*> commands = program.get_subcommands();
      context.messages.error(
          "see bgpte " + (commands.empty() ? "" : commands.back()->get_name() + " ") + "--help");
    }
    return Exit::usage;
  }
}

}  // namespace

Exit run(const std::vector<std::string>& arguments, std::istream& in, std::ostream& out,
         std::ostream& err) {
  Messages messages(err);
  Context context{in, out, err, messages};
  try {
    Action chosen;
    CLI::App program(
        "bgpte advises on BGP traffic engineering for one autonomous system: which AS-path\n"
        "prepends to change, why, what will happen, and how to do and undo it.",
        "bgpte");
    std::string color = "auto";
    bool verbose = false;
    bool quiet = false;
    program.require_subcommand(1);
    program.fallthrough();
    program.set_version_flag("--version", "bgpte " BGPTE_VERSION, "Print the version");
    program.set_help_flag("-h,--help", "Print this help");
    program
        .add_option("--color", color, "auto (NO_COLOR, and only on a terminal), always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str();
    CLI::Option* quiet_flag = program.add_flag("-q,--quiet", quiet, "Say errors only");
    program.add_flag("-v,--verbose", verbose, "Say more on the error stream")->excludes(quiet_flag);
    program.footer(
        "Examples:\n"
        "  bgpte advise scenario.json\n"
        "  bgpte whatif scenario.json --set 11.0.0.0/24@B=0\n"
        "  bgpte advise scenario.json --format json -o advice.json && bgpte config advice.json\n"
        "Exit status: 0 done, 1 could not do it, 2 a change is recommended (--detailed-exitcode),\n"
        "3 some ceiling or rule stays broken or a difference was found, 64 usage, 65 the input is\n"
        "not valid, 130 interrupted.");
    add_commands(program, chosen);
    if (const std::optional<Exit> ended = parse(program, arguments, context)) {
      return *ended;
    }
    context.color = color == "always"  ? ColorChoice::always
                    : color == "never" ? ColorChoice::never
                                       : ColorChoice::automatic;
    messages.set(quiet ? Verbosity::quiet : verbose ? Verbosity::verbose : Verbosity::normal);
    return chosen(context);
  } catch (const std::exception& error) {
    messages.error(error.what());
    return Exit::failed;
  }
}

}  // namespace bgpte::cli
