// The commands advise, check, validate, schema and communities within this process.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "bgpte/render/document.hpp"
#include "bgpte/scenario/catalogue.hpp"
#include "bgpte/scenario/load.hpp"
#include "bgpte/telemetry/map.hpp"
#include "bgpte/telemetry/observation.hpp"
#include "bgpte/telemetry/observe.hpp"
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

std::string the_case() {
  return read_file(case_path());
}

/// A file of its own for one test.
class Temporary {
 public:
  explicit Temporary(const std::string& name, const std::string& text = "")
      : folder_(std::filesystem::path(testing::TempDir()) /
                ("bgpte-cli-" +
                 std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))),
        path_(folder_ / name) {
    std::filesystem::create_directories(path_.parent_path());
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~Temporary() { std::filesystem::remove_all(folder_); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::string folder() const { return folder_.string(); }

 private:
  std::filesystem::path folder_, path_;
};

TEST(Advise, ChangesOnePrependInTheCase) {
  const Outcome outcome = run({"advise", case_path(), "--format", "json"});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  const json advice = json::parse(outcome.out);
  EXPECT_EQ(advice["status"], "change");
  ASSERT_EQ(advice["changes"].size(), 1U);
  EXPECT_EQ(advice["changes"][0]["prefix"], "11.0.0.0/24");
  EXPECT_EQ(advice["changes"][0]["link"], "B");
  EXPECT_EQ(advice["changes"][0]["from"], 1);
  EXPECT_EQ(advice["changes"][0]["to"], 0);
  EXPECT_EQ(advice["links"][0]["after"]["inbound_bps"]["expected"], 710'000'000);
}

TEST(Advise, TheThreeFormatsTellTheSameChange) {
  for (const char* format : {"text", "markdown", "json"}) {
    const Outcome outcome = run({"advise", case_path(), "--format", format});
    EXPECT_EQ(outcome.exit, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_TRUE(contains(outcome.out, "11.0.0.0/24")) << format;
    EXPECT_FALSE(contains(outcome.out, "\x1b"));
    // Only the commands at the end of a text name the scenario as it was given.
    EXPECT_EQ(contains(outcome.out, BGPTE_SOURCE_DIR), std::string(format) == "text");
  }
}

TEST(Advise, StandardInputGivesTheSameBytesAsTheFile) {
  EXPECT_EQ(run({"advise", "-", "--format", "json"}, the_case()).out,
            run({"advise", case_path(), "--format", "json"}).out);
}

TEST(Advise, ThreadsDoNotChangeTheAnswer) {
  const std::string one = run({"advise", case_path(), "--threads", "1", "--format", "json"}).out;
  EXPECT_EQ(one, run({"advise", case_path(), "--threads", "4", "--format", "json"}).out);
  EXPECT_EQ(one, run({"advise", case_path(), "--format", "json"}).out);
}

TEST(Advise, DetailedExitcodeTellsAChangeFromNone) {
  EXPECT_EQ(run({"advise", case_path(), "--detailed-exitcode"}).exit, 2);
  const std::string idle =
      replaced(replaced(the_case(), "\"inbound\": \"980 Mbps\"", "\"inbound\": \"98 Mbps\""),
               "\"A\": \"900 Mbps\"", "\"A\": \"9 Mbps\"");
  const Outcome keep = run({"advise", "-", "--detailed-exitcode", "--format", "json"},
                           replaced(idle, "\"A\": \"80 Mbps\"", "\"A\": \"8 Mbps\""));
  EXPECT_EQ(keep.exit, 0) << keep.out;
  EXPECT_EQ(json::parse(keep.out)["status"], "keep");
}

TEST(Advise, ABrokenCeilingEndsWith3) {
  const Outcome outcome =
      run({"advise", std::string(BGPTE_SOURCE_DIR) + "/scenarios/link-a-link-b-inert/scenario.json",
           "--format", "json", "--detailed-exitcode"});
  EXPECT_EQ(outcome.exit, 3);
  EXPECT_EQ(json::parse(outcome.out)["status"], "no-safe-change");
}

TEST(Advise, StrategyOverridesThePolicy) {
  for (const char* strategy : {"congestion", "balanced", "cost"}) {
    const Outcome outcome =
        run({"advise", case_path(), "--strategy", strategy, "--format", "json"});
    EXPECT_EQ(json::parse(outcome.out)["strategy"], strategy);
  }
}

TEST(Advise, FaultsGoToTheErrorStreamAllAtOnce) {
  const std::string bad =
      replaced(replaced(the_case(), "\"capacity\": \"1 Gbps\"", "\"capacity\": 0"),
               "\"10.0.0.0/24\"", "\"10.0.0.1/24\"");
  const Outcome outcome = run({"advise", "-"}, bad);
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "<stdin>:9:19:")) << outcome.err;
  EXPECT_TRUE(contains(outcome.err, "host-bits") || contains(outcome.err, "host bits"))
      << outcome.err;
}

