// The tool validate: every fault of a scenario.
#include <fmt/format.h>

#include "src/mcp/source.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::string_view validate_output =
    R"({"type":"object","properties":{"valid":{"type":"boolean"},"faults":{"type":"array"}},)"
    R"("required":["valid","faults","warnings","left_out"]})";

Value fault_row(const Value& fault, const Limits& limits) {
  return object({{"code", member(fault, "code")},
                 {"pointer", shown_value(text_of(fault, "pointer"), limits)},
                 {"line", member(fault, "line")},
                 {"message", shown_value(text_of(fault, "message"), limits)},
                 {"allowed", shown_value(text_of(fault, "allowed"), limits)}});
}

ToolResult validate_told(const Value& file, const Limits& limits) {
  std::int64_t left_out = 0;
  const bool valid = is_true(member(file, "valid"));
  ToolResult result;
  result.structured = object({{"valid", truth(valid)}});
  add(result.structured, "faults",
      first_items(member(file, "diagnostics"), limits, left_out,
                  [&](const Value& fault) { return fault_row(fault, limits); }));
  add(result.structured, "warnings",
      first_items(member(file, "warnings"), limits, left_out,
                  [&](const Value& warning) { return shown_value(warning.text, limits); }));
  add(result.structured, "left_out", number(left_out));
  result.text = valid ? "valid" : "not valid";
  for (const Value& fault : member(result.structured, "faults").items) {
    result.text +=
        fmt::format("\nline {}: {}", member(fault, "line").text, text_of(fault, "message"));
  }
  return result;
}

ToolResult validate(const Value& arguments, ToolBox& box) {
  const Source source = scenario_source(text_of(arguments, "scenario"), box.settings);
  if (!source.fault.empty()) {
    return tool_error(source.fault);
  }
  // Faults are the answer here: status 65 is one.
  const CommandResult run =
      box.commands.run({"validate", source.name, "--format=json"}, source.texts);
  const std::variant<Value, std::string> parsed = json::parse(run.out);
  const Value* report = std::get_if<Value>(&parsed);
  if (report == nullptr || member(*report, "files").items.size() != 1) {
    return tool_error(shown(run.err, largest_answer / 2));
  }
  const Value& file = member(*report, "files").items.front();
  return fitted([&](const Limits& limits) { return validate_told(file, limits); });
}

}  // namespace

Tool validate_tool() {
  return {"validate",
          "All faults of a scenario: path below the root, or its JSON",
          {scenario_argument},
          validate_output,
          validate};
}

}  // namespace bgpte::mcp
