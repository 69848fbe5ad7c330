// bgpte observe and bgpte init: what they print, write, refuse and leave alone.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "tests/cli/command_line.hpp"
#include "tests/telemetry/observe/network.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;
namespace network = telemetry::observe_test;

using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;

class Observe : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = cli_test::temporary_folder();
    scenario_ = put("scenario.json", network::network);
    telemetry::Observation seen = network::flows(1);
    network::add_flow(seen, "A", "203.0.113.0/24", 0, 560);
    network::add_flow(seen, "A", "198.51.100.0/24", 0, 240);
    flows_ = put("flows.json", telemetry::to_json(seen));
    load_ = put("load.json", telemetry::to_json(network::counters("A", {812.4})));
    for (telemetry::FlowCell& cell : seen.flows) {
      cell.bytes /= 1000;
      cell.sampling = 0;
    }
    sampled_ = put("sampled.json", telemetry::to_json(seen));
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string put(const std::string& name, const std::string& bytes) const {
    std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return read_file((folder_ / name).string());
  }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
  std::string scenario_, flows_, load_, sampled_;
};

TEST_F(Observe, PrintsWhatWouldChangeAndWritesNothing) {
  const std::size_t before = files();
  const Outcome outcome = run({"observe", scenario_, flows_, load_, "--statistic", "mean"});
  EXPECT_EQ(outcome.exit, 0);
  for (const char* line :
       {"link A +inbound +800 Mbps +-> +812 Mbps",
        "203.0.113.0/24 +inbound by A +500 Mbps +-> +560 Mbps",
        "measured statistic: not given -> mean of 2026-11-29T00:00Z to 00:05Z"}) {
    EXPECT_TRUE(std::regex_search(outcome.out, std::regex(line))) << line << "\n" << outcome.out;
  }
  EXPECT_TRUE(contains(outcome.out, "+12.0 %"));
  EXPECT_TRUE(contains(outcome.out, "no-counter: link B"));
  EXPECT_TRUE(contains(outcome.err, "--write"));
  EXPECT_EQ(file("scenario.json"), network::network);
  EXPECT_EQ(files(), before);
}

TEST_F(Observe, ReportsForATicketAndForAProgramToo) {
  const std::vector<std::string> command{"observe", scenario_, flows_, load_, "--format"};
  const auto with = [&](const char* format) {
    std::vector<std::string> words = command;
    words.emplace_back(format);
    return run(words);
  };
  EXPECT_TRUE(contains(with("markdown").out, "| link A | inbound |"));
  const std::string json = with("json").out;
  EXPECT_TRUE(contains(json, R"("format": "bgpte-observed/1")"));
  EXPECT_TRUE(contains(json, R"("subject": "link A", "what": "inbound")"));
  EXPECT_EQ(with("csv").exit, 64);
  EXPECT_EQ(file("scenario.json"), network::network);
}

TEST_F(Observe, WritesTheScenarioItsSamplesAndWhereTheyAreFrom) {
  const std::vector<std::string> command{"observe", "--write",     scenario_, flows_,
                                         load_,     "--statistic", "mean"};
  EXPECT_EQ(run(command).exit, 0);
  const std::string scenario = file("scenario.json");
  const std::string provenance = file("scenario.observed.json");
  EXPECT_TRUE(contains(scenario, R"("inbound": "812 Mbps")"));
  EXPECT_EQ(file("samples.csv"), "time,link,inbound\n1795910400,A,812400000\n");
  EXPECT_TRUE(contains(provenance, R"("coverage": 0.98)")) << provenance;
  EXPECT_FALSE(contains(provenance, folder_.string()));
  const auto written_at = fs::last_write_time(scenario_);
  EXPECT_EQ(run(command).exit, 0);
  EXPECT_EQ(file("scenario.json"), scenario);
  EXPECT_EQ(file("scenario.observed.json"), provenance);
  EXPECT_EQ(file("samples.csv"), "time,link,inbound\n1795910400,A,812400000\n");
  EXPECT_EQ(fs::last_write_time(scenario_), written_at);  // Not even written again.
}

TEST_F(Observe, AddsToTheSamplesThatBillsName) {
  const std::string header = "time,link,inbound\n1795910100,A,7\n1795910100,B,7\n";
  (void)put("may.csv", header);
  (void)put(
      "scenario.json",
      cli_test::replaced(network::network, R"("per-mbps", "price": 0.50)",
                         R"("per-mbps", "price": 0.50, "percentile": { "samples": "may.csv" })"));
  EXPECT_EQ(run({"observe", "--write", scenario_, load_}).exit, 0);
  EXPECT_EQ(file("may.csv"), header + "1795910400,A,812400000\n");
  EXPECT_FALSE(fs::exists(folder_ / "samples.csv"));
}

