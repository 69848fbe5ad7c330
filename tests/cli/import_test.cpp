// bgpte import within this process: files, options, mistakes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "src/cli/import/progress.hpp"
#include "tests/cli/command_line.hpp"

namespace bgpte {
namespace {

using cli_test::contains;
using cli_test::Outcome;
using cli_test::run;
using cli_test::temporary;
using nlohmann::json;

std::string map_path() {
  return temporary("map.json", R"({ "format": "bgpte-map/1",
    "exporters": { "rt1": { "addresses": ["192.0.2.33"] } },
    "interfaces": [ { "router": "rt1", "ifname": "xe-0", "ifindex": [11], "link": "A" },
                    { "router": "rt1", "ifname": "xe-1", "ifindex": [12], "link": "B" } ] })");
}

const std::string rows =
    "192.0.2.33, 11, 11.0.0.5, 1000, 2, 1\n192.0.2.33, 12, 11.0.0.9, 50, 1, 1\n";

std::vector<std::string> flows_of(const std::string& file) {
  return {"import",
          "flows",
          file,
          "--map",
          map_path(),
          "--scenario",
          cli_test::case_path(),
          "--from",
          "2026-11-28T22:40:00Z",
          "--to",
          "2026-11-28T22:45:00Z"};
}

TEST(Import, FlowsAreAddedUpForThePrefixesOfTheScenario) {
  const Outcome outcome = run(flows_of(temporary("flows.txt", rows)));
  ASSERT_EQ(outcome.exit, 0) << outcome.err;
  const json made = json::parse(outcome.out);
  ASSERT_EQ(made["flows"].size(), 2U);
  EXPECT_EQ(made["flows"][0]["prefix"], "11.0.0.0/24");
  EXPECT_EQ(made["flows"][0]["bytes"], 1000);
  EXPECT_TRUE(contains(outcome.err, "sampling rate")) << outcome.err;
  EXPECT_EQ(run(flows_of("-"), rows).out, outcome.out);
}

TEST(Import, AFaultWritesNothing) {
  const std::string target = temporary("out.json", "as before");
  std::vector<std::string> line = flows_of(temporary("flows.txt", "a,b\n1,2\n"));
  line.insert(line.end(), {"-o", target});
  const Outcome outcome = run(line);
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "no format that is known")) << outcome.err;
  EXPECT_EQ(cli_test::read_file(target), "as before");
  EXPECT_EQ(run(flows_of("/nonexistent")).exit, 1);
}

TEST(Import, LoadReadsCounters) {
  const std::string file = temporary(
      "load.csv", "time,router,interface,in_bps,out_bps\n2026-11-28T22:40:00Z,rt1,xe-0,1000,5\n");
  const Outcome outcome = run({"import", "load", file, "--map", map_path()});
  ASSERT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(json::parse(outcome.out)["load"][0]["in_bps"], 1000);
}

TEST(Import, RoutesNeedNoScenario) {
  const std::string file = temporary("routes.json",
                                     R"({ "localAS": 64500, "advertisedRoutes": {
    "203.0.113.0/24": { "metric": 0, "path": "64500" } } })");
  const Outcome outcome = run({"import", "routes", "192.0.2.1=" + file, "--platform", "frr",
                               "--local-as", "64500", "--link", "A"});
  ASSERT_EQ(outcome.exit, 0) << outcome.err;
  const json route = json::parse(outcome.out)["routes"][0];
  EXPECT_EQ(route["prepends"], 1);
  EXPECT_EQ(route["session"], "192.0.2.1");
  EXPECT_EQ(route["communities"], nullptr);
}

TEST(Import, MistakesOnTheCommandLineAreUsageFaults) {
  const std::string file = temporary("flows.txt", rows);
  const std::vector<std::pair<std::vector<std::string>, std::string>> lines{
      {{"import"}, "required"},
      {{"import", "other", file}, "other"},
      {{"import", "flows", file}, "--map"},
      {{"import", "flows", file, "--map", map_path()}, "--scenario"},
      {{"import", "flows", file, "--map", map_path(), "--prefix", "x"}, "not a prefix"},
      {{"import", "flows", file, "--format", "nfdump-fnt"}, "did you mean nfdump-fmt?"},
      {{"import", "flows", file, "--from", "2026-11-28T22:40:00Z"}, "--to"},
      {{"import", "flows", file, "--sampling", "rt1=0"}, "ROUTER=N"},
      {{"import", "load", file, "--series", "x"}, "NAME=VALUE"},
      {{"import", "routes", file}, "--scenario"},
      {{"import", "routes", file, "--platform", "ios-xe"}, "before the policy"}};
  for (const auto& [line, says] : lines) {
    const Outcome outcome = run(line);
    EXPECT_EQ(outcome.exit, 64) << outcome.err;
    EXPECT_TRUE(contains(outcome.err, says)) << outcome.err;
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(Import, ABrokenMapIsNamed) {
  const std::string bad = temporary("bad.json", "{}");
  const Outcome outcome = run({"import", "load", bad, "--map", bad});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.err, "format is missing")) << outcome.err;
}

TEST(Import, ProgressSaysHowMuchOfHowMuch) {
  EXPECT_EQ(cli::progress_text(25'000'000, 0), "25 MB");
  EXPECT_EQ(cli::progress_text(1'200'000'000, 10'000'000'000), "1.2 GB of 10.0 GB, 12 %");
}

}  // namespace
}  // namespace bgpte
