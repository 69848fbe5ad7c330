// bgpte watch where something is wrong: a clock, a history, a body that is cut, polls that are
// lost.
#include "tests/cli/watch_folder.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;
namespace network = telemetry::observe_test;

using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;

class WatchFaults : public cli_test::Watch {};

TEST_F(WatchFaults, AlertsThatTheBodyLeavesOutAreSaid) {
  const Outcome outcome = watch({"-", "-q"}, R"({"version": "4", "truncatedAlerts": 2, "alerts": [
      {"status": "firing", "labels": {"link": "A"}, "startsAt": "2026-11-29T00:10:00Z"}]})");
  EXPECT_EQ(outcome.exit, 2) << outcome.err;
  EXPECT_TRUE(contains(outcome.err, "left 2 alerts out of the body")) << outcome.err;
}

TEST_F(WatchFaults, ABrokenHistoryDoesNotStopTheAlarm) {
  const std::string scenario = read_file(in("scenario.json"));
  measure({950, 950, 950});
  fs::create_directory(folder_ / "history");
  put("history/2026-11-28.json", "{");
  for (const char* member :
       {"\"measured\": {\"history\": \"history\",", "\"measured\": {\"history\" : \"gone\" ,",
        R"("measured": {"\u0068istory": "gone",)"}) {
    fs::remove(in("state"));
    put("scenario.json", cli_test::replaced(scenario, "\"measured\": {", member));
    const Outcome outcome = watch();
    EXPECT_EQ(outcome.exit, 2) << outcome.err;
    EXPECT_TRUE(contains(outcome.err, "without the history")) << outcome.err;
    EXPECT_TRUE(contains(outcome.out, "The history of the scenario could not be read"))
        << outcome.out;
  }
  put("scenario.json", cli_test::replaced(scenario, "\"measured\": {",
                                          "\"measured\": {\"history\": \"gone\", \"x\": 1,"));
  EXPECT_EQ(watch().exit, 65) << "another fault is one";
}

TEST_F(WatchFaults, WhatEndsBeforeWhatWasSeenIsSaid) {
  measure({500, 500, 500}, 240);
  EXPECT_EQ(watch().exit, 0);
  measure({950, 950, 950});
  const Outcome outcome = watch({"--quiet"});
  EXPECT_EQ(outcome.exit, 0);
  EXPECT_TRUE(contains(outcome.err, "the observations of A end at 2026-11-29T00:15:00Z"))
      << outcome.err;
}

TEST_F(WatchFaults, ALinkThatIsFarAheadOfTheOthersIsRefused) {
  measure({500, 500, 500});
  telemetry::Observation load = network::counters("B", {500});
  constexpr std::int64_t quarter = 90 * 86'400;
  load.window.from += quarter;
  load.window.to += quarter;
  for (telemetry::LoadSample& sample : load.load) {
    sample.window.from += quarter;
    sample.window.to += quarter;
  }
  put("b.json", telemetry::to_json(load));
  const Outcome outcome = watch({in("load.json"), in("b.json")});
  EXPECT_EQ(outcome.exit, 65) << outcome.err;
  EXPECT_TRUE(contains(outcome.err, "some clock is wrong")) << outcome.err;
  EXPECT_FALSE(fs::exists(in("state")));
}

TEST_F(WatchFaults, APageWithAdviceSaysWhatWasSeen) {
  measure({950, 950, 950});
  const Outcome outcome = watch({"--format", "html"});
  EXPECT_TRUE(contains(outcome.out, "RAISED A, 2026-11-29T00:15:00Z")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "A carries 950 Mbps in 3 intervals")) << outcome.out;
}

TEST_F(WatchFaults, GapsAreCountedByLink) {
  std::string samples = "time,link,inbound\n";
  for (std::int64_t i = 0; i < 9; ++i) {
    const std::string time = telemetry::utc_text(network::begin + network::step * i);
    samples += time + ",B,500000000\n";
    if (i % 3 != 2) {
      samples += time + ",A,500000000\n";
    }
  }
  put("samples.csv", samples);
  const Outcome outcome =
      cli_test::run({"watch", in("scenario.json"), "--replay", in("samples.csv")});
  EXPECT_TRUE(contains(outcome.out, "3 gaps")) << outcome.out;
}

}  // namespace
}  // namespace bgpte
