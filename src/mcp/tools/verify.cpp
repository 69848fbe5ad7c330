// The tool verify: what a router says that it announces, against what is wanted.
#include <fmt/format.h>

#include "src/mcp/jail.hpp"
#include "src/mcp/source.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::string_view verify_output =
    R"({"type":"object","properties":{"verdict":{"type":"string"},)"
    R"("differences":{"type":"array"}},)"
    R"("required":["verdict","compared","differences","left_out"]})";

/// A difference with its texts on one line each.
Value difference_row(const Value& difference, const Limits& limits) {
  Value row = object();
  for (std::size_t i = 0; i < difference.keys.size(); ++i) {
    const Value& value = difference.items[i];
    add(row, difference.keys[i],
        is_text(value) ? shown_value(value.text, limits)
                       : shown_value(json::one_line(value), limits));
  }
  return row;
}

ToolResult verify_told(const Value& report, const Limits& limits) {
  std::int64_t left_out = 0;
  ToolResult result;
  result.structured =
      object({{"verdict", member(report, "verdict")}, {"compared", member(report, "compared")}});
  Value rows = first_items(member(report, "differences"), limits, left_out,
                           [&](const Value& one) { return difference_row(one, limits); });
  result.text = fmt::format("{}: {} prefixes compared", text_of(report, "verdict"),
                            member(report, "compared").text);
  for (const Value& row : rows.items) {
    result.text += "\n" + shown(json::one_line(row), limits.bytes);
  }
  add(result.structured, "differences", std::move(rows));
  add(result.structured, "left_out", number(left_out));
  return result;
}

ToolResult verify(const Value& arguments, ToolBox& box) {
  const std::string wanted = text_of(arguments, "wanted");
  Source source;
  if (names_stored_advice(wanted)) {
    const FoundAdvice found = find_advice(wanted, box);
    source = {
        std::string(advice_name), {{std::string(advice_name), found.advice.bytes}}, found.fault};
  } else {
    source = scenario_source(wanted, box.settings);
  }
  if (!source.fault.empty()) {
    return tool_error(source.fault);
  }
  source.texts.emplace(observed_name, text_of(arguments, "observed"));
  std::vector<std::string> command{"verify", source.name, "--format=json",
                                   fmt::format("--observed={}", observed_name)};
  for (const std::string_view name : {"platform", "link", "router", "neighbor", "step"}) {
    add_option(command, name, member(arguments, name));
  }
  const Answered answered = run_command(box, command, source.texts);
  if (!answered.fault.empty()) {
    return tool_error(answered.fault);
  }
  const std::variant<Value, std::string> parsed = json::parse(answered.result.out);
  const Value* report = std::get_if<Value>(&parsed);
  if (report == nullptr) {
    return tool_error("The comparison cannot be read.");
  }
  return fitted([&](const Limits& limits) { return verify_told(*report, limits); });
}

}  // namespace

Tool verify_tool() {
  using Type = ArgumentRule::Type;
  return {"verify",
          "Does a router announce what scenario or advice wants?",
          {{.name = "wanted", .required = true},
           {.name = "observed", .required = true, .help = "the router's output"},
           {.name = "platform", .required = true},
           {.name = "link"},
           {.name = "router"},
           {.name = "neighbor"},
           {.name = "step", .type = Type::whole, .least = 0, .most = 1'000'000}},
          verify_output,
          verify};
}

}  // namespace bgpte::mcp
