// The completion for bash.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "src/cli/manual/command_page.hpp"

namespace bgpte::cli {

namespace {

std::string option_names(const CommandPage& page) {
  std::string names;
  for (const OptionRow& option : page.options) {
    if (option.kind != OptionRow::Kind::positional) {
      names += (names.empty() ? "" : " ") + option.name;
    }
  }
  return names;
}

/// What completes the values of a page's options: words, files or nothing. `command` is a pattern
/// of the shell.
std::string value_cases(const CommandPage& page, const std::string& command) {
  std::string out;
  for (const OptionRow& option : page.options) {
    if (option.kind != OptionRow::Kind::option) {
      continue;
    }
    const std::string pattern =
        option.short_name.empty()
            ? fmt::format("{}:{}", command, option.name)
            : fmt::format("{}:{}|{}:{}", command, option.short_name, command, option.name);
    out += fmt::format("    {}) {}return ;;\n", pattern,
                       is_file(option) ? "COMPREPLY=($(compgen -f -- \"$cur\")); "
                       : option.words.empty()
                           ? ""
                           : fmt::format("COMPREPLY=($(compgen -W \"{}\" -- \"$cur\")); ",
                                         fmt::join(option.words, " ")));
  }
  return out;
}

/// The words that the first positional argument may be.
std::string first_words(const CommandPage& page) {
  for (const OptionRow& option : page.options) {
    if (option.kind == OptionRow::Kind::positional) {
      return fmt::format("{}", fmt::join(option.words, " "));
    }
  }
  return "";
}

}  // namespace

std::string bash_completion(const ProgramPages& pages) {
  std::vector<std::string> names;
  std::string values = value_cases(pages.program, "*");
  std::string options;
  for (const CommandPage& command : pages.commands) {
    names.push_back(command.name);
    values += value_cases(command, command.name);
    options += fmt::format("    {}) options=\"{}\" words=\"{}\" ;;\n", command.name,
                           option_names(command), first_words(command));
  }
  return fmt::format(
      R"(# bash completion for bgpte. Made by: bgpte help --format bash

_bgpte() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}}
  local global="{}"
  local command="" index options="" words="{}"
  for ((index = 1; index < COMP_CWORD; ++index)); do
    case ${{COMP_WORDS[index]}} in
      {}) command=${{COMP_WORDS[index]}}; break ;;
    esac
  done
  COMPREPLY=()
  case $command:$prev in
{}  esac
  case $command in
{}  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options $global" -- "$cur"))
  elif [[ -n $words && (-z $command || $prev == "$command") ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}}
complete -o filenames -F _bgpte bgpte
)",
      option_names(pages.program), fmt::join(names, " "), fmt::join(names, "|"), values, options);
}

}  // namespace bgpte::cli
