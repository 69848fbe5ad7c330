// What the tools answer, and that each answer is what its schema says.
#include <gmock/gmock.h>

#include <set>

#include "tests/mcp/mcp_client.hpp"

namespace bgpte::mcp_test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

const Json& listed() {
  static const Json tools = talk({request(1, "tools/list")}).at(0)["result"]["tools"];
  return tools;
}

Json tool(const std::string& name) {
  for (const Json& one : listed()) {
    if (one["name"] == name) {
      return one;
    }
  }
  return {};
}

bool has_type(const Json& value, const std::string& type) {
  return type == "string"    ? value.is_string()
         : type == "integer" ? value.is_number_integer()
         : type == "number"  ? value.is_number()
         : type == "boolean" ? value.is_boolean()
         : type == "array"   ? value.is_array()
                             : value.is_object();
}

/// What of an answer is not as the tool's output schema has it.
std::string schema_fault(const std::string& name, const Json& structured) {
  const Json schema = tool(name)["outputSchema"];
  if (!structured.is_object() || schema["required"].empty()) {
    return "no object, or nothing is required";
  }
  for (const Json& key : schema["required"]) {
    if (!structured.contains(key.get<std::string>())) {
      return key.get<std::string>() + " is missing";
    }
  }
  for (const auto& [key, property] : schema["properties"].items()) {
    if (!structured.contains(key) || !has_type(structured[key], property["type"])) {
      return key + " is of another type";
    }
  }
  return "";
}

/// One call of every tool, of one scenario.
std::vector<std::pair<std::string, Json>> one_call_each(const std::string& scenario) {
  return {{"validate", {{"scenario", scenario}}},
          {"advise", {{"scenario", scenario}}},
          {"whatif", {{"scenario", scenario}, {"growth", "20%"}}},
          {"frontier", {{"scenario", scenario}}},
          {"explain", {{"advice", scenario}}},
          {"config", {{"advice", scenario}}},
          {"communities", {{"as", 2914}}},
          {"check_claims",
           {{"advice", scenario}, {"claims", {{{"pointer", "/status"}, {"value", "change"}}}}}}};
}

TEST(McpTools, ListStaysBelowSixKilobytes) {
  EXPECT_LT(listed().dump().size(), 6000U);
  EXPECT_THAT(listed(), SizeIs(10));
}

TEST(McpTools, AreAllMarkedAsReadOnlyAndOfAClosedWorld) {
  for (const Json& one : listed()) {
    EXPECT_EQ(one["annotations"]["readOnlyHint"], true) << one["name"];
    EXPECT_EQ(one["annotations"]["openWorldHint"], false) << one["name"];
    EXPECT_EQ(one["inputSchema"]["additionalProperties"], false) << one["name"];
    EXPECT_FALSE(one["outputSchema"]["required"].empty()) << one["name"];
  }
}

TEST(McpTools, EveryAnswerOfEveryScenarioIsValidAndShort) {
  for (const std::string& scenario : shipped_scenarios()) {
    const auto calls = one_call_each(scenario);
    const auto answers = results(calls);
    ASSERT_EQ(answers.size(), calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i) {
      ASSERT_EQ(error_of(answers[i]), "") << scenario << " " << calls[i].first;
      EXPECT_EQ(schema_fault(calls[i].first, answers[i]["structuredContent"]), "")
          << scenario << " " << calls[i].first;
      EXPECT_LT(answers[i].dump().size(), 4096U) << scenario << " " << calls[i].first;
    }
  }
}

TEST(McpTools, TheSchemaCheckSeesAMissingKeyAndAWrongType) {
  EXPECT_EQ(schema_fault("communities", {{"as", 1}, {"entries", Json::array()}}),
            "left_out is missing");
  EXPECT_EQ(schema_fault("communities", {{"as", "1"}, {"entries", Json::array()}, {"left_out", 0}}),
            "as is of another type");
}

