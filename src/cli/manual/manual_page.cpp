// The manual pages, in the man macros of roff.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "bgpte/text/display.hpp"
#include "src/cli/manual/command_page.hpp"

namespace bgpte::cli {

namespace {

/// The day of the latest change of what the pages say: pages carry one, and no clock is read.
constexpr std::string_view manual_date = "2026-11-29";

/// A text without anything that roff would obey: - is a hyphen to roff, \- a minus.
std::string roff(std::string_view text) {
  std::string out;
  bool at_line_start = true;
  for (const char c : text) {
    if (at_line_start && (c == '.' || c == '\'')) {
      out += "\\&";
    }
    at_line_start = c == '\n';
    out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return out;
}

std::string bold(std::string_view text) {
  return "\\fB" + roff(text) + "\\fR";
}

std::string italic(std::string_view text) {
  return "\\fI" + roff(text) + "\\fR";
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

/// A text that roff may fill, on lines of at most 80 bytes.
std::string filled(std::string_view text) {
  constexpr std::size_t columns = 80;
  std::string out;
  // Lines of one line each are escaped before they are cut, their beginnings afterwards.
  for (const std::string& line : text::wrapped(roff(text), columns - 2)) {
    out += (line.front() == '.' || line.front() == '\'' ? "\\&" : "") + line + "\n";
  }
  return out;
}

std::string heading(std::string_view page, std::string_view summary) {
  std::string name(page);
  std::string lower(summary);
  if (lower.size() > 1 && lower[1] >= 'a' && lower[0] >= 'A' && lower[0] <= 'Z') {
    lower[0] = static_cast<char>(lower[0] - 'A' + 'a');
  }
  return fmt::format(
      ".\\\" Made by \"bgpte help --format man\"; the text stands beside each command's options.\n"
      ".TH {} 1 {} bgpte \"User Commands\"\n.SH NAME\n{} \\-\n{}",
      roff(upper(name)), manual_date, roff(name), filled(lower));
}

/// Paragraphs of a description; sentences begin lines of their own, as roff wants them.
std::string roff_paragraphs(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t paragraph_end = std::min(text.find("\n\n", at), text.size());
    out += at == 0 ? "" : ".PP\n";
    while (at < paragraph_end) {
      const std::size_t end = std::min(text.find(". ", at) + 1, paragraph_end);
      const std::size_t sentence_end = end == 0 ? paragraph_end : end;
      out += filled(std::string_view(text).substr(at, sentence_end - at));
      at = sentence_end + (sentence_end < paragraph_end ? 1 : 0);
    }
    at = paragraph_end + 2;
  }
  return out;
}

std::string tagged(const std::string& tag, const std::string& text) {
  return ".TP\n" + tag + "\n" + roff_paragraphs(text);
}

std::string value_in_roff(const OptionRow& option) {
  if (!option.value.empty() || option.words.empty()) {
    return italic(option.value);
  }
  return bold(value_of(option));
}

std::string option_tag(const OptionRow& option) {
  if (option.kind == OptionRow::Kind::positional) {
    return italic(option.name) + (option.repeated ? " ..." : "");
  }
  return (option.short_name.empty() ? "" : bold(option.short_name) + ", ") + bold(option.name) +
         (option.kind == OptionRow::Kind::flag ? "" : " " + value_in_roff(option));
}

std::string options(const CommandPage& page) {
  std::string out;
  for (const OptionRow& option : page.options) {
    out += tagged(option_tag(option), help_of(option));
  }
  return out;
}

std::string synopsis(const ProgramPages& pages, const CommandPage& command) {
  std::string out = bold(pages.program.name + " " + command.name);
  for (const OptionRow& option : command.options) {
    const bool positional = option.kind == OptionRow::Kind::positional;
    const std::string words =
        positional ? italic(option.name)
                   : bold(option.name) +
                         (option.kind == OptionRow::Kind::flag ? "" : " " + value_in_roff(option));
    out += fmt::format("\n{}{}{}{}", option.required ? "" : "[", words, option.required ? "" : "]",
                       option.repeated ? " ..." : "");
  }
  return out + "\n";
}

std::string exits(const CommandText& text) {
  std::string out;
  for (const ExitText& exit : text.exits) {
    out += tagged(bold(std::to_string(static_cast<int>(exit.exit))), exit.when);
  }
  return out.empty() ? "" : ".SH EXIT STATUS\n" + out;
}

std::string examples(const CommandText& text) {
  std::string out;
  for (const std::string& example : text.examples) {
    out += roff(example) + "\n";
  }
  return out.empty() ? "" : ".SH EXAMPLES\n.nf\n" + out + ".fi\n";
}

}  // namespace

std::string manual_page(const ProgramPages& pages) {
  const CommandPage& program = pages.program;
  std::string out = heading(program.name, program.summary);
  out += fmt::format(".SH SYNOPSIS\n{}\n[{}]\n{}\n[{}]\n", bold(program.name), italic("OPTION ..."),
                     italic("COMMAND"), italic("ARGUMENT ..."));
  out += ".SH DESCRIPTION\n" + roff_paragraphs(program.text.description);
  out += ".SH COMMANDS\nEach command has a page of its own.\n";
  for (const CommandPage& command : pages.commands) {
    out += tagged(fmt::format("{}(1)", bold(program.name + "-" + command.name)),
                  command.summary + ".");
  }
  out += ".SH OPTIONS\nThey stand before or after the command.\n" + options(program);
  out += exits(program.text);
  if (!program.text.environment.empty()) {
    out += ".SH ENVIRONMENT\n";
    for (const NamedText& variable : program.text.environment) {
      out += tagged(bold(variable.name), variable.text);
    }
  }
  return out + examples(program.text);
}

std::string manual_page(const ProgramPages& pages, const CommandPage& command) {
  std::string out = heading(pages.program.name + "-" + command.name, command.summary);
  out += ".SH SYNOPSIS\n" + synopsis(pages, command);
  out += ".SH DESCRIPTION\n" + (command.text.description.empty()
                                    ? filled(command.summary + ".")
                                    : roff_paragraphs(command.text.description));
  out += command.options.empty() ? "" : ".SH OPTIONS\n" + options(command);
  out += fmt::format(".PP\nThe options of every command stand in\n.BR {} (1).\n",
                     roff(pages.program.name));
  return out + exits(command.text) + examples(command.text) +
         fmt::format(".SH SEE ALSO\n.BR {} (1)\n", roff(pages.program.name));
}

}  // namespace bgpte::cli
