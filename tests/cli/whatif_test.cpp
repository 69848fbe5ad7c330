// bgpte whatif: given changes, growth, prices, capacities and failed links.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "bgpte/scenario/load.hpp"
#include "src/cli/whatif/arguments.hpp"
#include "src/cli/whatif/changed_world.hpp"
#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::replaced;
using cli_test::run;
using nlohmann::json;

json whatif(std::vector<std::string> arguments, int exit) {
  arguments.insert(arguments.begin(), {"whatif", case_path(), "--format", "json"});
  const Outcome outcome = run(arguments);
  EXPECT_EQ(outcome.exit, exit) << outcome.err << outcome.out;
  return json::parse(outcome.out, nullptr, false);
}

model::Scenario loaded(const std::string& text) {
  scenario::LoadResult result = scenario::load(text, ".");
  EXPECT_TRUE(result.scenario) << (result.diagnostics.empty()
                                       ? ""
                                       : to_string(result.diagnostics[0], "scenario"));
  return result.scenario.value_or(model::Scenario{});
}

model::Scenario the_case() {
  return loaded(read_file(case_path()));
}

TEST(Whatif, TheAdvisedChangeIsForecastAsTheAdviceDoes) {
  const json own = whatif({"--set", "11.0.0.0/24@B=0"}, 0);
  const json advised = json::parse(run({"advise", case_path(), "--format", "json"}).out);
  EXPECT_EQ(own["strategy"], "whatif");
  EXPECT_EQ(own["links"], advised["links"]);
  EXPECT_EQ(own["cost"], advised["cost"]);
  EXPECT_EQ(own["changes"][0]["to"], 0);
  ASSERT_EQ(own["config"].size(), 1U);
  EXPECT_EQ(own["config"][0]["after"], advised["config"][0]["after"]);
}

TEST(Whatif, WithdrawIsNullInTheAdvice) {
  const json own = whatif({"--set", "11.0.0.0/24@A=withdraw"}, 0);
  EXPECT_TRUE(own["changes"][0]["to"].is_null());
  EXPECT_EQ(own["links"][0]["after"]["inbound_bps"]["expected"], 80'000'000);
}

TEST(Whatif, TheTableOfFurtherFailuresSaysWhichStateEachColumnIs) {
  const std::string links = std::string(BGPTE_SOURCE_DIR) + "/scenarios/six-links/scenario.json";
  const auto table_of = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"whatif", links, "--width", "120"};
    words.insert(words.end(), more.begin(), more.end());
    const std::string text = run(words).out;
    const std::size_t start = text.find("N-1 ANALYSIS");
    EXPECT_NE(start, std::string::npos) << text;
    return text.substr(start, text.find("\n\n", start) - start);
  };
  const std::string failed = table_of({"--fail", "EAST1", "--fail", "EAST2"});
  EXPECT_TRUE(contains(failed, "of the state asked about (announced as today)\n")) << failed;
  EXPECT_TRUE(contains(failed, " unchanged ")) << failed;
  EXPECT_FALSE(contains(failed, " now ")) << failed;
  EXPECT_FALSE(contains(failed, ", as today")) << failed;  // Two links are down, as they are not.
  const std::string moved = table_of({"--fail", "WEST1", "--set", "192.0.2.0/24@WEST2=1"});
  EXPECT_TRUE(contains(moved, "(announced as today -> with your changes)\n")) << moved;
  EXPECT_TRUE(contains(moved, " changed ")) << moved;
  EXPECT_FALSE(contains(moved, "than today")) << moved;
}

TEST(Whatif, WithoutArgumentsItIsToday) {
  const json today = whatif({}, 3);
  EXPECT_EQ(today["changes"].size(), 0U);
  EXPECT_EQ(today["links"][0]["before"]["inbound_bps"],
            today["links"][0]["after"]["inbound_bps"]["expected"]);
}

TEST(Whatif, ChangesAreRepeatable) {
  const json own =
      whatif({"--set", "11.0.0.0/24@B=0", "--set", "10.0.0.0/24@B=0", "--set=12.0.0.0/24@B=1"}, 0);
  EXPECT_EQ(own["changes"].size(), 3U);
}

TEST(Whatif, ACellThatStaysIsNoChange) {
  const Outcome outcome =
      run({"whatif", case_path(), "--set", "11.0.0.0/24@B=1", "--format", "json"});
  EXPECT_EQ(json::parse(outcome.out)["changes"].size(), 0U);
  EXPECT_TRUE(contains(outcome.err, "nothing changes")) << outcome.err;
}

