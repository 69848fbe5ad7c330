// The tool communities: on which communities a provider is known to act.
#include <fmt/format.h>

#include "src/mcp/source.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::string_view communities_output =
    R"({"type":"object","properties":{"as":{"type":"integer"},"entries":{"type":"array"}},)"
    R"("required":["as","entries","left_out"]})";

/// An entry, or a pattern that stands for several communities.
Value entry_row(const Value& entry, const Limits& limits) {
  const bool pattern = entry.find("pattern") != nullptr;
  return object({{pattern ? "pattern" : "community",
                  shown_value(text_of(entry, pattern ? "pattern" : "community"), limits)},
                 {"effect", shown_value(text_of(entry, "effect"), limits)},
                 {"source", shown_value(text_of(entry, "source"), limits)},
                 {"date", member(entry, "date")},
                 {"confidence", member(entry, "confidence")}});
}

ToolResult communities(const Value& arguments, ToolBox& box) {
  std::vector<std::string> command{"communities", "--format=json"};
  add_option(command, "as", member(arguments, "as"));
  const Answered answered = run_command(box, command, {});
  if (!answered.fault.empty()) {
    return tool_error(answered.fault);
  }
  const std::variant<Value, std::string> parsed = json::parse(answered.result.out);
  const Value* list = std::get_if<Value>(&parsed);
  if (list == nullptr) {
    return tool_error("The catalogue cannot be read.");
  }
  Value all = array();
  for (const std::string_view key : {"entries", "patterns"}) {
    const std::vector<Value>& items = member(*list, key).items;
    all.items.insert(all.items.end(), items.begin(), items.end());
  }
  return fitted([&](const Limits& limits) {
    std::int64_t left_out = 0;
    ToolResult result;
    result.structured = object({{"as", member(arguments, "as")}});
    Value rows = first_items(all, limits, left_out,
                             [&](const Value& entry) { return entry_row(entry, limits); });
    result.text = rows.items.empty() ? "Nothing is known of this AS. Ask the provider."
                                     : "Confirm each with the provider before it is used.";
    for (const Value& row : rows.items) {
      result.text += fmt::format("\n{}{}: {}", text_of(row, "community"), text_of(row, "pattern"),
                                 text_of(row, "effect"));
    }
    add(result.structured, "entries", std::move(rows));
    add(result.structured, "left_out", number(left_out));
    return result;
  });
}

}  // namespace

Tool communities_tool() {
  return {"communities",
          "Action communities of a provider, with source and date",
          {{.name = "as",
            .type = ArgumentRule::Type::whole,
            .required = true,
            .least = 1,
            .most = 4294967294}},
          communities_output,
          communities};
}

}  // namespace bgpte::mcp