TEST_F(Observe, WhatItAddsToAFileOfSamplesIsAlwaysLoaded) {
  const std::string billed =
      cli_test::replaced(network::network, R"("per-mbps", "price": 0.50)",
                         R"("per-mbps", "price": 0.50, "percentile": { "samples": "may.csv" })");
  for (const char* first :
       {"1795910100,A,7\n", "2026-11-29T01:55+02:00,A,7", "2026-11-28 23:55:00Z,A,7\r\n",
        "2026-11-28T23:55:00.25z,\"A\",\"7 Mbps\"\n", "2026-11-29 00:55:00+01:00,A,\t7\n"}) {
    (void)put("may.csv", std::string("time,link,inbound\n") + first);
    (void)put("scenario.json", billed);
    EXPECT_EQ(run({"validate", scenario_}).exit, 0) << first;
    const Outcome written = run({"observe", "--write", scenario_, load_});
    EXPECT_EQ(written.exit, 0) << first << written.err;
    EXPECT_TRUE(contains(written.err, "1 samples added")) << first << written.err;
    const Outcome loaded = run({"validate", scenario_});
    EXPECT_EQ(loaded.exit, 0) << file("may.csv") << loaded.err;
  }
}

TEST_F(Observe, WritesNothingWhereFlowsLookSampled) {
  const std::size_t before = files();
  const Outcome shown = run({"observe", scenario_, sampled_, load_});
  EXPECT_EQ(shown.exit, 0);
  EXPECT_TRUE(contains(shown.out, "looks like sampling 1:1000")) << shown.out;
  const Outcome refused = run({"observe", "--write", scenario_, sampled_, load_});
  EXPECT_EQ(refused.exit, 3);
  EXPECT_TRUE(contains(refused.err, "rt1: the flows account for 0.1 %")) << refused.err;
  EXPECT_TRUE(contains(refused.err, "--sampling"));
  EXPECT_EQ(file("scenario.json"), network::network);
  EXPECT_EQ(files(), before);
}

TEST_F(Observe, RefusesWhatDoesNotBelongTogether) {
  telemetry::Observation later = network::counters("A", {800});
  later.window.from += 3600;
  later.window.to += 3600;
  for (telemetry::LoadSample& sample : later.load) {
    sample.window = later.window;
  }
  const std::string other = put("later.json", telemetry::to_json(later));
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"observe", "--write", scenario_, flows_, other},
        {"observe", "--write", scenario_, load_, "--max-age", "1h", "--now",
         "2026-11-29T02:00:00Z"},
        {"observe", "--write", scenario_, put("broken.json", "{}")}}) {
    const Outcome outcome = run(command);
    EXPECT_EQ(outcome.exit, 65);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err, "");
    EXPECT_EQ(file("scenario.json"), network::network);
  }
  EXPECT_EQ(run({"observe", scenario_, load_, "--max-age", "1 week"}).exit, 64);
  EXPECT_EQ(
      run({"observe", scenario_, load_, "--max-age", "2h", "--now", "2026-11-29T02:00:00Z"}).exit,
      0);
  EXPECT_EQ(run({"observe", "--write", "-", load_}, network::network).exit, 64);
}

TEST_F(Observe, AFaultOnTheWayLeavesTheOldScenario) {
  const Outcome outcome = run({"observe", "--write", scenario_, load_, "--samples",
                               (folder_ / "missing" / "samples.csv").string()});
  EXPECT_EQ(outcome.exit, 1);
  EXPECT_TRUE(contains(outcome.err, "No such file or directory")) << outcome.err;
  EXPECT_EQ(file("scenario.json"), network::network);
}

TEST_F(Observe, AScenarioWithSomethingToFillInIsToldAsSuch) {
  const std::string open =
      put("open.json", cli_test::replaced(network::network, "\"price\": 0.50", "\"price\": null"));
  const Outcome outcome = run({"observe", open, load_});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.err, "todo: This is still to be filled in.")) << outcome.err;
}

TEST_F(Observe, InitWritesAFirstScenarioOnce) {
  const std::string map = put("map.json", R"({"format": "bgpte-map/1",
      "interfaces": [{"router": "rt1", "ifname": "xe0", "link": "A"}]})");
  const std::string first = (folder_ / "first.json").string();
  const Outcome outcome = run({"init", "--map", map, load_, "-o", first});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.err, "7 values are to be filled in")) << outcome.err;
  EXPECT_TRUE(contains(read_file(first), R"("inbound": "812 Mbps")"));
  EXPECT_EQ(run({"validate", first}).exit, 65);
  const Outcome again = run({"init", "--map", map, load_, "-o", first});
  EXPECT_EQ(again.exit, 64);
  EXPECT_TRUE(contains(again.err, "is there already"));
  EXPECT_EQ(run({"init", "--map", load_, load_}).exit, 65);
}

}  // namespace
}  // namespace bgpte
