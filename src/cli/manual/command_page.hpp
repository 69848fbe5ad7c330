#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bgpte/cli/cli.hpp"

/// What there is to say of a command. The help, the manual pages and the completions of the shells
/// are all made from it.
namespace bgpte::cli {

/// What one exit status of a command means.
struct ExitText {
  Exit exit = Exit::done;
  std::string when;
};

/// A name and what it means: an environment variable, or a command.
struct NamedText {
  std::string name;
  std::string text;
};

/// What is said of a command beside its options.
struct CommandText {
  std::string description;            ///< Paragraphs, an empty line between two of them.
  std::vector<std::string> examples;  ///< Command lines; a long one may have line ends.
  std::vector<ExitText> exits;
  std::vector<NamedText> environment = {};
};

/// One option, flag or positional argument.
struct OptionRow {
  enum class Kind : std::uint8_t { positional, option, flag };

  Kind kind = Kind::option;
  std::string short_name;          ///< "-o" or empty.
  std::string name;                ///< "--output", or "SCENARIO" of a positional argument.
  std::string value;               ///< "FILE"; empty for flags and positional arguments.
  std::string help;                ///< Without line ends.
  std::vector<std::string> words;  ///< What the value may be, or what completions suggest.
  std::string shown_default;       ///< Empty: none is shown.
  bool required = false;
  bool repeated =
      false;  ///< Positional: several may follow. Option: it may be given several times.
};

/// The program itself, or one of its commands.
struct CommandPage {
  std::string name;
  std::string summary;
  CommandText text;
  std::vector<OptionRow> options;
};

/// The page of the program and those of its commands, in the order of the help.
struct ProgramPages {
  CommandPage program;
  std::vector<CommandPage> commands;
};

/// The positional arguments as a usage line has them: "SCENARIO", "PATH...", "[OBSERVATION...]".
[[nodiscard]] std::string usage_of(const OptionRow& argument);
/// How a value is written: "FILE", "text|json".
[[nodiscard]] std::string value_of(const OptionRow& option);
/// The help of an option, with its default.
[[nodiscard]] std::string help_of(const OptionRow& option);
/// Whether the value of an option or argument is the name of a file.
[[nodiscard]] bool is_file(const OptionRow& option);

/// bgpte --help: what the program is, its commands and its options.
[[nodiscard]] std::string help_text(const ProgramPages& pages);
/// bgpte COMMAND --help.
[[nodiscard]] std::string help_text(const ProgramPages& pages, const CommandPage& command);

/// bgpte.1 in the man macros of roff.
[[nodiscard]] std::string manual_page(const ProgramPages& pages);
/// bgpte-COMMAND.1.
[[nodiscard]] std::string manual_page(const ProgramPages& pages, const CommandPage& command);

[[nodiscard]] std::string bash_completion(const ProgramPages& pages);
[[nodiscard]] std::string zsh_completion(const ProgramPages& pages);
[[nodiscard]] std::string fish_completion(const ProgramPages& pages);

}  // namespace bgpte::cli
