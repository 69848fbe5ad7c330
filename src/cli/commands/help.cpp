// bgpte help: the program's or a command's help, as text, manual page or shell completion.
#include <algorithm>
#include <memory>

#include "bgpte/text/nearest_name.hpp"
#include "src/cli/commands/commands.hpp"
#include "src/cli/program.hpp"

namespace bgpte::cli {

namespace {

struct HelpOptions {
  std::string command;
  std::string format = "text";
};

Exit help(const HelpOptions& options, Context& context) {
  const Program program;
  const ProgramPages pages = program.parser.pages();
  if (options.format == "bash" || options.format == "zsh" || options.format == "fish") {
    return write_result(context, "",
                        options.format == "bash"  ? bash_completion(pages)
                        : options.format == "zsh" ? zsh_completion(pages)
                                                  : fish_completion(pages));
  }
  if (options.command.empty()) {
    return write_result(context, "",
                        options.format == "man" ? manual_page(pages) : help_text(pages));
  }
  std::vector<std::string> names;
  for (const CommandPage& page : pages.commands) {
    names.push_back(page.name);
    if (page.name == options.command) {
      return write_result(
          context, "", options.format == "man" ? manual_page(pages, page) : help_text(pages, page));
    }
  }
  context.messages.error("unknown command " + options.command +
                         text::did_you_mean(options.command, names));
  return Exit::usage;
}

}  // namespace

Action declare_help(Command command) {
  const auto options = std::make_shared<HelpOptions>();
  std::vector<std::string> names;
  for (const CommandRow& row : command_table()) {
    names.emplace_back(row.name);
  }
  command.option(
      options->command,
      {.names = "COMMAND", .help = "Whose help; without it the program's", .suggestions = names});
  command.choice(options->format, {"text", "man", "bash", "zsh", "fish"},
                 {.names = "--format",
                  .help = "text, man (the manual page in roff), or the completion of a shell"});
  command.describe({.description =
                        "Prints what --help prints. The manual pages and the completions of the "
                        "shells are made from the same text.",
                    .examples = {"bgpte help", "bgpte help advise",
                                 "bgpte help advise --format man > bgpte-advise.1",
                                 "bgpte help --format bash > bgpte.bash"},
                    .exits = {{Exit::done, "Done."}, {Exit::usage, "There is no such command."}}});
  return [options](Context& context) { return help(*options, context); };
}

}  // namespace bgpte::cli
