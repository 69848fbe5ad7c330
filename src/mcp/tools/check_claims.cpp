// The tool check_claims: is what somebody quotes what the advice says?
#include <fmt/format.h>

#include <algorithm>

#include "src/mcp/claims/claims.hpp"
#include "src/mcp/source.hpp"
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::string_view check_claims_output =
    R"({"type":"object","properties":{"all_true":{"type":"boolean"},"claims":{"type":"array"},)"
    R"("advice":{"type":"string"}},)"
    R"("required":["all_true","claims","advice","left_out"]})";

struct Checked {
  std::string pointer, claimed;
  CheckedClaim claim;
};

ToolResult check_claims_told(const std::vector<Checked>& checked, const std::string& uri,
                             const Limits& limits) {
  ToolResult result;
  Value rows = array();
  std::int64_t wrong = 0;
  std::int64_t left_out = 0;
  for (const Checked& one : checked) {
    wrong += one.claim.holds ? 0 : 1;
    if (rows.items.size() == limits.items) {
      ++left_out;
      continue;
    }
    rows.items.push_back(object({{"pointer", shown_value(one.pointer, limits)},
                                 {"claimed", shown_value(one.claimed, limits)},
                                 {"actual", shown_value(one.claim.actual, limits)},
                                 {"verdict", text(one.claim.verdict)},
                                 {"note", shown_value(one.claim.note, limits)}}));
    result.text +=
        fmt::format("\n{} = {}: {}; there stands {}. {}", shown(one.pointer, limits.bytes),
                    shown(one.claimed, limits.bytes), one.claim.verdict,
                    shown(one.claim.actual, limits.bytes), shown(one.claim.note, limits.bytes));
  }
  result.text = fmt::format("{} of {} claims are wrong", wrong, checked.size()) + result.text;
  result.structured = object({{"all_true", truth(wrong == 0)},
                              {"claims", rows},
                              {"advice", text(uri)},
                              {"left_out", number(left_out)}});
  result.uri = uri;
  return result;
}

ToolResult check_claims(const Value& arguments, ToolBox& box) {
  const FoundAdvice found = find_advice(text_of(arguments, "advice"), box);
  if (!found.fault.empty()) {
    return tool_error(found.fault);
  }
  std::vector<OtherAdvice> others;
  const OtherAdvices read_others = [&]() -> const std::vector<OtherAdvice>& {
    if (others.empty()) {
      for (const StoredAdvice& stored : box.advice.all()) {
        if (stored.sha256 != found.advice.sha256) {
          others.push_back({stored.uri(), std::get<Value>(json::parse(stored.bytes))});
        }
      }
    }
    return others;
  };
  std::vector<Checked> checked;
  for (const Value& claim : member(arguments, "claims").items) {
    const std::string pointer = text_of(claim, "pointer");
    const std::string value = member(claim, "value").text;
    checked.push_back({pointer, value, check_claim(found.value, pointer, value, read_others)});
  }
  // What is wrong comes first, so that it is not what a short answer leaves out.
  std::ranges::stable_sort(checked, {}, [](const Checked& one) { return one.claim.holds; });
  return fitted(
      [&](const Limits& limits) { return check_claims_told(checked, found.advice.uri(), limits); });
}

}  // namespace

Tool check_claims_tool() {
  return {
      "check_claims",
      "Does the advice say this? value with unit, as \"640 Mbps\" at /links/A/after/...",
      {advice_argument, {.name = "claims", .type = ArgumentRule::Type::claims, .required = true}},
      check_claims_output,
      check_claims};
}

}  // namespace bgpte::mcp