TEST(McpTools, ArgumentsAreHeldToTheirRules) {
  struct Row {
    std::string tool;
    Json arguments;
    std::string said;
  };
  const std::vector<Row> rows{
      {"advise", Json::object(), "scenario is missing"},
      {"advise", {{"scenario", 7}}, "scenario is a text"},
      {"advise", {{"scenario", Json::object()}}, "scenario is a text"},
      {"advise", Json::array(), "in an object"},
      {"advise", {{"scenario", headline}, {"stratgey", "cost"}}, "did you mean strategy?"},
      {"advise",
       {{"scenario", headline}, {"strategy", "free"}},
       "one of congestion, balanced, cost"},
      {"advise", {{"scenario", headline}, {"time_limit_s", 61}}, "from 0 to 60"},
      {"advise", {{"scenario", headline}, {"time_limit_s", "9"}}, "from 0 to 60"},
      {"advise", {{"scenario", headline}, {"time_limit_s", -1}}, "from 0 to 60"},
      {"whatif", {{"scenario", headline}, {"set", "x"}}, "a list of at most 64 texts"},
      {"whatif", {{"scenario", headline}, {"set", {1}}}, "a list of at most 64 texts"},
      {"whatif", {{"scenario", headline}, {"set", std::vector<std::string>(65)}}, "at most 64"},
      {"communities", {{"as", 0}}, "from 1 to 4294967294"},
      {"communities", {{"as", 1.5}}, "a whole number"},
      {"communities", {{"as", 1e300}}, "a whole number"},
      {"check_claims", {{"advice", headline}, {"claims", Json::array()}}, "1 to 64"},
      {"check_claims", {{"advice", headline}, {"claims", {{{"pointer", "/status"}}}}}, "1 to 64"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(error_of(result(row.tool, row.arguments)), HasSubstr(row.said))
        << row.tool << row.arguments;
  }
}

TEST(McpTools, NoValueIsEverAnOption) {
  for (const std::string value : {"--allow-outside", "-o/tmp/bgpte_mcp_written", "--output=x"}) {
    EXPECT_NE(error_of(result("whatif", {{"scenario", headline}, {"set", {value}}})), "");
    EXPECT_NE(error_of(result("whatif", {{"scenario", headline}, {"growth", value}})), "");
    EXPECT_NE(error_of(result("advise", {{"scenario", value}})), "");
  }
  EXPECT_FALSE(std::filesystem::exists("/tmp/bgpte_mcp_written"));
}

TEST(McpTools, AdviceIsWhatTheCommandSays) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  ASSERT_EQ(cli::run({"advise", scenarios + "/" + headline, "--format", "json"}, in, out, err),
            cli::Exit::done);
  const Json told = Json::parse(out.str());
  const auto answers = talk({call(1, "advise", {{"scenario", headline}})});
  const Json structured = answers.at(0)["result"]["structuredContent"];
  EXPECT_EQ(structured["status"], told["status"]);
  EXPECT_EQ(structured["summary"], told["summary"]);
  EXPECT_EQ(structured["scenario_sha256"], told["scenario_sha256"]);
  EXPECT_EQ(structured["change_id"], told["change_id"]);
  EXPECT_EQ(structured["links"][0]["expected_bps"],
            told["links"][0]["after"]["inbound_bps"]["expected"]);
  EXPECT_EQ(structured["cost"]["high"], told["cost"]["after"]["high"]);
}

TEST(McpTools, AScenarioMayBeGivenAsItsText) {
  const std::string text = read_file(scenarios + "/" + headline);
  const Json by_text = result("advise", {{"scenario", text}});
  EXPECT_EQ(by_text, result("advise", {{"scenario", headline}}));
  EXPECT_THAT(error_of(result("advise", {{"scenario", "{" + std::string(1'100'000, ' ')}})),
              HasSubstr("at most 1000000 bytes"));
}

TEST(McpTools, ABrokenScenarioIsAResultOfValidateAndAnErrorOfAdvise) {
  const std::string broken = R"({"format": "bgpte-scenario/1", "local_as": "x", "lnks": []})";
  const Json validated = result("validate", {{"scenario", broken}})["structuredContent"];
  EXPECT_EQ(validated["valid"], false);
  EXPECT_GE(validated["faults"].size(), 3U);
  EXPECT_EQ(validated["faults"][0]["line"], 1);
  EXPECT_THAT(error_of(result("advise", {{"scenario", broken}})), HasSubstr("<scenario>:1:"));
}

