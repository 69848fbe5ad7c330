// check_claims: what is quoted against what the advice says.
#include <gmock/gmock.h>

#include "tests/mcp/mcp_client.hpp"

namespace bgpte::mcp_test {
namespace {

using testing::HasSubstr;

struct Row {
  std::string pointer, value, verdict;
};

/// The verdicts of claims about the headline case, each with its row.
void expect_verdicts(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const Json answer = result(
        "check_claims",
        {{"advice", headline}, {"claims", {{{"pointer", row.pointer}, {"value", row.value}}}}});
    ASSERT_EQ(error_of(answer), "");
    const Json claim = answer["structuredContent"]["claims"][0];
    EXPECT_EQ(claim["verdict"], row.verdict) << row.pointer << " " << row.value << " " << claim;
    EXPECT_EQ(answer["structuredContent"]["all_true"],
              row.verdict == "true" || row.verdict == "rounded");
  }
}

const std::string load = "/links/A/after/inbound_bps/expected";  // 710,000,000
const std::string share = "/links/A/after/utilisation/low";      // 0.515195
const std::string bill = "/cost/after/expected";                 // 6679.0 USD
const std::string wait = "/rollout/0/wait_s";                    // 1200

TEST(McpClaims, ATrueNumberIsTrueInEveryUnit) {
  expect_verdicts({{load, "710 Mbps", "true"},
                   {load, "0.71 Gbps", "true"},
                   {load, "710000000", "true"},
                   {load, "710,000 kbit/s", "true"},
                   {load, "7.1e8", "true"},
                   {load, "71E+1 Mbps", "true"},
                   {share, "51.5195 %", "true"},
                   {bill, "6679 USD", "true"},
                   {bill, "$6,679.00 a month", "true"},
                   {bill, "6679", "true"},
                   {wait, "20 minutes", "true"},
                   {wait, "1200 s", "true"},
                   {"/changes/0/from", "1", "true"},
                   {"/changes/11.0.0.0/24@B/to", "0", "true"},
                   {"/changes/11.0.0.0~124@B/to", "0", "true"}});
}

TEST(McpClaims, ARoundingIsFine) {
  expect_verdicts({{load, "0.7 Gbps", "rounded"},
                   {share, "52 %", "rounded"},
                   {share, "51.5 percent", "rounded"},
                   {share, "0.52", "rounded"},
                   {bill, "6,680 USD", "rounded"},
                   {bill, "about 6,700 USD", "rounded"}});
}

TEST(McpClaims, ARoundingThatHidesTooMuchIsNot) {
  expect_verdicts({{load, "1 Gbps", "wrong-number"},
                   {share, "51 %", "wrong-number"},
                   {share, "50 %", "wrong-number"},
                   {bill, "7,000 USD", "wrong-number"}});
}

TEST(McpClaims, AWrongNumberIsFoundWithThePlaceWhereItStands) {
  expect_verdicts({{load, "720 Mbps", "wrong-number"},
                   {load, "-710 Mbps", "wrong-number"},
                   {bill, "6490.01 USD", "wrong-number"},
                   {wait, "21 minutes", "wrong-number"},
                   {load, "much", "wrong-number"},
                   {load, "nan", "wrong-number"},
                   {load, "1e999", "wrong-number"}});
  const Json answer =
      result("check_claims",
             {{"advice", headline}, {"claims", {{{"pointer", load}, {"value", "980 Mbps"}}}}});
  EXPECT_THAT(answer["structuredContent"]["claims"][0]["note"].get<std::string>(),
              HasSubstr("/links/0/before/inbound_bps"));
}

TEST(McpClaims, AWrongUnitIsFound) {
  expect_verdicts({{load, "710 Gbps", "wrong-unit"},
                   {load, "710", "wrong-unit"},
                   {load, "710 %", "wrong-unit"},
                   {load, "710 USD", "wrong-unit"},
                   {load, "710 MB/s", "wrong-unit"},
                   {share, "0.515195 %", "wrong-unit"},
                   {bill, "6679 EUR", "wrong-unit"},
                   {bill, "€6679", "wrong-unit"},
                   {wait, "20 s", "wrong-unit"},
                   {load, "1e9999", "wrong-unit"},
                   {wait, "20 hours", "wrong-unit"}});
}

TEST(McpClaims, TextsAreTheSameOrWrong) {
  expect_verdicts({{"/status", "change", "true"},
                   {"/status", "keep", "wrong-text"},
                   {"/links/0/saturated", "true", "true"},
                   {"/links", "2", "wrong-text"}});
}

TEST(McpClaims, APlaceThatIsNotThereIsSaid) {
  for (const std::string pointer : {"/nonsense", "links", "/links/9/name", "/links/-1", "/links/00",
                                    "/links/A~2", "/links/99999999999999999999", "/status/x"}) {
    expect_verdicts({{pointer, "1", "no-such-place"}});
  }
}

TEST(McpClaims, ANumberOfAnotherScenarioIsNamedAsThat) {
  const Json claims =
      Json::array({{{"pointer", "/links/0/before/inbound_bps"}, {"value", "VALUE"}}});
  const auto asked = [&](const std::string& value) {
    Json one = claims;
    one[0]["value"] = value;
    return results({{"advise", {{"scenario", "six-links/scenario.json"}}},
                    {"check_claims", {{"advice", headline}, {"claims", one}}}});
  };
  const Json other = asked("1").at(0)["structuredContent"];
  const std::string value = other["links"][0]["before_bps"].dump();
  const auto answers = asked(value);
  const Json claim = answers.at(1)["structuredContent"]["claims"][0];
  EXPECT_EQ(claim["verdict"], "other-advice") << claim;
  EXPECT_THAT(claim["note"].get<std::string>(), HasSubstr(other["advice"].get<std::string>()));
}

}  // namespace
}  // namespace bgpte::mcp_test
