// The commands frontier, drain, export-lp and catchment.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/command_line.hpp"

/// The commands around advice: frontier, drain, export-lp, catchment.
namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::replaced;
using cli_test::run;
using cli_test::temporary;
using nlohmann::json;

TEST(Frontier, EveryPointPaysMoreForLessCongestion) {
  const Outcome outcome = run({"frontier", case_path(), "--format", "json"});
  ASSERT_EQ(outcome.exit, 0) << outcome.err;
  const json points = json::parse(outcome.out)["cost_congestion"];
  ASSERT_GE(points.size(), 2U);
  for (std::size_t i = 1; i < points.size(); ++i) {
    EXPECT_GT(points[i]["bill"], points[i - 1]["bill"]);
    EXPECT_LT(points[i]["phi_mbps"], points[i - 1]["phi_mbps"]);
    EXPECT_EQ(points[i]["excess_bps"], points[0]["excess_bps"]);
  }
}

TEST(Frontier, TheFirstPointByChangesIsTodayAndTheFirstChangeLiftsTheExcess) {
  const json by_changes =
      json::parse(run({"frontier", case_path(), "--format", "json"}).out)["by_changes"];
  ASSERT_GE(by_changes.size(), 2U);
  EXPECT_EQ(by_changes[0]["changes"].size(), 0U);
  EXPECT_EQ(by_changes[0]["excess_bps"], 180'000'000);
  EXPECT_EQ(by_changes[1]["excess_bps"], 0);
}

TEST(Frontier, TextAndCsvHaveTheSamePoints) {
  const json document = json::parse(run({"frontier", case_path(), "--format", "json"}).out);
  const std::string csv = run({"frontier", case_path(), "--format", "csv"}).out;
  EXPECT_EQ(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')),
            1 + document["cost_congestion"].size() + document["by_changes"].size());
  EXPECT_TRUE(contains(run({"frontier", case_path()}).out, "% of the possible relief."));
}

TEST(Frontier, ReliefIsOfWhatIsPossibleAndWhatStaysIsToldBesideIt) {
  const std::string full =
      temporary("full.json", replaced(read_file(case_path()), "980 Mbps", "1500 Mbps"));
  const std::string text = run({"frontier", full}).out;
  EXPECT_TRUE(contains(text, " % of the possible relief; ")) << text;
  EXPECT_TRUE(contains(text, " stay above the ceilings.")) << text;
}

TEST(Drain, NamesThePrefixThatIsCutOff) {
  const Outcome outcome = run({"drain", case_path(), "--link", "B"});
  EXPECT_EQ(outcome.exit, 3);
  EXPECT_TRUE(contains(outcome.out, "12.0.0.0/24 is announced on B only")) << outcome.out;
}

TEST(Drain, RaisesPrependsToTheCapOrWithdraws) {
  const json prepended =
      json::parse(run({"drain", case_path(), "--link", "A", "--format", "json"}).out);
  ASSERT_EQ(prepended["changes"].size(), 2U);
  for (const json& change : prepended["changes"]) {
    EXPECT_EQ(change["link"], "A");
    EXPECT_EQ(change["to"], 3);
  }
  const json withdrawn =
      json::parse(run({"drain", case_path(), "--link", "A", "--withdraw", "--format", "json"}).out);
  for (const json& change : withdrawn["changes"]) {
    EXPECT_TRUE(change["to"].is_null());
  }
  EXPECT_EQ(withdrawn["links"][0]["after"]["inbound_bps"]["expected"], 0);
}

/// Transit T with `other`, a link of another kind or with prepends of its own.
std::string drained(const std::string& file, const std::string& relationship, int prepends) {
  const json scenario = json::parse(R"({"format": "bgpte-scenario/1", "local_as": 65000, "links": [
    {"name": "O", "neighbor_as": 64502, "capacity": "10 Gbps", "inbound": "2 Gbps",
     "billing": {"model": "flat", "fee": 900}},
    {"name": "T", "neighbor_as": 64501, "relationship": "transit", "capacity": "10 Gbps",
     "inbound": "5 Gbps", "billing": {"model": "flat", "fee": 900}}],
    "prefixes": [{"prefix": "198.51.100.0/24", "inbound": {"O": "2 Gbps", "T": "5 Gbps"},
                  "advertise": {"T": 0}}]})");
  json changed = scenario;
  changed["links"][0]["relationship"] = relationship;
  changed["prefixes"][0]["advertise"]["O"] = prepends;
  const std::string path = temporary(file, changed.dump());
  return run({"drain", path, "--link", "T", "--width", "400"}).out;
}

