// The tool explain: why this, why not that, what if it does not work.
#include "src/mcp/explain/explain.hpp"

#include <fmt/format.h>

#include "src/mcp/source.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::string_view explain_output =
    R"({"type":"object","properties":{"why":{"type":"string"},)"
    R"("why_not":{"type":"string"},"if_not":{"type":"string"},"advice":{"type":"string"}},)"
    R"("required":["subject","why","why_not","if_not","facts","advice"]})";

/// One text may be longer than those of a list: there are only three.
constexpr std::size_t longer = 2;

ToolResult explain_told(const Explanation& explanation, const std::string& uri,
                        const Limits& limits) {
  const Limits each{limits.items, limits.bytes * longer};
  ToolResult result;
  Value facts = texts(explanation.facts);
  facts.items.resize(std::min(facts.items.size(), limits.items));
  result.structured = object({{"subject", text(explanation.subject)},
                              {"why", shown_value(explanation.why, each)},
                              {"why_not", shown_value(explanation.why_not, each)},
                              {"if_not", shown_value(explanation.if_not, each)},
                              {"facts", facts},
                              {"advice", text(uri)}});
  result.text =
      fmt::format("Why: {}\nWhy not another way: {}\nIf it does not work: {}",
                  text_of(result.structured, "why"), text_of(result.structured, "why_not"),
                  text_of(result.structured, "if_not"));
  result.uri = uri;
  return result;
}

ToolResult explain_advice(const Value& arguments, ToolBox& box) {
  const FoundAdvice found = find_advice(text_of(arguments, "advice"), box);
  if (!found.fault.empty()) {
    return tool_error(found.fault);
  }
  const Explanation explanation = explain(found.value, text_of(arguments, "subject"));
  if (!explanation.fault.empty()) {
    return tool_error(explanation.fault);
  }
  return fitted(
      [&](const Limits& limits) { return explain_told(explanation, found.advice.uri(), limits); });
}

}  // namespace

Tool explain_tool() {
  return {"explain",
          "Why this, why not that, what if it fails",
          {{.name = "advice", .required = true, .help = "its link, or a path to it or a scenario"},
           {.name = "subject", .help = "pointer, PREFIX@LINK, rule or name"}},
          explain_output,
          explain_advice};
}

}  // namespace bgpte::mcp
