// The completion for fish.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

#include "src/cli/manual/command_page.hpp"

namespace bgpte::cli {

namespace {

std::string fish_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c == '\'' || c == '\\' ? "\\" : "";
    out += c;
  }
  return out + "'";
}

/// What completes a value: words, files or nothing.
std::string fish_action(const OptionRow& option) {
  return is_file(option) ? " -r -F"
         : option.words.empty()
             ? " -x"
             : " -x -a " + fish_text(fmt::format("{}", fmt::join(option.words, " ")));
}

/// The lines of the options of a page, each under the condition.
std::string fish_lines(const CommandPage& page, const std::string& condition) {
  std::string out;
  for (const OptionRow& option : page.options) {
    if (option.kind == OptionRow::Kind::positional) {
      if (is_file(option)) {
        out += fmt::format("complete -c bgpte{} -F\n", condition);
      } else if (!option.words.empty()) {
        out += fmt::format("complete -c bgpte{}{}\n", condition, fish_action(option));
      }
      continue;
    }
    out += fmt::format("complete -c bgpte{}{} -l {}{} -d {}\n", condition,
                       option.short_name.empty() ? "" : " -s " + option.short_name.substr(1),
                       option.name.substr(2),
                       option.kind == OptionRow::Kind::flag ? "" : fish_action(option),
                       fish_text(option.help));
  }
  return out;
}

}  // namespace

std::string fish_completion(const ProgramPages& pages) {
  std::string out =
      "# fish completion for bgpte. Made by: bgpte help --format fish\n\ncomplete -c bgpte -f\n" +
      fish_lines(pages.program, "");
  for (const CommandPage& command : pages.commands) {
    out += fmt::format("\ncomplete -c bgpte -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       fish_text(command.summary)) +
           fish_lines(command, " -n " + fish_text("__fish_seen_subcommand_from " + command.name));
  }
  return out;
}

}  // namespace bgpte::cli