TEST(McpTools, LinksToAdviceOnlyWhereTheRevisionHasThem) {
  for (const auto& [version, links] : std::vector<std::pair<std::string, std::size_t>>{
           {"2024-11-05", 1}, {"2025-03-26", 1}, {"2025-06-18", 2}, {"2025-11-25", 2}}) {
    const auto answers = talk_lines(
        {initialize(version).dump(), call(1, "advise", {{"scenario", headline}}).dump()});
    EXPECT_THAT(answers.at(1)["result"]["content"], SizeIs(links)) << version;
  }
}

TEST(McpConfig, WhatChangesARouterNeedsThePermissionGivenAtTheStart) {
  for (const std::string part : {"apply", "confirm", "rollback"}) {
    EXPECT_THAT(error_of(result("config", {{"advice", headline}, {"part", part}})),
                HasSubstr("without --allow-config"));
    const Json allowed = result("config", {{"advice", headline}, {"part", part}},
                                {"--root", scenarios, "--allow-config"});
    EXPECT_EQ(error_of(allowed), "");
    EXPECT_THAT(allowed["structuredContent"]["parts"], SizeIs(1));
  }
}

TEST(McpConfig, NeitherDoesAResourceHandItOut) {
  const Json advice = result("advise", {{"scenario", headline}})["structuredContent"]["advice"];
  const std::string uri = advice.get<std::string>();
  for (const std::string& read : {uri, uri + "/config"}) {
    const std::vector<Json> asked{call(1, "advise", {{"scenario", headline}}),
                                  request(2, "resources/read", {{"uri", read}})};
    const std::string closed =
        talk(asked).at(1)["result"]["contents"][0]["text"].get<std::string>();
    EXPECT_THAT(closed, HasSubstr("without --allow-config"));
    EXPECT_THAT(closed, testing::Not(HasSubstr("configure terminal")));
    const std::string open = talk(asked, {"--root", scenarios, "--allow-config"})
                                 .at(1)["result"]["contents"][0]["text"]
                                 .get<std::string>();
    EXPECT_THAT(open, HasSubstr("configure terminal"));
  }
}

TEST(McpVerify, ComparesARoutersOutputWithTheScenario) {
  const std::string observed =
      R"({"advertisedRoutes":{"11.0.0.0/24":{"prefix":"11.0.0.0/24","path":"65000 65000"}}})";
  const Json answer = result(
      "verify", {{"wanted", headline}, {"observed", observed}, {"platform", "frr"}, {"link", "B"}});
  ASSERT_EQ(error_of(answer), "");
  EXPECT_EQ(schema_fault("verify", answer["structuredContent"]), "");
  EXPECT_EQ(answer["structuredContent"]["verdict"], "differs");
  EXPECT_NE(
      error_of(result(
          "verify",
          {{"wanted", headline}, {"observed", "nonsense"}, {"platform", "frr"}, {"link", "B"}})),
      "");
}

TEST(McpCatchment, CountsTheASesThatEnterByEachLink) {
  const std::filesystem::path folder = temporary_folder();
  std::ofstream(folder / "as-rel.txt") << "64501|64500|-1\n64502|64500|-1\n64501|64510|-1\n"
                                          "64502|64511|-1\n64502|64512|-1\n64501|64502|0\n";
  const Json answer = result(
      "catchment", {{"as_rel", "as-rel.txt"}, {"origin", 64500}, {"links", {"A=64501", "B=64502"}}},
      {"--root", folder.string()});
  ASSERT_EQ(error_of(answer), "");
  EXPECT_EQ(schema_fault("catchment", answer["structuredContent"]), "");
  EXPECT_EQ(answer["structuredContent"]["ases"], 5);
  EXPECT_EQ(answer["structuredContent"]["links"],
            Json::parse(R"([{"link": "A", "ases": 2}, {"link": "B", "ases": 3}])"));
}

}  // namespace
}  // namespace bgpte::mcp_test