TEST(Advise, WhatCannotBeReadEndsWith1) {
  EXPECT_EQ(run({"advise", "/nonexistent/scenario.json"}).exit, 1);
  EXPECT_EQ(run({"advise", BGPTE_SOURCE_DIR}).exit, 1);
  const Outcome outcome = run({"advise", case_path(), "-o", "/nonexistent/folder/advice.txt"});
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_TRUE(contains(outcome.err, "cannot write"));
}

TEST(Advise, AFullDiskIsNotSuccess) {
  EXPECT_EQ(run({"advise", case_path(), "-o", "/dev/full"}).exit, 1);
}

TEST(Advise, OutputGoesToTheFile) {
  const Temporary file("advice.txt");
  const Outcome outcome = run({"advise", case_path(), "-o", file.path()});
  EXPECT_EQ(outcome.exit, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(read_file(file.path()), run({"advise", case_path()}).out);
}

TEST(Advise, ColourIsOnlyWhereItIsAskedFor) {
  EXPECT_TRUE(contains(run({"advise", case_path(), "--color", "always"}).out, "\x1b["));
  EXPECT_FALSE(contains(run({"advise", case_path(), "--color", "never"}).out, "\x1b["));
  EXPECT_FALSE(contains(run({"advise", case_path()}).out, "\x1b["));
}

TEST(Validate, AValidFileSaysNothingOnStandardOutput) {
  const Outcome outcome = run({"validate", case_path()});
  EXPECT_EQ(outcome.exit, 0);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "valid"));
  EXPECT_EQ(run({"validate", "-q", case_path()}).err, "");
}

TEST(Validate, DiagnosticsAreTheResult) {
  const std::string bad =
      replaced(replaced(the_case(), "\"neighbor_as\": 64501", "\"neighbour\": 1"), "\"currency\"",
               "\"curency\"");
  const Outcome text = run({"validate", "-"}, bad);
  EXPECT_EQ(text.exit, 65);
  EXPECT_TRUE(contains(text.out, "<stdin>:5:")) << text.out;
  const Outcome outcome = run({"validate", "--format", "json", "-"}, bad);
  EXPECT_EQ(outcome.exit, 65);
  const json report = json::parse(outcome.out);
  EXPECT_EQ(report["files"][0]["file"], "<stdin>");
  EXPECT_EQ(report["files"][0]["valid"], false);
  bool found = false;
  for (const json& diagnostic : report["files"][0]["diagnostics"]) {
    found = found || (diagnostic["pointer"] == "/curency" && diagnostic["nearest"] == "currency" &&
                      diagnostic["line"] == 5);
  }
  EXPECT_TRUE(found) << outcome.out;
}

TEST(Validate, EveryFileIsLookedAt) {
  const Temporary bad("bad.json", "{");
  EXPECT_EQ(run({"validate", case_path(), bad.path()}).exit, 65);
  EXPECT_EQ(run({"validate", "/nonexistent", bad.path()}).exit, 1);
  EXPECT_TRUE(contains(run({"validate", "/nonexistent", bad.path()}).out, bad.path()));
}

TEST(Schema, PrintsEverySchema) {
  EXPECT_EQ(run({"schema", "scenario"}).out, scenario::schema());
  EXPECT_EQ(run({"schema", "advice"}).out, render::advice_schema());
  EXPECT_EQ(run({"schema", "communities"}).out, scenario::catalogue_schema());
  EXPECT_EQ(run({"schema", "observation"}).out, telemetry::observation_schema());
  EXPECT_EQ(run({"schema", "observed"}).out, telemetry::observed_schema());
  EXPECT_EQ(run({"schema", "map"}).out, telemetry::map_schema());
  EXPECT_EQ(json::parse(run({"schema", "advice"}).out)["title"], "bgpte-advice/1");
  EXPECT_TRUE(json::accept(run({"schema", "scenario"}).out));
}

