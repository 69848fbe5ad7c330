// bgpte learn and advise --record: the log from the first forecast to what it teaches.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "bgpte/logbook/logbook.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/telemetry/observe/network.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;
namespace measured = telemetry::observe_test;

using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;
using nlohmann::json;

std::size_t line_count(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

/// The headline case in a folder of its own, with a log beside it.
class Learn : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = cli_test::temporary_folder();
    text_ = read_file(std::string(BGPTE_SOURCE_DIR) + "/scenarios/link-a-link-b/scenario.json");
    scenario_ = put("scenario.json", text_);
    log_ = (folder_ / "log.jsonl").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string put(const std::string& name, const std::string& bytes) const {
    std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  /// Flows of 11.0.0.0/24 in the hour from the beginning of 2026-11-29, in Mbps by link.
  [[nodiscard]] std::string flows(double by_a, double by_b, std::int64_t sampling = 1) const {
    telemetry::Observation seen = measured::flows(12);
    for (std::size_t i = 0; i < 12; ++i) {
      measured::add_flow(seen, "A", "11.0.0.0/24", i, by_a);
      measured::add_flow(seen, "B", "11.0.0.0/24", i, by_b);
    }
    for (telemetry::FlowCell& cell : seen.flows) {
      cell.interface = "to-" + cell.link;
      cell.sampling = sampling;
    }
    return put("flows.json", telemetry::to_json(seen));
  }
  [[nodiscard]] std::string recorded_id() const {
    return json::parse(read_file(log_))["change_id"].get<std::string>();
  }

  fs::path folder_;
  std::string text_, scenario_, log_;
};

TEST_F(Learn, AForecastIsRecordedOnce) {
  const Outcome first = run({"advise", scenario_, "--record", log_});
  EXPECT_EQ(first.exit, 0) << first.err;
  EXPECT_EQ(first.out, run({"advise", scenario_}).out);
  const std::string once = read_file(log_);
  ASSERT_EQ(line_count(once), 1U) << once;
  const json entry = json::parse(once);
  EXPECT_EQ(entry["at"], "2026-11-23T00:00:00Z");  // The end of measured.to.
  EXPECT_EQ(entry["prefix"], "11.0.0.0/24");
  EXPECT_EQ(entry["advertise"], (json{{"A", 0}, {"B", 0}}));
  EXPECT_EQ(entry["before"]["advertise"], (json{{"A", 0}, {"B", 1}}));
  EXPECT_GT(entry["forecast"]["A"]["sd"], 0.01);
  EXPECT_EQ(run({"advise", scenario_, "--record", log_}).exit, 0);
  EXPECT_EQ(read_file(log_), once);
}

TEST_F(Learn, WithoutATimeNothingIsRecorded) {
  const std::string timeless =
      put("timeless.json", cli_test::replaced(text_, R"(, "to": "2026-11-22")", ""));
  const Outcome outcome = run({"advise", timeless, "--record", log_});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.err, "measured.to")) << outcome.err;
  EXPECT_FALSE(fs::exists(log_));
}

TEST_F(Learn, ABrokenLogIsNamedAndNotWrittenOver) {
  (void)put("log.jsonl", "{\"at\":\"2026-11-22\"");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"advise", scenario_, "--record", log_},
        {"learn", log_, scenario_}}) {
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.exit, 65);
    EXPECT_TRUE(contains(outcome.err, "line 1")) << outcome.err;
  }
  EXPECT_EQ(read_file(log_), "{\"at\":\"2026-11-22\"");
}

TEST_F(Learn, WhatCameIsAddedAndHeldToTheForecast) {
  run({"advise", scenario_, "--record", log_});
  const std::vector<std::string> add{"learn",         log_,       scenario_,    "--add",
                                     flows(300, 700), "--change", recorded_id()};
  const Outcome outcome = run(add);
  ASSERT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "1 forecast of 2 shares")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "came 30")) << outcome.out;
  const logbook::Log log = logbook::read_log(read_file(log_));
  ASSERT_EQ(log.entries.size(), 2U);
  EXPECT_EQ(log.entries[1].at, measured::begin + 3600);
  EXPECT_EQ(log.entries[1].seen.inbound.at("A").value, 300'000'000);
  EXPECT_EQ(log.entries[1].seen.advertise, log.entries[0].seen.advertise);
  const std::string before = read_file(log_);
  EXPECT_EQ(run(add).exit, 0);
  EXPECT_EQ(read_file(log_), before);
}