TEST(Drain, SaysFirstWhatIsOutOfReachWhereOnlyAnExchangeIsLeft) {
  const std::string text = drained("drain-exchange.json", "ix", 0);
  EXPECT_TRUE(contains(text, "5 Gbps of 198.51.100.0/24 are unreachable while T is down.")) << text;
  EXPECT_TRUE(contains(text, "Announce it on another transit first.")) << text;
}

TEST(Drain, SaysThatPrependsOfTheOtherLinkGoFirst) {
  const std::string text = drained("drain-backup.json", "transit", 3);
  EXPECT_TRUE(contains(text,
                       "198.51.100.0/24 is prepended towards O 3 times: take those prepends "
                       "off first."))
      << text;
  EXPECT_FALSE(contains(drained("drain-plain.json", "transit", 0), "take those prepends off"));
}

TEST(Drain, AnUnknownLinkIsUsage) {
  const Outcome outcome = run({"drain", case_path(), "--link", "Q"});
  EXPECT_EQ(outcome.exit, 64);
  EXPECT_EQ(outcome.out, "");
}

TEST(ExportLp, HasAnObjectiveAndAnEnd) {
  for (const std::string stage : {"objective", "excess"}) {
    const Outcome outcome = run({"export-lp", case_path(), "--stage", stage});
    EXPECT_EQ(outcome.exit, 0) << outcome.err;
    EXPECT_TRUE(contains(outcome.out, "Minimize") || contains(outcome.out, "minimize"));
    EXPECT_TRUE(contains(outcome.out, "End") || contains(outcome.out, "end"));
  }
}

/// 64500 buys from 64501 and 64502, which peer; 64510 buys from both, 64511 from 64501 alone.
std::string relationships() {
  return temporary("as-rel.txt",
                   "64501|64500|-1\n64502|64500|-1\n64501|64502|0\n64501|64510|-1\n"
                   "64502|64510|-1\n64501|64511|-1\n");
}

TEST(Catchment, OneRowForEachAsInAsnOrder) {
  const Outcome outcome = run({"catchment", "--as-rel", relationships(), "--origin", "64500",
                               "--link", "A=64501", "--link", "B=64502:1"});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(outcome.out,
            "asn,route,path_length,link\n64500,origin,0,\n64501,customer,1,A\n"
            "64502,customer,2,B\n64510,provider,2,A\n64511,provider,2,A\n");
}

TEST(Catchment, ASweepHasEveryVectorWithMinimumZero) {
  const Outcome outcome = run({"catchment", "--as-rel", relationships(), "--origin", "64500",
                               "--link", "A=64501", "--link", "B=64502", "--sweep", "3"});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1 + 7);
  EXPECT_TRUE(contains(outcome.out, "A,B,share_A,share_B\n"));
}

TEST(Catchment, BadArgumentsAreUsageAndSayWhich) {
  for (const std::string link :
       {"A", "=64501", "A=x", "A=64501:", "A=64501:-1", "A=0", "A=1:999"}) {
    const Outcome outcome =
        run({"catchment", "--as-rel", relationships(), "--origin", "64500", "--link", link});
    EXPECT_EQ(outcome.exit, 64) << link;
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(contains(outcome.err, link)) << outcome.err;
  }
  EXPECT_EQ(run({"catchment", "--as-rel", "/nonexistent", "--origin", "1", "--link", "A=2"}).exit,
            1);
}

TEST(Catchment, AFileWithoutARelationshipIsNotValid) {
  for (const char* text : {"", "no graph\nat all\n"}) {
    const Outcome outcome = run({"catchment", "--as-rel", temporary("nothing.txt", text),
                                 "--origin", "64500", "--link", "A=64501"});
    EXPECT_EQ(outcome.exit, 65) << text;
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(contains(outcome.err, "there is no AS relationship in it")) << outcome.err;
  }
}

TEST(AsGraph, AScenarioIsAdvisedFromTheGraph) {
  const std::string graph = relationships();
  std::string text = read_file(case_path());
  json scenario = json::parse(text);
  scenario["local_as"] = 64500;
  scenario["ingress"] = {{"model", "as-graph"},
                         {"as_rel", std::filesystem::path(graph).filename().string()}};
  scenario.erase("expect");
  const std::string path = temporary("as-graph.json", scenario.dump());
  const Outcome outcome = run({"advise", path, "--format", "json"});
  ASSERT_TRUE(outcome.exit == 0 || outcome.exit == 3) << outcome.err;
  const json advice = json::parse(outcome.out);
  EXPECT_TRUE(contains(advice["basis"], "policy routing over"));
  EXPECT_TRUE(contains(outcome.out, "as-graph-fit"));
  // 64510 ties between A and B once 11/24 is plain on both; 64511 is behind A whatever happens.
  EXPECT_FALSE(advice["changes"].empty());
}

}  // namespace
}  // namespace bgpte
