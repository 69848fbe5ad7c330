// The help of the program and of its commands, in 80 columns.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/text/display.hpp"
#include "src/cli/manual/command_page.hpp"

namespace bgpte::cli {

namespace {

constexpr std::size_t columns = 80;
constexpr std::size_t help_column = 30;  ///< Where the help of options begins.

/// Paragraphs on lines of at most 80 columns.
std::string wrapped_paragraphs(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    out += at == 0 ? "" : "\n";
    for (const std::string& line : text::wrapped(text.substr(at, end - at), columns)) {
      out += line + "\n";
    }
    at = end + 2;
  }
  return out;
}

/// "  HEAD   text", the text wrapped beside its head or, where the head is long, below it.
std::string row(const std::string& head, const std::string& text, std::size_t column) {
  std::string out = "  " + head;
  bool beside = out.size() + 1 < column;
  for (const std::string& line : text::wrapped(text, columns - column)) {
    out += beside ? std::string(column - out.size() + out.rfind('\n') + 1, ' ') : "\n";
    out += beside ? line : std::string(column, ' ') + line;
    beside = false;
  }
  return out + "\n";
}

std::string head_of(const OptionRow& option) {
  if (option.kind == OptionRow::Kind::positional) {
    return usage_of(option);
  }
  return fmt::format("{}{}{}{}", option.short_name, option.short_name.empty() ? "" : ", ",
                     option.name,
                     option.kind == OptionRow::Kind::flag ? "" : " " + value_of(option));
}

std::string option_rows(const CommandPage& page, bool positional) {
  std::string out;
  for (const OptionRow& option : page.options) {
    if ((option.kind == OptionRow::Kind::positional) == positional) {
      out += row(head_of(option), help_of(option), help_column);
    }
  }
  return out;
}

/// Examples and exit statuses, and the environment where something of it counts.
std::string ending(const CommandText& text) {
  constexpr std::size_t status_column = 7;
  constexpr std::size_t name_column = 14;
  std::string out;
  if (!text.environment.empty()) {
    out += "\nEnvironment:\n";
    for (const NamedText& variable : text.environment) {
      out += row(variable.name, variable.text, name_column);
    }
  }
  if (!text.examples.empty()) {
    out += "\nExamples:\n";
    for (const std::string& example : text.examples) {
      out += "  ";
      for (const char c : example) {
        out += c == '\n' ? "\n  " : std::string(1, c);
      }
      out += "\n";
    }
  }
  if (!text.exits.empty()) {
    out += "\nExit status:\n";
    for (const ExitText& exit : text.exits) {
      out += row(std::to_string(static_cast<int>(exit.exit)), exit.when, status_column);
    }
  }
  return out;
}

std::string section(const std::string& title, const std::string& rows) {
  return rows.empty() ? "" : "\n" + title + ":\n" + rows;
}

}  // namespace

std::string help_text(const ProgramPages& pages) {
  std::string out = wrapped_paragraphs(pages.program.text.description);
  out +=
      fmt::format("\nUsage: {} [OPTIONS] COMMAND [ARGUMENTS]\n\nCommands:\n", pages.program.name);
  for (const CommandPage& command : pages.commands) {
    out += fmt::format("  {:<12} {}\n", command.name, command.summary);
  }
  return out + section("Options", option_rows(pages.program, false)) + ending(pages.program.text);
}

std::string help_text(const ProgramPages& pages, const CommandPage& command) {
  std::string usage = fmt::format("Usage: {} {} [OPTIONS]", pages.program.name, command.name);
  for (const OptionRow& option : command.options) {
    if (option.kind == OptionRow::Kind::positional) {
      usage += " " + usage_of(option);
    } else if (option.required) {
      usage += fmt::format(" {} {}", option.name, value_of(option));
    }
  }
  std::string out = fmt::format("{}\n\n{}\n", command.summary, usage);
  out +=
      command.text.description.empty() ? "" : "\n" + wrapped_paragraphs(command.text.description);
  return out + section("Arguments", option_rows(command, true)) +
         section("Options", option_rows(command, false)) +
         section("Options of every command", option_rows(pages.program, false)) +
         ending(command.text);
}

}  // namespace bgpte::cli
