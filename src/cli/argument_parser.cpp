// The command line by means of CLI11, the only source that includes it.
#include "src/cli/argument_parser.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <deque>
#include <limits>

#include "bgpte/text/nearest_name.hpp"

namespace bgpte::cli {

struct Command::Node {
  CLI::App* app = nullptr;
};

struct ArgumentParser::State {
  State(const std::string& name, const std::string& description) : app(description, name) {}

  CLI::App app;
  std::deque<Command::Node> nodes;  ///< The program, then each command.
};

namespace {

void describe(CLI::Option& option, const OptionText& text) {
  if (!text.value.empty()) {
    option.option_text(text.value);
  }
  if (text.presence == Presence::required) {
    option.required();
  }
}

template <class Number>
void add_number(CLI::App& app, Number& value, const NumberRange& range, const OptionText& text) {
  CLI::Option& option = *app.add_option(text.names, value, text.help);
  option.check(CLI::Range(static_cast<Number>(range.least), static_cast<Number>(range.most)));
  describe(option, text);
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
  describe(*node_->app->add_option(text.names, value, text.help), text);
}

void Command::choice(std::string& value, const std::vector<std::string>& words,
                     const OptionText& text) {
  choose_word(
      value, words, [&value](const std::string& word) { value = word; }, text);
}

void Command::choose_word(const std::string& shown_default, const Words& words,
                          std::function<void(const std::string&)> chosen, const OptionText& text) {
  CLI::Option& option =
      *node_->app->add_option_function<std::string>(text.names, chosen, text.help);
  option.check(CLI::IsMember(words));
  option.default_str(shown_default);
  describe(option, text);
}

void Command::list(std::vector<std::string>& values, ValuesEach each, const OptionText& text) {
  CLI::Option& option = *node_->app->add_option(text.names, values, text.help);
  describe(option, text);
  if (each == ValuesEach::one) {
    option.type_size(1)->allow_extra_args(false);
  }
}

void Command::number(int& value, const NumberRange& range, const OptionText& text) {
  add_number(*node_->app, value, range, text);
}

void Command::number(std::uint32_t& value, const NumberRange& range, const OptionText& text) {
  add_number(*node_->app, value, range, text);
}

void Command::positive(double& value, const OptionText& text) {
  CLI::Option& option = *node_->app->add_option(text.names, value, text.help);
  option.check(CLI::Validator(
      [](const std::string& word) {
        double number = 0;
        const bool good = CLI::detail::lexical_cast(word, number) && number > 0 &&
                          number <= std::numeric_limits<double>::max();
        return good ? std::string() : word + " is not a number above 0";
      },
      ""));
  describe(option, text);
}

void Command::flag(bool& value, const OptionText& text) {
  node_->app->add_flag(text.names, value, text.help);
}

void Command::exclude(const std::string& name, const std::string& other) {
  node_->app->get_option(name)->excludes(node_->app->get_option(other));
}

void Command::footer(const std::string& text) {
  node_->app->footer(text);
}

ArgumentParser::ArgumentParser(const std::string& name, const std::string& description)
    : state_(std::make_unique<State>(name, description)) {
  CLI::App& app = state_->app;
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", name, "Print the version");
  app.set_help_flag("-h,--help", "Print this help");
  state_->nodes.push_back({&app});
}

ArgumentParser::~ArgumentParser() = default;

Command ArgumentParser::program() {
  return Command(state_->nodes.front());
}

Command ArgumentParser::add_command(const std::string& name, const std::string& summary) {
  return Command(
      state_->nodes.emplace_back(Command::Node{state_->app.add_subcommand(name, summary)}));
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
    line.text = app.help();
  } catch (const CLI::ParseError& error) {
    line.asks = ParsedLine::Asks::nothing_valid;
    line.text = usage_fault(app, error);
  }
  if (const CLI::App* command = named_command(app)) {
    line.command = command->get_name();
  }
  return line;
}

std::string ArgumentParser::help() const {
  return state_->app.help();
}

}  // namespace bgpte::cli
