// Levers on the command line.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::replaced;
using cli_test::run;
using nlohmann::json;

const std::string communities =
    std::string(BGPTE_SOURCE_DIR) + "/scenarios/communities/scenario.json";

json whatif(const std::string& value) {
  const Outcome outcome =
      run({"whatif", communities, "--set", "203.0.113.0/24@A=" + value, "--format", "json"});
  EXPECT_TRUE(outcome.exit == 0 || outcome.exit == 3) << outcome.err;
  return json::parse(outcome.out, nullptr, false);
}

TEST(LeverArguments, NameALeverBesideThePrepend) {
  const json lever = whatif("lower-preference")["changes"][0];
  EXPECT_EQ(lever["from"], 0);
  EXPECT_EQ(lever["to"], 0);
  EXPECT_FALSE(lever.contains("lever_from"));
  EXPECT_EQ(lever["lever_to"]["name"], "lower-preference");
  EXPECT_EQ(lever["lever_to"]["communities"], json::array({"64501:80"}));
  const json both = whatif("2+lower-preference")["changes"][0];
  EXPECT_EQ(both["to"], 2);
  EXPECT_EQ(both["lever_to"]["name"], "lower-preference");
  EXPECT_FALSE(whatif("2")["changes"][0].contains("lever_to"));
}

TEST(LeverArguments, TheWhatifIsForecastAsTheAdviceIs) {
  const json advised = json::parse(run({"advise", communities, "--format", "json"}).out);
  const json own = whatif("lower-preference");
  EXPECT_EQ(own["links"], advised["links"]);
  EXPECT_EQ(own["change_id"], advised["change_id"]);
}

TEST(LeverArguments, ThatNameNothingAreUsage) {
  for (const std::string value :
       {"lower-preferense", "2+", "2+nothing", "withdraw+lower-preference", "+lower-preference",
        "65", "65+lower-preference"}) {
    const Outcome outcome = run({"whatif", communities, "--set", "203.0.113.0/24@A=" + value});
    EXPECT_EQ(outcome.exit, 64) << value << outcome.err;
    EXPECT_EQ(outcome.out, "") << value;
  }
  EXPECT_TRUE(
      contains(run({"whatif", communities, "--set", "203.0.113.0/24@A=lower-preferense"}).err,
               "lower-preference"));
}

TEST(LeverArguments, TodaysLeverStaysUntilItIsTakenOff) {
  const std::string today = replaced(
      read_file(communities), R"("B": 0 },        "advertise": { "A": 0,)",
      R"("B": 0 },        "advertise": { "A": { "prepend": 0, "lever": "lower-preference" },)");
  const auto changes = [&](const std::string& value) {
    const Outcome outcome =
        run({"whatif", "-", "--set", "203.0.113.0/24@A=" + value, "--format", "json"}, today);
    EXPECT_TRUE(outcome.exit == 0 || outcome.exit == 3) << outcome.err;
    return json::parse(outcome.out)["changes"];
  };
  EXPECT_EQ(changes("0").size(), 0U);
  EXPECT_EQ(changes("lower-preference").size(), 0U);
  EXPECT_EQ(changes("1")[0]["lever_to"]["name"], "lower-preference");
  EXPECT_EQ(changes("none")[0]["lever_from"]["name"], "lower-preference");
  EXPECT_FALSE(changes("none")[0].contains("lever_to"));
  EXPECT_EQ(changes("1+none")[0]["to"], 1);
  EXPECT_EQ(changes("withdraw")[0]["lever_from"]["name"], "lower-preference");
}

TEST(LeverText, SaysWhatIsSent) {
  const std::string text = run({"advise", communities}).out;
  EXPECT_TRUE(
      contains(text, "announce 203.0.113.0/24 on A\n  with community 64501:80 (lower-preference)"))
      << text;
}

TEST(Drain, UsesTheStrongestLeverThatIsAllowed) {
  const auto first = [](const std::string& scenario) {
    return json::parse(
        run({"drain", "-", "--link", "A", "--format", "json"}, scenario).out)["changes"][0];
  };
  const std::string scenario = read_file(communities);
  EXPECT_EQ(first(scenario)["to"], 3);
  EXPECT_EQ(first(scenario)["lever_to"]["name"], "lower-preference");
  const std::string forbidden =
      replaced(scenario, R"("actions": [ "prepend", "community" ])", R"("actions": [ "prepend" ])");
  EXPECT_FALSE(first(forbidden).contains("lever_to"));
}

TEST(Frontier, WritesALeverAsWhatifReadsIt) {
  EXPECT_TRUE(contains(run({"frontier", communities}).out, "203.0.113.0/24@A=lower-preference"));
}

TEST(ExportLp, NamesTheLeverOfAColumn) {
  EXPECT_TRUE(
      contains(run({"export-lp", communities}).out, " 203.0.113.0/24 0+lower-preference 0"));
}

}  // namespace
}  // namespace bgpte
