#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/mcp/server.hpp"
#include "src/mcp/advice_store.hpp"
#include "src/mcp/values.hpp"

/// What a tool is: arguments that are checked, one answer, and the schema of that answer.
namespace bgpte::mcp {

/// What every tool works with.
struct ToolBox {
  const Settings& settings;
  const Commands& commands;
  AdviceStore& advice;
};

struct ArgumentRule {
  enum class Type : std::uint8_t { text, whole, number, truth, texts, claims };

  std::string_view name;
  Type type = Type::text;
  bool required = false;
  std::string_view help = {};
  std::vector<std::string_view> words = {};  ///< The only texts that are taken; empty: any.
  std::int64_t least = 0, most = 0;          ///< Bounds of a number or whole number, both allowed.
};

/// What a tool answers.
struct ToolResult {
  bool is_error = false;
  Value structured;       ///< Valid against the output schema; null with an error.
  std::string text = {};  ///< For a model that reads no structured content.
  std::string uri = {};   ///< The whole of it, a resource; empty: this is the whole.
};
[[nodiscard]] ToolResult tool_error(std::string text);

struct Tool {
  std::string_view name;
  std::string_view description;
  std::vector<ArgumentRule> arguments;
  std::string_view output_schema;  ///< JSON.
  std::function<ToolResult(const Value& arguments, ToolBox& box)> answer;
};

/// In the order in which they are listed.
[[nodiscard]] const std::vector<Tool>& tools();

/// As `tools/list` shows it.
[[nodiscard]] Value listed(const Tool& tool);
/// Every fault of the arguments, a sentence each; empty where they are as the tool asks.
[[nodiscard]] std::vector<std::string> argument_faults(const Tool& tool, const Value& arguments);

/// The longest answer of a tool in bytes, as it stands in the message.
inline constexpr std::size_t largest_answer = 4000;

/// How much of lists and texts an answer shows.
struct Limits {
  std::size_t items = 0;
  std::size_t bytes = 0;  ///< Of one text.
};
/// The answer with as much as fits below `largest_answer`.
[[nodiscard]] ToolResult fitted(const std::function<ToolResult(const Limits&)>& made);

/// The result of `tools/call`. `links`: whether the client knows links to resources.
[[nodiscard]] Value call_result(const ToolResult& result, bool links);

/// A text from a file on one line, without what drives a terminal or turns the direction of
/// writing, cut to the limit.
[[nodiscard]] std::string shown(std::string_view text, std::size_t bytes);
[[nodiscard]] Value shown_value(std::string_view text, const Limits& limits);

/// The first items of an array, each made by `make`; counts what is left out in `left_out`.
[[nodiscard]] Value first_items(const Value& list, const Limits& limits, std::int64_t& left_out,
                                const std::function<Value(const Value&)>& make);

}  // namespace bgpte::mcp
