// The tool frontier: cost against congestion, and benefit against changes.
#include <fmt/format.h>

#include "src/mcp/source.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::string_view frontier_output =
    R"({"type":"object","properties":{)"
    R"("cost_congestion":{"type":"array"},"by_changes":{"type":"array"}},)"
    R"("required":["currency","cost_congestion","by_changes","left_out"]})";

Value point_row(const Value& point, const Limits& limits) {
  return object({{"bill", member(point, "bill")},
                 {"phi_mbps", member(point, "phi_mbps")},
                 {"excess_bps", member(point, "excess_bps")},
                 {"termination", member(point, "termination")},
                 {"changes", shown_value(changes_text(member(point, "changes")), limits)}});
}

ToolResult frontier_told(const Value& frontier, const Limits& limits) {
  std::int64_t left_out = 0;
  ToolResult result;
  const std::string currency = text_of(frontier, "currency");
  result.structured = object({{"currency", shown_value(currency, limits)}});
  for (const std::string_view curve : {"cost_congestion", "by_changes"}) {
    Value points = first_items(member(frontier, curve), limits, left_out,
                               [&](const Value& point) { return point_row(point, limits); });
    result.text += fmt::format("{}{}:", result.text.empty() ? "" : "\n", curve);
    for (const Value& point : points.items) {
      result.text += fmt::format("\nbill {} {}, above ceilings {} bps: {}",
                                 member(point, "bill").text, shown(currency, limits.bytes),
                                 member(point, "excess_bps").text, text_of(point, "changes"));
    }
    add(result.structured, curve, std::move(points));
  }
  add(result.structured, "left_out", number(left_out));
  return result;
}

ToolResult frontier(const Value& arguments, ToolBox& box) {
  const Source source = scenario_source(text_of(arguments, "scenario"), box.settings);
  if (!source.fault.empty()) {
    return tool_error(source.fault);
  }
  std::vector<std::string> command{"frontier", source.name, "--format=json"};
  add_time_limit(command, arguments);
  const Answered answered = run_command(box, command, source.texts);
  if (!answered.fault.empty()) {
    return tool_error(answered.fault);
  }
  const std::variant<Value, std::string> parsed = json::parse(answered.result.out);
  const Value* points = std::get_if<Value>(&parsed);
  if (points == nullptr) {
    return tool_error("The frontier cannot be read.");
  }
  return fitted([&](const Limits& limits) { return frontier_told(*points, limits); });
}

}  // namespace

Tool frontier_tool() {
  return {"frontier",
          "Plans to choose from: cost against congestion, benefit by changes",
          {scenario_argument, time_limit_argument},
          frontier_output,
          frontier};
}

}  // namespace bgpte::mcp
