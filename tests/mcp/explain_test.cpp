// explain: every part of every advice has its three answers, from the advice itself.
#include <gmock/gmock.h>

#include "tests/mcp/mcp_client.hpp"

namespace bgpte::mcp_test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The advice of a scenario as the command prints it.
Json advice_of(const std::string& scenario) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  (void)cli::run({"advise", scenarios + "/" + scenario, "--format", "json"}, in, out, err);
  return Json::parse(out.str());
}

/// Every change, alternative and finding of an advice: its pointer, and words that must be said.
std::vector<std::pair<std::string, std::string>> parts_of(const Json& advice) {
  std::vector<std::pair<std::string, std::string>> parts;
  for (const auto& [list, key] : std::vector<std::pair<std::string, std::string>>{
           {"changes", "reason"}, {"alternatives", "why_not"}, {"findings", "message"}}) {
    for (std::size_t i = 0; i < advice[list].size(); ++i) {
      parts.emplace_back("/" + list + "/" + std::to_string(i), advice[list][i][key]);
    }
  }
  return parts;
}

TEST(McpExplain, EveryChangeAlternativeAndFindingOfEveryScenarioHasItsThreeAnswers) {
  std::size_t explained = 0;
  for (const std::string& scenario : shipped_scenarios()) {
    const Json advice = advice_of(scenario);
    const auto parts = parts_of(advice);
    std::vector<std::pair<std::string, Json>> calls;
    calls.push_back({"advise", {{"scenario", scenario}}});
    for (const auto& [pointer, words] : parts) {
      calls.push_back({"explain", {{"advice", scenario}, {"subject", pointer}}});
    }
    const auto answers = results(calls);
    ASSERT_EQ(answers.size(), calls.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Json told = answers[i + 1]["structuredContent"];
      const auto& [pointer, words] = parts[i];
      ++explained;
      for (const std::string key : {"why", "why_not", "if_not"}) {
        EXPECT_NE(told.value(key, ""), "") << scenario << pointer << key << answers[i + 1];
      }
      const std::string said = told["why"].get<std::string>() + told["why_not"].get<std::string>();
      EXPECT_THAT(said, HasSubstr(words.substr(0, 80))) << scenario << pointer;
      EXPECT_FALSE(told["facts"].empty()) << scenario << pointer;
      for (const Json& fact : told["facts"]) {
        EXPECT_TRUE(advice.contains(Json::json_pointer(fact.get<std::string>()))) << fact;
      }
    }
  }
  EXPECT_GT(explained, 200U);
}

Json explained(const std::string& subject) {
  return result("explain", {{"advice", headline}, {"subject", subject}});
}

TEST(McpExplain, PartsAreNamedAsPeopleNameThem) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"11.0.0.0/24@B", "/changes/0"},
      {"certainty", "/alternatives/4"},
      {"link-congested", "/findings/0"},
      {"A", "/links/0"},
      {"/links/B/after/inbound_bps", "/links/1"},
      {"/rollout/0/verdicts/1", "/rollout/0"},
      {"", ""}};
  for (const auto& [subject, pointer] : rows) {
    EXPECT_EQ(explained(subject)["structuredContent"]["subject"], pointer) << subject;
  }
}

TEST(McpExplain, AChangeThatIsNotMadeIsExplainedByTheAlternativesThatMakeIt) {
  const Json made = explained("11.0.0.0/24@A")["structuredContent"];
  EXPECT_THAT(made["why"].get<std::string>(), HasSubstr("is no change of this advice"));
  EXPECT_THAT(made["why_not"].get<std::string>(), HasSubstr("certainty: "));
  const Json unknown = explained("12.0.0.0/24@A")["structuredContent"];
  EXPECT_THAT(unknown["why_not"].get<std::string>(), HasSubstr("whatif"));
}

TEST(McpExplain, AFailedChangeIsAnsweredByItsRollout) {
  const std::string told = explained("/changes/0")["structuredContent"]["if_not"];
  EXPECT_THAT(told, HasSubstr("no-effect, then roll-back"));
  EXPECT_THAT(told, HasSubstr("Roll back if "));
}

TEST(McpExplain, AFindingBringsItsRuleFromTheDocumentation) {
  const std::string told = explained("link-congested")["structuredContent"]["why"];
  EXPECT_THAT(told, HasSubstr("Why it matters: queues and drops"));
  EXPECT_THAT(told, Not(HasSubstr("**")));
}

TEST(McpExplain, WhatIsNotThereIsAnError) {
  for (const std::string subject : {"/changes/7", "nonsense", "/", "/nonsense/0"}) {
    EXPECT_THAT(error_of(explained(subject)), HasSubstr("no such part")) << subject;
  }
}

TEST(McpExplain, AdviceIsKnownByItsLinkWhileItIsKept) {
  const auto answers = results({{"advise", {{"scenario", headline}}}});
  const std::string uri = answers.at(0)["structuredContent"]["advice"];
  const auto again = results({{"advise", {{"scenario", headline}}},
                              {"explain", {{"advice", uri}}},
                              {"explain", {{"advice", uri.substr(uri.rfind('/') + 1)}}},
                              {"explain", {{"advice", "bgpte://advice/" + std::string(64, '0')}}}});
  EXPECT_EQ(again.at(1)["structuredContent"]["advice"], uri);
  EXPECT_EQ(again.at(2), again.at(1));
  EXPECT_THAT(error_of(again.at(3)), HasSubstr("the last 64"));
}

TEST(McpExplain, ARolloutThatIsNoListIsExplainedWithoutSteps) {
  for (const char* rollout : {R"({"5": {}})", R"({"x": {}})", R"([{}])"}) {
    const std::string advice =
        std::string(R"({"format": "bgpte-advice/1", "rollout": )") + rollout + "}";
    for (const char* subject : {"/rollout/5", "/rollout/x", "/rollout/0", "/rollout/-1"}) {
      const Json told = result("explain", {{"advice", advice}, {"subject", subject}});
      EXPECT_TRUE(told.contains("content")) << rollout << subject << told;
    }
  }
}

}  // namespace
}  // namespace bgpte::mcp_test
