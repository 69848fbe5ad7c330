// Mutated messages, arguments and advice: each is answered, and the server lives on.
#include <gtest/gtest.h>

#include "tests/mcp/mcp_client.hpp"
#include "tests/mutation.hpp"

namespace bgpte::mcp_test {
namespace {

/// The advice of the headline case as the command prints it.
std::string advice_text() {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  (void)cli::run({"advise", scenarios + "/" + headline, "--format", "json"}, in, out, err);
  return out.str();
}

TEST(McpMutated, AdviceIsExplainedAndClaimedOrRefused) {
  const std::string advice = advice_text();
  mutation::Mutator mutants({advice}, 1);
  mutation::Mutator subjects({"/changes/0", "11.0.0.0/24@B", "/rollout/0/measure", "certainty",
                              "/findings/1", "/failures/B/overloads/0", "/links/A"},
                             2);
  mutation::Mutator values({"710 Mbps", "71 %", "6,679.00 USD", "$189 a month", "20 minutes"}, 3);
  std::vector<std::pair<std::string, Json>> calls;
  const auto valid = [](std::string text) {
    return Json::parse(Json(std::move(text)).dump(-1, ' ', false, Json::error_handler_t::replace));
  };
  for (int i = 0; i < 60; ++i) {
    const Json mutant = valid(i % 3 == 0 ? advice : mutants.next());
    calls.push_back({"explain", {{"advice", mutant}, {"subject", valid(subjects.next())}}});
    calls.push_back({"check_claims",
                     {{"advice", mutant},
                      {"claims",
                       {{{"pointer", valid(subjects.next())}, {"value", valid(values.next())}},
                        {{"pointer", "/cost/after/expected"}, {"value", valid(values.next())}}}}}});
  }
  calls.push_back({"explain", {{"advice", advice}}});
  const std::vector<Json> answers = results(calls);
  ASSERT_EQ(answers.size(), calls.size());
  for (const Json& answer : answers) {
    EXPECT_TRUE(answer.contains("content")) << answer;
    EXPECT_LT(answer.dump().size(), 4096U);
  }
  EXPECT_EQ(error_of(answers.back()), "");
}

TEST(McpMutated, MessagesAreAnsweredOrIgnored) {
  mutation::Mutator mutants(
      {call(1, "advise", {{"scenario", headline}}).dump(),
       call(1, "whatif", {{"scenario", headline}, {"set", {"11.0.0.0/24@B=0"}}}).dump(),
       modern(1, "resources/read", {{"uri", "bgpte://scenario/" + headline}}).dump(),
       modern(1, "server/discover").dump(),
       request(1, "prompts/get",
               {{"name", "review_change"}, {"arguments", {{"scenario", "x"}, {"change", "y"}}}})
           .dump(),
       initialize().dump()},
      4);
  std::vector<std::string> lines;
  for (int i = 0; i < 400; ++i) {
    std::string line = mutants.next();
    std::erase(line, '\n');
    lines.push_back(line);
  }
  lines.push_back(modern(77, "tools/list").dump());
  const std::vector<Json> answers = talk_lines(lines);
  ASSERT_FALSE(answers.empty());
  EXPECT_EQ(answers.back()["id"], 77);
}

}  // namespace
}  // namespace bgpte::mcp_test