TEST(Communities, OfOneProviderWithSourceAndAWarning) {
  const Outcome outcome = run({"communities", "--as", "2914"});
  EXPECT_EQ(outcome.exit, 0);
  EXPECT_TRUE(contains(outcome.out, "AS2914  NTT\n  Source: https://www.gin.ntt.net/"));
  EXPECT_TRUE(contains(outcome.out, "2914:421 "));
  EXPECT_TRUE(contains(outcome.out, "6550n:PEER"));
  EXPECT_FALSE(contains(outcome.out, "1299:"));
  EXPECT_TRUE(contains(outcome.out, "Confirm each with your provider"));
  EXPECT_TRUE(contains(run({"communities", "--as", "64501"}).out, "Nothing is known of AS64501"));
}

TEST(Communities, OwnEntriesComeFirst) {
  const std::string own =
      std::string(BGPTE_SOURCE_DIR) + "/tests/scenario/corpus/valid/catalogues/ours.json";
  const Outcome outcome = run({"communities", "--catalogue", own, "--format", "json"});
  const json list = json::parse(outcome.out);
  EXPECT_EQ(list["format"], "bgpte-communities-list/1");
  std::size_t of_ours = 0;
  for (const json& entry : list["entries"]) {
    EXPECT_FALSE(entry["source"].get<std::string>().empty());
    of_ours += entry["asn"] == 64501 || entry["community"] == "2914:4211" ? 1U : 0U;
    EXPECT_NE(entry["community"], "2914:421") << "our entry replaces the shipped one";
  }
  EXPECT_EQ(of_ours, 3U);
}

TEST(Communities, ABrokenCatalogueIsInvalidInput) {
  const Temporary bad("bad.json", R"({"format": "bgpte-communities/1", "providers": {}})");
  const Outcome outcome = run({"communities", "--catalogue", bad.path()});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(outcome.err, "wrong-type")) << outcome.err;
  EXPECT_EQ(run({"communities", "--catalogue", "/nonexistent"}).exit, 1);
}

TEST(Check, ShippedScenariosAreAsExpected) {
  const Outcome outcome = run({"check", std::string(BGPTE_SOURCE_DIR) + "/scenarios"});
  EXPECT_EQ(outcome.exit, 0) << outcome.out << outcome.err;
}

TEST(Check, ADifferenceEndsWith3InEveryFormat) {
  const Temporary file("scenario.json", replaced(the_case(), "\"to\": 0 } ]", "\"to\": 2 } ]"));
  const Outcome text = run({"check", file.folder()});
  EXPECT_EQ(text.exit, 3);
  EXPECT_TRUE(contains(text.out, "11.0.0.0/24 on B: expected prepend 2, got prepend 0"))
      << text.out;
  const json report = json::parse(run({"check", file.path(), "--format", "json"}).out);
  EXPECT_EQ(report["differs"], 1);
  EXPECT_EQ(report["scenarios"][0]["verdict"], "differs");
  const Outcome junit = run({"check", file.path(), "--format", "junit"});
  EXPECT_EQ(junit.exit, 3);
  EXPECT_TRUE(contains(junit.out, "failures=\"1\"")) << junit.out;
  EXPECT_TRUE(contains(junit.out, "<failure message=")) << junit.out;
  const Outcome github = run({"check", file.path(), "--format", "github"});
  EXPECT_EQ(github.out.substr(0, 13), "::error file=") << github.out;
}

TEST(Check, StatusChangesAndFindingsAreCompared) {
  const std::string text = replaced(the_case(), "\"status\": \"change\"", "\"status\": \"keep\"");
  EXPECT_TRUE(contains(run({"check", "-"}, text).out, "status: expected keep, got change"));
  const std::string none =
      replaced(the_case(), "[ { \"prefix\": \"11.0.0.0/24\", \"link\": \"B\", \"to\": 0 } ]", "[]");
  EXPECT_TRUE(contains(run({"check", "-"}, none).out, "was not expected"));
  const std::string more =
      replaced(the_case(), "\"to\": 0 } ]",
               "\"to\": 0 }, { \"prefix\": \"10.0.0.0/24\", \"link\": \"A\", \"to\": 1 } ]");
  EXPECT_TRUE(contains(run({"check", "-"}, more).out, "10.0.0.0/24 on A to prepend 1 is missing"));
}

TEST(Check, AnInvalidScenarioEndsWith65AndNothingToCheckToo) {
  const Temporary file("deep/er/scenario.json", "{ \"format\": 1 }");
  const Outcome outcome = run({"check", file.folder()});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.out, "invalid")) << outcome.out;
  EXPECT_EQ(run({"check", std::string(BGPTE_SOURCE_DIR) + "/cmake"}).exit, 65);
  EXPECT_EQ(run({"check", "/nonexistent"}).exit, 1);
}

}  // namespace
}  // namespace bgpte