TEST_F(Learn, WithoutAChangeTheScenarioSaysWhatIsAnnounced) {
  run({"advise", scenario_, "--record", log_});
  const Outcome outcome = run({"learn", log_, scenario_, "--add", flows(880, 20)});
  ASSERT_EQ(outcome.exit, 0) << outcome.err;
  const logbook::Log log = logbook::read_log(read_file(log_));
  ASSERT_EQ(log.entries.size(), 2U);
  EXPECT_EQ(log.entries[1].seen.advertise, (logbook::Prepends{{"A", 0}, {"B", 1}}));
  EXPECT_TRUE(contains(outcome.out, "NOT MEASURED YET")) << outcome.out;
}

TEST_F(Learn, FlowsWithoutAKnownSamplingAndUnknownChangesAreRefused) {
  run({"advise", scenario_, "--record", log_});
  const std::string before = read_file(log_);
  EXPECT_EQ(run({"learn", log_, scenario_, "--add", flows(1, 2, 0)}).exit, 65);
  const Outcome unknown =
      run({"learn", log_, scenario_, "--add", flows(1, 2), "--change", "nothing"});
  EXPECT_EQ(unknown.exit, 64);
  EXPECT_TRUE(contains(unknown.err, "no forecast of the change nothing")) << unknown.err;
  EXPECT_EQ(read_file(log_), before);
}

/// A link that did not move when it was prepended is not what the next advice prepends.
TEST_F(Learn, AScenarioThatNamesTheLogIsForecastWithIt) {
  run({"advise", scenario_, "--record", log_});
  run({"learn", log_, scenario_, "--add", flows(890, 10), "--change", recorded_id()});
  const std::string learned =
      put("learned.json",
          cli_test::replaced(
              text_, "\"policy\":", "\"ingress\": { \"log\": \"log.jsonl\" },\n\"policy\":"));
  const Outcome before = run({"whatif", scenario_, "--set", "11.0.0.0/24@B=0", "--format", "json"});
  const Outcome after = run({"whatif", learned, "--set", "11.0.0.0/24@B=0", "--format", "json"});
  ASSERT_EQ(after.exit, 3) << after.err;  // A stays above its ceiling.
  const auto by_a = [](const Outcome& outcome) {
    return json::parse(outcome.out)["links"][0]["after"]["inbound_bps"]["expected"].get<double>();
  };
  EXPECT_LT(by_a(before), 700e6);
  EXPECT_NEAR(by_a(after), 970e6, 10e6);
  EXPECT_TRUE(contains(run({"advise", learned, "--full"}).out, "1 observation of this network"));
}

TEST_F(Learn, LinesThatAreThereTwiceAreToldAndSayNothing) {
  run({"advise", scenario_, "--record", log_});
  const Outcome once = run({"learn", log_, scenario_, "--format", "json"});
  (void)put("log.jsonl", read_file(log_) + read_file(log_));
  const Outcome twice = run({"learn", log_, scenario_, "--format", "json"});
  EXPECT_EQ(twice.out, once.out);
  EXPECT_TRUE(contains(twice.err, "1 repeated line")) << twice.err;
}

