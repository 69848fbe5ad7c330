// The tool config: the router configuration of advice that was reviewed.
#include <fmt/format.h>

#include <algorithm>

#include "src/mcp/source.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::string_view config_output =
    R"({"type":"object","properties":{"change_id":{"type":"string"},"parts":{"type":"array"}},)"
    R"("required":["change_id","parts","left_out"]})";

/// Parts that only look at a router; the others change it.
bool only_looks(std::string_view part) {
  return part == "precheck" || part == "verify";
}

/// A part as it is: lines for a router are never shortened.
Value part_row(const Value& one, const std::string& part, const Limits& limits) {
  return object({{"link", shown_value(text_of(one, "link"), limits)},
                 {"router", shown_value(text_of(one, "router"), limits)},
                 {"platform", member(one, "platform")},
                 {"neighbor", member(one, "neighbor")},
                 {"step", member(one, "step")},
                 {"mode", member(one, "mode")},
                 {"text", member(one, part)}});
}

ToolResult config_told(const Value& configuration, const std::string& part, const Limits& limits) {
  std::int64_t left_out = 0;
  ToolResult result;
  result.structured = object({{"change_id", member(configuration, "change_id")}});
  Value rows = first_items(member(configuration, "config"), limits, left_out,
                           [&](const Value& one) { return part_row(one, part, limits); });
  result.text =
      fmt::format("{} of this step: {}; left out here: {}", part, rows.items.size(), left_out);
  for (const Value& row : rows.items) {
    result.text +=
        fmt::format("\n## {} on {}, step {}: {}\n{}", text_of(row, "link"), text_of(row, "router"),
                    member(row, "step").text, text_of(row, "mode"), text_of(row, "text"));
  }
  add(result.structured, "parts", std::move(rows));
  add(result.structured, "left_out", number(left_out));
  return result;
}

ToolResult config(const Value& arguments, ToolBox& box) {
  const std::string given = text_of(arguments, "part");
  const std::string part = given.empty() ? "precheck" : given;
  if (!only_looks(part) && !box.settings.allow_config) {
    return tool_error("The part " + part +
                      " changes a router. This server was started without --allow-config, so it "
                      "is not handed out; an engineer prints it with bgpte config.");
  }
  const FoundAdvice found = find_advice(text_of(arguments, "advice"), box);
  if (!found.fault.empty()) {
    return tool_error(found.fault);
  }
  const std::string name(advice_name);
  std::vector<std::string> command{"config", name, "--format=json", "--part=" + part};
  for (const std::string_view option : {"link", "router", "step"}) {
    add_option(command, option, member(arguments, option));
  }
  const Answered answered = run_command(box, command, {{name, found.advice.bytes}});
  if (!answered.fault.empty()) {
    return tool_error(answered.fault);
  }
  const std::variant<Value, std::string> parsed = json::parse(answered.result.out);
  const Value* configuration = std::get_if<Value>(&parsed);
  if (configuration == nullptr) {
    return tool_error("The configuration cannot be read.");
  }
  return fitted([&](const Limits& limits) {
    ToolResult result = config_told(*configuration, part, limits);
    result.uri = found.advice.uri() + "/config";
    return result;
  });
}

}  // namespace

Tool config_tool() {
  using Type = ArgumentRule::Type;
  return {"config",
          "Router configuration; what changes a router only with --allow-config",
          {advice_argument,
           {.name = "part", .words = {"precheck", "apply", "verify", "confirm", "rollback"}},
           {.name = "step", .type = Type::whole, .least = 1, .most = 1'000'000},
           {.name = "link"},
           {.name = "router"}},
          config_output,
          config};
}

}  // namespace bgpte::mcp
