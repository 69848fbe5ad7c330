#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/cli/manual/command_page.hpp"

/// The command line: a program with commands, each with options, flags and positional arguments.
/// The library that parses them is seen by argument_parser.cpp only.
namespace bgpte::cli {

enum class Presence : std::uint8_t { optional, required };

/// How an option or argument is written, and what the help says of it.
struct OptionText {
  std::string names;  ///< "--link", "-o,--output", or "SCENARIO" for a positional argument.
  std::string help;
  std::string value = {};  ///< What the help calls the value, "FILE".
  Presence presence = Presence::optional;
  std::vector<std::string> suggestions =
      {};  ///< For completions, where other values are taken too.
};

/// Bounds of a number, both allowed.
struct NumberRange {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

/// How many values may follow one mention of an option that may be given several times.
enum class ValuesEach : std::uint8_t { one, several };

/// One command, or the program itself. The variables that options are bound to must live until the
/// command line has been parsed; an option that is not given leaves its variable as it was. Values
/// of texts with a default show it in the help.
class Command {
 public:
  struct Node;
  explicit Command(Node& node) : node_(&node) {}

  void option(std::string& value, const OptionText& text);
  /// One of `words`.
  void choice(std::string& value, const std::vector<std::string>& words, const OptionText& text);
  /// One of `values`, written as name_of() gives them.
  template <class Enum>
  void choice(Enum& value, std::initializer_list<Enum> values, const OptionText& text) {
    choose(
        std::string(name_of(value)), values, [&value](Enum chosen) { value = chosen; }, text);
  }
  template <class Enum>
  void choice(std::optional<Enum>& value, std::initializer_list<Enum> values,
              const OptionText& text) {
    choose(
        "", values, [&value](Enum chosen) { value = chosen; }, text);
  }
  void list(std::vector<std::string>& values, ValuesEach each, const OptionText& text);
  void number(int& value, const NumberRange& range, const OptionText& text);
  void number(std::uint32_t& value, const NumberRange& range, const OptionText& text);
  /// A number above 0.
  void positive(double& value, const OptionText& text);
  void flag(bool& value, const OptionText& text);
  /// Both together are a usage fault. Both were added before.
  void exclude(const std::string& name, const std::string& other);
  /// What the help and the manual page say beside the options.
  void describe(CommandText text);

 private:
  using Words = std::vector<std::string>;
  void choose_word(const std::string& shown_default, const Words& words,
                   std::function<void(const std::string&)> chosen, const OptionText& text);

  template <class Enum, class Chosen>
  void choose(const std::string& shown_default, std::initializer_list<Enum> values, Chosen chosen,
              const OptionText& text) {
    Words words;
    for (const Enum value : values) {
      words.emplace_back(name_of(value));
    }
    const std::vector<Enum> all(values);
    choose_word(
        shown_default, words,
        [words, all, chosen](const std::string& word) {
          for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i] == word) {
              chosen(all[i]);
            }
          }
        },
        text);
  }

  Node* node_;
};

/// What a command line asks for.
struct ParsedLine {
  enum class Asks : std::uint8_t { command, help, version, nothing_valid };

  Asks asks = Asks::command;
  std::string command;  ///< The command that was named, if one was.
  std::string text;     ///< What is wrong with the command line.
};

class ArgumentParser {
 public:
  ArgumentParser(const std::string& name, const std::string& summary);
  ~ArgumentParser();
  ArgumentParser(const ArgumentParser&) = delete;
  ArgumentParser& operator=(const ArgumentParser&) = delete;

  /// The options that every command has.
  [[nodiscard]] Command program();
  [[nodiscard]] Command add_command(const std::string& name, const std::string& summary);
  /// `arguments`: without the program's name. Exactly one command must be named.
  [[nodiscard]] ParsedLine parse(const std::vector<std::string>& arguments);
  /// What was declared, for the help, the manual and the completions.
  [[nodiscard]] ProgramPages pages() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bgpte::cli