TEST_F(Learn, TheJsonFollowsItsSchemaAndMarkdownIsATicket) {
  run({"advise", scenario_, "--record", log_});
  run({"learn", log_, scenario_, "--add", flows(300, 700), "--change", recorded_id()});
  const Outcome outcome = run({"learn", log_, scenario_, "--format", "json"});
  ASSERT_EQ(outcome.exit, 0) << outcome.err;
  const json document = json::parse(outcome.out);
  EXPECT_EQ(document["forecasts"]["count"], 1);
  const json schema_json = json::parse(run({"schema", "learning"}).out);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_json), schema);
  valijson::Validator validator;
  EXPECT_TRUE(
      validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(document), nullptr));
  const Outcome ticket = run({"learn", log_, scenario_, "--format", "markdown"});
  EXPECT_TRUE(contains(ticket.out, "## Forecasts and what came\n")) << ticket.out;
  EXPECT_TRUE(contains(ticket.out, "| link | prepends |")) << ticket.out;
}

/// The first test of the headline case is the one that advise names, field by field.
TEST_F(Learn, NamesTheTestThatAdviseNames) {
  (void)put("log.jsonl", "");
  const json learned = json::parse(run({"learn", log_, scenario_, "--format", "json"}).out);
  const json advice = json::parse(run({"advise", scenario_, "--format", "json"}).out);
  ASSERT_GE(learned["tests"].size(), 1U);
  EXPECT_EQ(learned["tests"][0], advice["test"]);
  const Outcome text = run({"learn", log_, scenario_});
  EXPECT_TRUE(contains(text.out, "1. Remove the prepend of 11.0.0.0/24 towards B (1 to 0)."))
      << text.out;
  EXPECT_TRUE(contains(text.out, "  1     bgpte whatif SCENARIO --set 11.0.0.0/24@B=0\n"))
      << text.out;
}

/// With what the whole log says, the first day's network is left as it is.
TEST_F(Learn, WithoutAChangeThereIsNoTest) {
  const std::string shipped = std::string(BGPTE_SOURCE_DIR) + "/scenarios/learning/";
  const Outcome outcome = run({"learn", shipped + "log.jsonl", shipped + "day-1.json"});
  EXPECT_TRUE(contains(outcome.out, "TESTS\n  Nothing is to be changed now")) << outcome.out;
}

/// scenarios/learning: its log is what the two days record, and what came after each.
TEST_F(Learn, TheShippedLoopIsWhatTheDaysRecord) {
  const fs::path shipped = fs::path(BGPTE_SOURCE_DIR) / "scenarios/learning";
  const std::string log = read_file((shipped / "log.jsonl").string());
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < log.size(); at = log.find('\n', at) + 1) {
    lines.push_back(log.substr(at, log.find('\n', at) + 1 - at));
  }
  ASSERT_EQ(lines.size(), 4U);
  (void)put("log.jsonl", "");
  for (const std::size_t day : {1U, 2U}) {
    const std::string name = fmt::format("day-{}.json", day);
    const std::string scenario = put(name, read_file((shipped / name).string()));
    EXPECT_EQ(run({"advise", scenario, "--record", log_}).exit, day == 1 ? 3 : 0);
    const std::string recorded = read_file(log_);
    EXPECT_EQ(recorded.substr(recorded.size() - lines[2 * day - 2].size()), lines[2 * day - 2]);
    (void)put("log.jsonl", recorded + lines[2 * day - 1]);
  }
  EXPECT_EQ(read_file(log_), log);
  const Outcome learned = run({"learn", log_, (shipped / "scenario.json").string()});
  EXPECT_TRUE(contains(learned.out, "A is sticky")) << learned.out;
}

TEST_F(Learn, TenThousandLinesAreReadAndJudged) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) {
    text += fmt::format(
        R"({{"at":"2026-{:02}-{:02}T{:02}:{:02}:00Z","prefix":"11.0.0.0/24","advertise":{{"A":0,"B":{}}},)"
        R"("inbound":{{"A":{},"B":100}}}})"
        "\n",
        1 + i / 1000, 1 + i / 40 % 25, i / 2 % 20, i % 2 * 30, i % 3, 300 + i % 7);
  }
  (void)put("log.jsonl", text);
  const Outcome outcome = run({"learn", log_, scenario_});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "10000 entries")) << outcome.out.substr(0, 500);
}

}  // namespace
}  // namespace bgpte