TEST(Whatif, TheBestPlanFoundStandsBesideTheOperatorsOwn) {
  const auto text = [](const std::string& set, bool compare) {
    std::vector<std::string> words{"whatif", case_path(), "--set", set};
    if (compare) {
      words.emplace_back("--compare");
    }
    return run(words).out;
  };
  const std::string worse = text("11.0.0.0/24@A=3", true);
  EXPECT_TRUE(contains(worse, "best found")) << worse;
  EXPECT_TRUE(contains(worse, "remove the prepend of 11.0.0.0/24 towards B (1 to 0)")) << worse;
  EXPECT_TRUE(contains(text("11.0.0.0/24@B=0", true), "your own changes"));
  EXPECT_FALSE(contains(text("11.0.0.0/24@A=3", false), "best found"));
}

TEST(Whatif, NoPlanIsLookedForWhileALinkIsDown) {
  const Outcome down = run({"whatif", case_path(), "--fail", "A", "--compare"});
  EXPECT_EQ(down.exit, 64);
  EXPECT_TRUE(contains(down.err, "leave out --compare or --fail")) << down.err;
}

TEST(Whatif, GrowthMovesAfterAndLeavesBefore) {
  const json own = whatif({"--growth", "20%"}, 3);
  EXPECT_EQ(own["links"][0]["before"]["inbound_bps"], 980'000'000);
  EXPECT_EQ(own["links"][0]["after"]["inbound_bps"]["expected"], 1'176'000'000);
  EXPECT_EQ(own["links"][1]["after"]["inbound_bps"]["expected"], 6'000'000'000);
  EXPECT_EQ(own["cost"]["before"], 6490.0);
  EXPECT_EQ(own["cost"]["after"]["expected"], 7788.0);
  EXPECT_TRUE(contains(own["summary"], "With all inbound +20 %")) << own["summary"];
}

TEST(Whatif, PriceAndCapacityChangeTheWorldAfter) {
  const json own = whatif({"--price", "B=0.6", "--capacity", "A=2Gbps"}, 0);
  EXPECT_EQ(own["cost"]["before"], 6490.0);
  EXPECT_EQ(own["cost"]["after"]["expected"], 3490.0);
  EXPECT_EQ(own["links"][0]["before"]["utilisation"], 0.98);
  EXPECT_EQ(own["links"][0]["after"]["utilisation"]["expected"], 0.49);
}

TEST(Whatif, AFailedLinkEmptiesIntoTheOthers) {
  const json own = whatif({"--fail", "A"}, 0);
  EXPECT_EQ(own["links"][0]["before"]["inbound_bps"], 980'000'000);
  EXPECT_EQ(own["links"][0]["after"]["inbound_bps"]["expected"], 0);
  EXPECT_EQ(own["links"][1]["after"]["inbound_bps"]["expected"], 5'980'000'000);
  EXPECT_TRUE(contains(own["summary"], "With A down"));
}

TEST(Whatif, WithOneOfTwoLinksDownNoFurtherFailureIsForecast) {
  EXPECT_TRUE(whatif({"--fail", "A"}, 0)["failures"].empty());
}

TEST(Whatif, WhatHasNoLinkLeftIsGone) {
  const json own = whatif({"--fail", "B"}, 3);
  EXPECT_EQ(own["links"][1]["after"]["inbound_bps"]["expected"], 0);
  // 10/24 and 11/24 stay on A with B's background; 12/24 has no link left.
  EXPECT_EQ(own["links"][0]["after"]["inbound_bps"]["expected"], 2'980'000'000);
  EXPECT_TRUE(contains(own["summary"],
                       "3 Gbps unreachable, since no link that is up announces 12.0.0.0/24"))
      << own["summary"];
}

struct BadArgument {
  std::vector<std::string> arguments;
  std::string says;
};

TEST(Whatif, ArgumentsThatMeanNothingAreUsageErrorsAllAtOnce) {
  const BadArgument rows[] = {
      {{"--set", "11.0.0.0/24"}, "PREFIX@LINK=N"},
      {{"--set", "11.0.0.0/24@B"}, "PREFIX@LINK=N"},
      {{"--set", "11.0.0.0/25@B=0"}, "only 11.0.0.0/24, which covers it"},
      {{"--set", "11.0.0.0/24@C=0"}, "no link C"},
      {{"--set", "11.0.0.0/24@B=65"}, "0 to 64"},
      {{"--set", "11.0.0.0/24@B=-1"}, "0 to 64"},
      {{"--set", "11.0.0.0/24@B="}, "0 to 64"},
      {{"--fail", "Z"}, "no link Z"},
      {{"--fail", "A", "--fail", "B"}, "no link would be left"},
      {{"--fail", "A", "--set", "11.0.0.0/24@A=1"}, "the link fails"},
      {{"--growth", "20"}, "percentage"},
      {{"--growth", "much"}, "percentage"},
      {{"--growth", "-101%"}, "percentage"},
      {{"--price", "A"}, "price"},
      {{"--price", "A=-1"}, "price"},
      {{"--price", "A=0.1234567"}, "price"},
      {{"--price", "A=1000001"}, "at most 1000000"},
      {{"--capacity", "A=0"}, "capacity"},
      {{"--capacity", "A=fast"}, "capacity"},
  };
  for (const BadArgument& row : rows) {
    std::vector<std::string> arguments{"whatif", case_path()};
    arguments.insert(arguments.end(), row.arguments.begin(), row.arguments.end());
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit, 64) << row.arguments[1];
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(contains(outcome.err, row.says)) << row.arguments[1] << ": " << outcome.err;
  }
  const Outcome both = run({"whatif", case_path(), "--fail", "Z", "--growth", "x"});
  EXPECT_TRUE(contains(both.err, "no link Z") && contains(both.err, "percentage")) << both.err;
}

TEST(WorldChanges, GrowthScalesEveryMeasuredRate) {
  const model::Scenario scenario = the_case();
  const model::Scenario grown = cli::grown(scenario, {1'500'000});
  EXPECT_EQ(grown.links[0].inbound.value, 1'470'000'000);
  EXPECT_EQ(grown.prefixes[1].by_link[0]->value, 1'350'000'000);
  EXPECT_EQ(grown.links[0].capacity, scenario.links[0].capacity);
  EXPECT_EQ(cli::grown(scenario, {1'000'000}), scenario);
}

TEST(WorldChanges, RepricingACommitMovesTheOverageAlike) {
  model::Scenario scenario = the_case();
  scenario.links[0].billing.model = model::CommitBilling{{500'000'000}, {500'000}, {900'000}};
  EXPECT_TRUE(cli::reprice(scenario, 0, {1'000'000}));
  EXPECT_EQ(scenario.links[0].billing.model, (decltype(model::Billing::model)(model::CommitBilling{
                                                 {500'000'000}, {1'000'000}, {1'800'000}})));
  scenario.links[0].billing.model = model::FlatBilling{{0}};
  EXPECT_FALSE(cli::reprice(scenario, 0, {1'000'000}));
}

TEST(WorldChanges, LinksOfOneContractAreRepricedTogether) {
  model::Scenario scenario = the_case();
  scenario.contracts = {{"T1", scenario.links[0].billing, model::Aggregate::sum_of_percentiles}};
  scenario.links[0].contract = "T1";
  scenario.links[1].contract = "T1";
  scenario.links[1].billing = scenario.links[0].billing;
  EXPECT_TRUE(cli::reprice(scenario, 1, {700'000}));
  EXPECT_EQ(scenario.links[0].billing, scenario.links[1].billing);
  EXPECT_EQ(scenario.contracts[0].billing, scenario.links[1].billing);
}

TEST(Arguments, DecimalsAreExact) {
  EXPECT_EQ(cli::parse_decimal("0.9"), 900'000);
  EXPECT_EQ(cli::parse_decimal("12"), 12'000'000);
  EXPECT_EQ(cli::parse_decimal("0.000001"), 1);
  for (const char* bad : {"", ".", "1.", ".5", "-1", "1e3", "1.0000001", "1..2", "9999999999999"}) {
    EXPECT_EQ(cli::parse_decimal(bad), std::nullopt) << bad;
  }
}

TEST(Arguments, TheLastPriceAndCapacityOfALinkCount) {
  const cli::ParsedWhatif parsed =
      cli::parse_whatif(the_case(), {.set = {},
                                     .fail = {},
                                     .price = {"A=0", "B=2", "A=1"},
                                     .capacity = {"A=2Gbps", "A=3Gbps"},
                                     .growth = ""});
  ASSERT_EQ(parsed.world.prices.size(), 2U);
  EXPECT_EQ(parsed.world.prices[1].second.micros, 1'000'000);
  ASSERT_EQ(parsed.world.capacities.size(), 1U);
  EXPECT_EQ(parsed.world.capacities[0].second.value, 3'000'000'000);
}

TEST(Arguments, TheLastOneForACellCounts) {
  const cli::ParsedWhatif parsed =
      cli::parse_whatif(the_case(), {.set = {"11.0.0.0/24@B=2", "11.0.0.0/24@B=0"},
                                     .fail = {},
                                     .price = {},
                                     .capacity = {},
                                     .growth = ""});
  ASSERT_EQ(parsed.changes.size(), 1U);
  EXPECT_EQ(parsed.changes[0].to, 0);
}

}  // namespace
}  // namespace bgpte
