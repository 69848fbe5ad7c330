#pragma once

#include <string>

#include "src/mcp/tool.hpp"

/// Where an argument's text comes from: a file below the root, the argument itself, or the store.
namespace bgpte::mcp {

/// How a file stands on a command line, with the texts that stand for it.
struct Source {
  std::string name;  ///< A path relative to the root, or a key of `texts`.
  NamedTexts texts;
  std::string fault;  ///< Why there is none; empty where there is one.
};

inline constexpr std::string_view scenario_name = "<scenario>";
inline constexpr std::string_view advice_name = "<advice>";
inline constexpr std::string_view observed_name = "<observed>";

/// A scenario: a path, or a JSON text of at most 1 MB.
[[nodiscard]] Source scenario_source(const std::string& argument, const Settings& settings);

/// A command line that was run.
struct Answered {
  CommandResult result;
  std::string fault;  ///< What to tell where it gave no answer; empty where it did.
};
/// Runs a command; statuses other than 0, 2, 3 and 130 are faults, told by its messages.
[[nodiscard]] Answered run_command(const ToolBox& box, const std::vector<std::string>& arguments,
                                   const NamedTexts& texts);

/// Advice that an argument means: what the store has, a file of advice, or the advice that is made
/// of a scenario. What was not in the store is put there.
struct FoundAdvice {
  StoredAdvice advice;
  Value value;
  std::string fault;
};
[[nodiscard]] FoundAdvice find_advice(const std::string& argument, ToolBox& box);
/// Keeps and parses the JSON that a command printed.
[[nodiscard]] FoundAdvice keep_advice(std::string bytes, ToolBox& box);

/// "--name=value" where the argument is given, so that no value is ever read as an option.
void add_option(std::vector<std::string>& command, std::string_view name, const Value& value);
/// --time-limit of the argument time_limit_s, or the default.
void add_time_limit(std::vector<std::string>& command, const Value& arguments);

}  // namespace bgpte::mcp
