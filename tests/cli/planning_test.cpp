#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bgpte/render/document.hpp"
#include "tests/cli/command_line.hpp"

/// The commands around an advice: frontier, drain, verify, export-lp, catchment.
namespace bgpte {
namespace {

using cli_test::case_path;
using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;
using nlohmann::json;

std::string temporary(const std::string& name, const std::string& bytes) {
  std::string path = testing::TempDir() + "bgpte_planning_" + name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

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
  EXPECT_TRUE(contains(run({"frontier", case_path()}).out, "brings 100 % of the relief") ||
              contains(run({"frontier", case_path()}).out, "% of the relief"));
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

TEST(Drain, AnUnknownLinkIsUsage) {
  const Outcome outcome = run({"drain", case_path(), "--link", "Q"});
  EXPECT_EQ(outcome.exit, 64);
  EXPECT_EQ(outcome.out, "");
}

/// FRR leaves the own AS out: one prepend is a path of one ASN.
std::string frr_output(const std::string& path_of_11) {
  return R"({"bgpTableVersion":1,"advertisedRoutes":{)"
         R"("10.0.0.0/24":{"network":"10.0.0.0/24","path":"65000"},)"
         R"("11.0.0.0/24":{"network":"11.0.0.0/24","path":")" +
         path_of_11 +
         R"("},"12.0.0.0/24":{"network":"12.0.0.0/24","path":""}},"totalPrefixCounter":3})";
}

TEST(Verify, TellsWhetherTheAdviceIsOnTheWire) {
  const std::string advice =
      temporary("advice.json", run({"advise", case_path(), "--format", "json"}).out);
  const std::string before = temporary("before.json", frr_output("65000"));
  const std::string after = temporary("after.json", frr_output(""));
  const auto verify = [](const std::string& wanted, const std::string& observed) {
    return run({"verify", wanted, "--observed", observed, "--platform", "frr", "--link", "B"});
  };
  EXPECT_EQ(verify(case_path(), before).exit, 0) << verify(case_path(), before).out;
  EXPECT_EQ(verify(advice, before).exit, 3);
  EXPECT_TRUE(contains(verify(advice, before).out, "11.0.0.0/24 wanted prepend 0, seen prepend 1"));
  EXPECT_EQ(verify(advice, after).exit, 0) << verify(advice, after).out;
  EXPECT_EQ(verify(case_path(), after).exit, 3);
}

TEST(Verify, ComparesCommunitiesAndMedAsFarAsTheyAreShown) {
  auto parsed = render::from_json(run({"advise", case_path(), "--format", "json"}).out);
  auto& document = std::get<render::Document>(parsed);
  config::SessionChange& change = document.config.at(0).change;
  const model::IpPrefix prefix = model::parse_prefix("11.0.0.0/24").prefix;
  change.marks_before[prefix] = {{{false, {64502, 80}}, {false, {64502, 90}}}, std::nullopt};
  change.marks_after[prefix] = {{{false, {64502, 80}}}, 100};
  const auto verify = [&](model::Platform platform, const std::string& output,
                          const std::string& format) {
    change.session.platform = platform;
    return run({"verify", temporary("lever.json", render::to_json(document)), "--observed",
                temporary("lever.txt", output), "--platform", std::string(name_of(platform)),
                "--format", format});
  };
  const auto bird = [&](const std::string& lines, const std::string& format = "text") {
    return verify(model::Platform::bird,
                  "Table master4:\n10.0.0.0/24 blackhole\n\tBGP.as_path: 65000\n"
                  "11.0.0.0/24 blackhole\n" +
                      lines,
                  format);
  };
  const Outcome right = bird("\tBGP.med: 100\n\tBGP.community: (65000,999) (64502,80)\n");
  EXPECT_EQ(right.exit, 0) << right.out;
  const Outcome wrong = bird("\tBGP.med: 7\n\tBGP.community: (64502,90)\n");
  EXPECT_EQ(wrong.exit, 3);
  EXPECT_TRUE(contains(wrong.out, "wanted community 64502:80, which is not there")) << wrong.out;
  EXPECT_TRUE(contains(wrong.out, "wanted no community 64502:90, which is there")) << wrong.out;
  EXPECT_TRUE(contains(wrong.out, "wanted MED 100, seen MED 7")) << wrong.out;
  EXPECT_TRUE(contains(wrong.out, "1 of ")) << wrong.out;
  const Outcome json = bird("\tBGP.community: (64502,90)\n", "json");
  EXPECT_EQ(json.exit, 3);
  EXPECT_TRUE(contains(json.out, "\"attribute\": \"med\"")) << json.out;
  EXPECT_TRUE(contains(json.out, "\"64502:90\"")) << json.out;

  const auto frr = [&](const std::string& med, const std::string& format = "text") {
    return verify(model::Platform::frr,
                  R"({"advertisedRoutes":{"10.0.0.0/24":{"metric":0,"path":"65000"},)"
                  R"("11.0.0.0/24":{"metric":)" +
                      med + R"(,"path":""}}})",
                  format);
  };
  const Outcome hidden = frr("100");
  EXPECT_EQ(hidden.exit, 0) << hidden.out;
  EXPECT_TRUE(contains(hidden.out, "this output does not show communities")) << hidden.out;
  EXPECT_TRUE(contains(frr("100", "json").out, "\"not_shown\"")) << frr("100", "json").out;
  EXPECT_EQ(frr("0").exit, 3);
}

TEST(Verify, AFileThatIsNoRouterOutputIsInvalid) {
  const std::string garbage = temporary("garbage.txt", "{\"advertisedRoutes\":[[[");
  const Outcome outcome =
      run({"verify", case_path(), "--observed", garbage, "--platform", "frr", "--link", "B"});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_EQ(outcome.out, "");
}

TEST(Verify, SeveralSessionsNeedAChoice) {
  const std::string observed = temporary("several.json", frr_output(""));
  EXPECT_EQ(run({"verify", case_path(), "--observed", observed, "--platform", "frr"}).exit, 64);
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
