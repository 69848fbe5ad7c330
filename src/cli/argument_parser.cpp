// The command line by means of CLI11, the only source that includes it.
#include "src/cli/argument_parser.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <deque>
#include <limits>

#include "bgpte/text/nearest_name.hpp"

namespace bgpte::cli {

struct Command::Node {
  CLI::App* app = nullptr;
  CommandPage page = {};
};

struct ArgumentParser::State {
  State(const std::string& name, const std::string& summary) : app(summary, name) {}

  CLI::App app;
  std::deque<Command::Node> nodes;  ///< The program, then each command.
};

namespace {

/// The row of an option for the page of its command.
OptionRow row_of(const OptionText& text) {
  OptionRow row;
  const std::size_t comma = text.names.find(',');
  row.short_name = comma == std::string::npos ? "" : text.names.substr(0, comma);
  row.name = comma == std::string::npos ? text.names : text.names.substr(comma + 1);
  row.kind = row.name.rfind("--", 0) == 0 ? OptionRow::Kind::option : OptionRow::Kind::positional;
  row.value = row.kind == OptionRow::Kind::positional ? "" : text.value;
  row.help = text.help;
  std::replace(row.help.begin(), row.help.end(), '\n', ' ');
  row.words = text.suggestions;
  row.required = text.presence == Presence::required;
  return row;
}

/// Adds the row to the page, and says to the parser what it must know.
OptionRow& add_row(Command::Node& node, CLI::Option& option, const OptionText& text) {
  if (text.presence == Presence::required) {
    option.required();
  }
  return node.page.options.emplace_back(row_of(text));
}

template <class Number>
void add_number(Command::Node& node, Number& value, const NumberRange& range,
                const OptionText& text) {
  CLI::Option& option = *node.app->add_option(text.names, value);
  option.check(CLI::Range(static_cast<Number>(range.least), static_cast<Number>(range.most)));
  add_row(node, option, text);
}

std::vector<std::string> command_names(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  return names;
}

/// The long options of a command and of the program around it.
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

/// The command that the parsed line names, or nullptr.
const CLI::App* named_command(CLI::App& program) {
  const std::vector<CLI::App*> commands = program.get_subcommands();
  return commands.empty() ? nullptr : commands.back();
}

/// What is wrong with the command line, with the nearest name where one is misspelt.
std::string usage_fault(CLI::App& program, const CLI::ParseError& error) {
  const CLI::App* command = named_command(program);
  const std::vector<std::string> left = program.remaining(true);
  for (const std::string& word : left) {
    if (word.rfind("--", 0) == 0) {
      const std::string name = word.substr(0, word.find('='));
      return "unknown option " + name +
             text::did_you_mean(name, option_names(command == nullptr ? program : *command));
    }
  }
  for (const std::string& word : left) {
    if (command == nullptr && word.rfind('-', 0) != 0) {
      return "unknown command " + word + text::did_you_mean(word, command_names(program));
    }
  }
  return error.what();
}

}  // namespace

void Command::option(std::string& value, const OptionText& text) {
  add_row(*node_, *node_->app->add_option(text.names, value), text);
}

void Command::choice(std::string& value, const std::vector<std::string>& words,
                     const OptionText& text) {
  choose_word(
      value, words, [&value](const std::string& word) { value = word; }, text);
}

void Command::choose_word(const std::string& shown_default, const Words& words,
                          std::function<void(const std::string&)> chosen, const OptionText& text) {
  CLI::Option& option = *node_->app->add_option_function<std::string>(text.names, chosen);
  option.check(CLI::IsMember(words));
  OptionRow& row = add_row(*node_, option, text);
  row.words = words;
  row.shown_default = shown_default;
}

void Command::list(std::vector<std::string>& values, ValuesEach each, const OptionText& text) {
  CLI::Option& option = *node_->app->add_option(text.names, values);
  add_row(*node_, option, text).repeated = true;
  if (each == ValuesEach::one) {
    option.type_size(1)->allow_extra_args(false);
  }
}

void Command::number(int& value, const NumberRange& range, const OptionText& text) {
  add_number(*node_, value, range, text);
}

void Command::number(std::uint32_t& value, const NumberRange& range, const OptionText& text) {
  add_number(*node_, value, range, text);
}

void Command::positive(double& value, const OptionText& text) {
  CLI::Option& option = *node_->app->add_option(text.names, value);
  option.check(CLI::Validator(
      [](const std::string& word) {
        double number = 0;
        const bool good = CLI::detail::lexical_cast(word, number) && number > 0 &&
                          number <= std::numeric_limits<double>::max();
        return good ? std::string() : word + " is not a number above 0";
      },
      ""));
  add_row(*node_, option, text);
}

void Command::flag(bool& value, const OptionText& text) {
  add_row(*node_, *node_->app->add_flag(text.names, value), text).kind = OptionRow::Kind::flag;
}

void Command::exclude(const std::string& name, const std::string& other) {
  node_->app->get_option(name)->excludes(node_->app->get_option(other));
}

void Command::describe(CommandText text) {
  node_->page.text = std::move(text);
}

ArgumentParser::ArgumentParser(const std::string& name, const std::string& summary)
    : state_(std::make_unique<State>(name, summary)) {
  CLI::App& app = state_->app;
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", name);
  app.set_help_flag("-h,--help");
  CommandPage& page = state_->nodes.emplace_back(Command::Node{&app}).page;
  page.name = name;
  page.summary = summary;
  for (const OptionText& flag : {OptionText{"-h,--help", "Print this help, or a command's"},
                                 OptionText{"--version", "Print what was built, and of what"}}) {
    page.options.emplace_back(row_of(flag)).kind = OptionRow::Kind::flag;
  }
}

ArgumentParser::~ArgumentParser() = default;

Command ArgumentParser::program() {
  return Command(state_->nodes.front());
}

Command ArgumentParser::add_command(const std::string& name, const std::string& summary) {
  Command::Node& node = state_->nodes.emplace_back(Command::Node{state_->app.add_subcommand(name)});
  node.page.name = name;
  node.page.summary = summary;
  return Command(node);
}

ParsedLine ArgumentParser::parse(const std::vector<std::string>& arguments) {
  CLI::App& app = state_->app;
  ParsedLine line;
  try {
    // CLI11 takes the arguments from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    app.parse(reversed);
  } catch (const CLI::CallForVersion&) {
    line.asks = ParsedLine::Asks::version;
  } catch (const CLI::Success&) {
    line.asks = ParsedLine::Asks::help;
  } catch (const CLI::ParseError& error) {
    line.asks = ParsedLine::Asks::nothing_valid;
    line.text = usage_fault(app, error);
  }
  if (const CLI::App* command = named_command(app)) {
    line.command = command->get_name();
  }
  return line;
}

ProgramPages ArgumentParser::pages() const {
  ProgramPages pages;
  for (const Command::Node& node : state_->nodes) {
    if (node.app == &state_->app) {
      pages.program = node.page;
    } else {
      pages.commands.push_back(node.page);
    }
  }
  return pages;
}

}  // namespace bgpte::cli
