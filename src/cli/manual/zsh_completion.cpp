// The completion for zsh.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

#include "src/cli/manual/command_page.hpp"

namespace bgpte::cli {

namespace {

/// A text within single quotes, with a backslash before what _arguments and _describe obey.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (c == ':' || c == '[' || c == ']' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

/// What completes a value: words, files or nothing.
std::string zsh_action(const OptionRow& option) {
  return is_file(option)        ? "_files"
         : option.words.empty() ? ""
                                : fmt::format("({})", fmt::join(option.words, " "));
}

/// One specification of _arguments.
std::string specification(const OptionRow& option) {
  if (option.kind == OptionRow::Kind::positional) {
    return fmt::format("'{}:{}:{}'", option.repeated ? "*" : "", option.name, zsh_action(option));
  }
  const std::string value =
      option.kind == OptionRow::Kind::flag
          ? ""
          : fmt::format(":{}:{}", zsh_text(option.value.empty() ? "value" : option.value),
                        zsh_action(option));
  if (option.short_name.empty()) {
    return fmt::format("'{}{}[{}]{}'", option.repeated ? "*" : "", option.name,
                       zsh_text(option.help), value);
  }
  return fmt::format("'({0} {1})'{{{0},{1}}}'[{2}]{3}'", option.short_name, option.name,
                     zsh_text(option.help), value);
}

std::string specifications(const CommandPage& page, std::string_view before) {
  std::string out;
  for (const OptionRow& option : page.options) {
    out += std::string(before) + specification(option);
  }
  return out;
}

}  // namespace

std::string zsh_completion(const ProgramPages& pages) {
  std::string names;
  std::string cases;
  for (const CommandPage& command : pages.commands) {
    names += fmt::format("        '{}:{}'\n", command.name, zsh_text(command.summary));
    cases += fmt::format("        {})\n          _arguments $global{} ;;\n", command.name,
                         specifications(command, " \\\n            "));
  }
  return fmt::format(
      R"(#compdef bgpte
# zsh completion for bgpte. Made by: bgpte help --format zsh

_bgpte() {{
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a global commands
  global=({}
  )
  _arguments -C $global '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      commands=(
{}      )
      _describe command commands ;;
    argument)
      case $line[1] in
{}      esac ;;
  esac
}}

_bgpte "$@"
)",
      specifications(pages.program, "\n    "), names, cases);
}

}  // namespace bgpte::cli
