// bgpte watch as a command: what it prints, its exit statuses, its state and its tickets.
#include "bgpte/watch/watch.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "bgpte/history/history.hpp"
#include "tests/cli/watch_folder.hpp"
#include "tests/scenario/schema_check.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;
namespace network = telemetry::observe_test;

using cli_test::contains;
using cli_test::Outcome;
using cli_test::read_file;

class Watch : public cli_test::Watch {};

using Names = std::vector<std::string>;

TEST_F(Watch, IsQuietWhileNothingIsAboveItsCeiling) {
  measure({700, 850, 850, 700});
  const Outcome outcome = watch();
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(contains(read_file(in("state")), "\"bgpte-watch-state/1\""));
}

TEST_F(Watch, TellsTheAdviceOnce) {
  measure({700, 950, 950, 950});
  const Outcome first = watch();
  EXPECT_EQ(first.exit, 2) << first.err;
  EXPECT_TRUE(contains(first.out, "RAISED A, 2026-11-29T00:20:00Z\n")) << first.out;
  EXPECT_TRUE(contains(first.out, "11.0.0.0/24")) << first.out;
  const Outcome again = watch();
  EXPECT_EQ(again.exit, 0) << again.err;
  EXPECT_EQ(again.out, "");
  measure({950, 950, 950, 950}, 4);
  EXPECT_EQ(watch().exit, 0);
}

TEST_F(Watch, RunsOnSeveralIntervalsGiveTheSameAsOneEach) {
  measure({950});
  EXPECT_EQ(watch().exit, 0);
  measure({950}, 1);
  EXPECT_EQ(watch().exit, 0);
  measure({950}, 2);
  const Outcome third = watch();
  EXPECT_EQ(third.exit, 2) << third.err;
  fs::remove(in("state"));
  measure({950, 950, 950});
  EXPECT_EQ(watch().out, third.out);
}

TEST_F(Watch, SaysOnceWhenItIsOver) {
  measure({950, 950, 950});
  EXPECT_EQ(watch().exit, 2);
  measure(std::vector<double>(12, 500), 3);
  const Outcome over = watch();
  EXPECT_EQ(over.exit, 0) << over.err;
  EXPECT_TRUE(contains(over.out, "CLEARED A")) << over.out;
  EXPECT_EQ(watch().out, "");
}

TEST_F(Watch, SaysWhereNothingIsSafe) {
  put("scenario.json",
      cli_test::replaced(read_file(in("scenario.json")), "\"max_prepend\": 3",
                         "\"max_prepend\": 3, \"pin\": {\"prefixes\": [\"10.0.0.0/24\", "
                         "\"11.0.0.0/24\", \"12.0.0.0/24\"]}"));
  measure({950, 950, 950});
  const Outcome outcome = watch();
  EXPECT_EQ(outcome.exit, 3) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "No safe change was found")) << outcome.out;
  measure({950}, 3);
  EXPECT_EQ(watch().exit, 0) << "it was told";
}

TEST_F(Watch, FlowsThatMissMuchSilenceAdviceAndNotTheAlarm) {
  measure({950, 950, 950});
  telemetry::Observation flows = network::flows(3);
  for (std::size_t i = 0; i < 3; ++i) {
    network::add_flow(flows, "A", "11.0.0.0/24", i, 400);
  }
  put("flows.json", telemetry::to_json(flows));
  const Outcome outcome = watch({in("load.json"), in("flows.json")});
  EXPECT_EQ(outcome.exit, 3) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "RAISED A")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "flows account for 42 % of the counter of A")) << outcome.out;
}

TEST_F(Watch, AHistoryTellsAnAttackThatTheLinkCouldCarry) {
  std::vector<history::Sample> usual;
  for (std::int64_t hour = 1; hour <= 28 * 24; ++hour) {
    usual.push_back(
        {network::begin - hour * 3600, {"A", "11.0.0.0/24"}, 100 * network::mbps, 30, 0});
  }
  history::History days;
  ASSERT_TRUE(std::holds_alternative<history::Added>(history::add(days, usual, 3600)));
  fs::create_directory(folder_ / "history");
  for (const auto& [day, values] : days.days) {
    put("history/" + history::file_name(day), history::to_json(day, values));
  }
  measure({950, 950, 950});
  telemetry::Observation flows = network::flows(3);
  for (std::size_t i = 0; i < 3; ++i) {
    network::add_flow(flows, "A", "11.0.0.0/24", i, 900);
    flows.flows.back().sources = 4000;
    flows.flows.back().suspect_bytes = 0;
  }
  put("flows.json", telemetry::to_json(flows));
  EXPECT_FALSE(contains(watch({in("load.json"), in("flows.json")}).out, "ATTACK"));
  fs::remove(in("state"));
  put("scenario.json", cli_test::replaced(read_file(in("scenario.json")), "\"measured\": {",
                                          "\"measured\": {\"history\": \"history\","));
  const Outcome outcome = watch({in("load.json"), in("flows.json")});
  EXPECT_EQ(outcome.exit, 3) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "ATTACK A")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "times its usual 100 Mbps of that hour")) << outcome.out;
}

TEST_F(Watch, TicketsAreFilesNamedByWhatTheyAreOf) {
  measure({950, 950, 950});
  const Outcome outcome = watch({"--tickets", in("tickets"), "--format", "markdown"});
  EXPECT_EQ(outcome.exit, 2) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(tickets(), Names{"A-20261129T000000Z-raised.md"});
  const std::string ticket = read_file(in("tickets/A-20261129T000000Z-raised.md"));
  EXPECT_TRUE(ticket.starts_with("# RAISED A, 2026-11-29T00:15:00Z\n")) << ticket;
  EXPECT_TRUE(contains(ticket, "Roll back if")) << ticket;
}

TEST_F(Watch, EveryFormatTellsTheSame) {
  for (const char* format : {"text", "markdown", "html", "json"}) {
    fs::remove(in("state"));
    measure({950, 950, 950});
    const Outcome outcome = watch({"--format", format});
    EXPECT_EQ(outcome.exit, 2) << format << outcome.err;
    EXPECT_TRUE(contains(outcome.out, "11.0.0.0/24")) << format;
  }
}

TEST_F(Watch, ABrokenStateIsToldAndKept) {
  measure({700});
  for (const std::string& broken : {std::string("not JSON\x1b[31m"), std::string(),
                                    std::string("{\"format\": \"bgpte-watch-state/1\"}")}) {
    put("state", broken);
    const Outcome outcome = watch();
    EXPECT_EQ(outcome.exit, 3) << outcome.err;
    EXPECT_TRUE(contains(outcome.err, "is not valid")) << outcome.err;
    EXPECT_TRUE(contains(outcome.out, "was not valid")) << outcome.out;
    std::size_t kept = 0;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      kept += entry.path().filename().string().starts_with("state.broken-") &&
                      read_file(entry.path().string()) == broken
                  ? 1
                  : 0;
    }
    EXPECT_EQ(kept, 1U);
    EXPECT_EQ(watch().exit, 0) << "the new state is whole";
  }
}

TEST_F(Watch, AFileOfAnotherFormatIsRefusedAndStays) {
  measure({950, 950, 950});
  for (const char* other :
       {"{\"format\": \"bgpte-watch-state/2\"}", "{\"format\": \"bgpte-scenario/1\"}"}) {
    put("state", other);
    EXPECT_EQ(watch().exit, 65);
    EXPECT_EQ(read_file(in("state")), other);
  }
  const std::string scenario = read_file(in("scenario.json"));
  const Outcome outcome = cli_test::run(
      {"watch", in("scenario.json"), "--state", in("scenario.json"), in("load.json")});
  EXPECT_EQ(outcome.exit, 64) << outcome.err;
  EXPECT_EQ(read_file(in("scenario.json")), scenario);
}

TEST_F(Watch, TheStateOfAnotherScenarioIsRefusedAndStays) {
  measure({700});
  EXPECT_EQ(watch().exit, 0);
  const std::string state = cli_test::replaced(read_file(in("state")), "half empty", "half full");
  put("state", state);
  EXPECT_EQ(watch().exit, 65);
  EXPECT_EQ(read_file(in("state")), state);
}

TEST_F(Watch, ATimeThatRunsBackByDaysIsRefused) {
  measure({700}, 2000);
  EXPECT_EQ(watch().exit, 0);
  const std::string state = read_file(in("state"));
  measure({950, 950, 950});
  const Outcome outcome = watch();
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.err, "some clock is wrong")) << outcome.err;
  EXPECT_EQ(read_file(in("state")), state);
}

TEST_F(Watch, WhatCannotBeReadChangesNothing) {
  measure({950, 950, 950});
  for (const char* bad : {"", "{}", "[1", "{\"version\": \"4\", \"alerts\": [{}]}"}) {
    put("bad.json", bad);
    const Outcome outcome = watch({in("load.json"), in("bad.json")});
    EXPECT_EQ(outcome.exit, 65) << bad;
    EXPECT_EQ(outcome.out, "");
    EXPECT_FALSE(fs::exists(in("state")));
  }
  EXPECT_EQ(watch({in("missing.json")}).exit, 1);
}

TEST_F(Watch, OptionsThatDoNotGoTogetherAreUsage) {
  measure({700});
  const std::string scenario = in("scenario.json");
  EXPECT_EQ(cli_test::run({"watch", scenario, in("load.json")}).exit, 64);
  EXPECT_EQ(cli_test::run({"watch", scenario, "--state", in("state")}).exit, 64);
  EXPECT_EQ(watch({"--tickets", in("nowhere")}).exit, 64);
  EXPECT_EQ(watch({"--made-at", "noon"}).exit, 64);
  EXPECT_EQ(
      cli_test::run({"watch", scenario, "--state", in("state"), "--replay", in("load.json")}).exit,
      64);
}

TEST_F(Watch, AnAlertmanagerBodyOnStandardInputRaises) {
  const std::string body =
      R"({"version": "4", "status": "firing", "alerts": [{"status": "firing",
          "labels": {"alertname": "LinkAboveCeiling", "link": "A"},
          "startsAt": "2026-11-29T00:10:00.5Z", "endsAt": "0001-01-01T00:00:00Z"}]})";
  const Outcome outcome = watch({"-"}, body);
  EXPECT_EQ(outcome.exit, 2) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "An alert of Alertmanager (\"LinkAboveCeiling\") is about A"))
      << outcome.out;
  EXPECT_EQ(watch({"-"}, body).exit, 0);
}

TEST_F(Watch, AnAlertThatNamesNoLinkIsRefused) {
  const Outcome outcome =
      watch({"-"}, R"({"version": "4", "alerts": [{"status": "firing", "labels": {"link": "Z"},
                       "startsAt": "2026-11-29T00:10:00Z"}]})");
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_TRUE(contains(outcome.err, "no alert names a link")) << outcome.err;
}

TEST_F(Watch, TheStepOnItsWayGetsItsVerdict) {
  measure({950, 950, 950});
  EXPECT_EQ(watch().exit, 2);
  // The step was made at 00:15; an hour later the prefix still enters by A.
  telemetry::Observation flows = network::flows(12);
  for (std::size_t i = 0; i < 12; ++i) {
    network::add_flow(flows, "A", "11.0.0.0/24", i, 900);
    network::add_flow(flows, "B", "12.0.0.0/24", i, 3000);
  }
  for (telemetry::FlowCell& cell : flows.flows) {
    cell.window.from += 3600;
    cell.window.to += 3600;
  }
  flows.window.from += 3600;
  flows.window.to += 3600;
  put("flows.json", telemetry::to_json(flows));
  const Outcome outcome =
      watch({in("load.json"), in("flows.json"), "--made-at", "2026-11-29T00:15:00Z"});
  EXPECT_EQ(outcome.exit, 3) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "VERDICT")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "no effect")) << outcome.out;
  EXPECT_EQ(watch({in("load.json"), in("flows.json")}).out, "");
}

TEST_F(Watch, JsonIsAsItsSchemaSays) {
  const scenario::SchemaCheck schema(watch::watch_schema());
  measure({950, 950, 950});
  const Outcome ticket = watch({"--format", "json"});
  const nlohmann::json advice = nlohmann::json::parse(ticket.out);
  EXPECT_EQ(schema.refusal(advice), "");
  EXPECT_EQ(advice["advice"]["status"], "change");
  EXPECT_NE(schema.refusal({{"format", "bgpte-watch/1"}}), "");
  measure(std::vector<double>(12, 500), 3);
  EXPECT_EQ(schema.refusal(nlohmann::json::parse(watch({"--format", "json"}).out)), "");
  const Outcome replay = cli_test::run(
      {"watch", in("scenario.json"), "--replay", in("load.json"), "--format", "json"});
  EXPECT_EQ(schema.refusal(nlohmann::json::parse(replay.out)), "") << replay.out;
}

TEST_F(Watch, RoutingSecurityIsReadFromAFileOnly) {
  put("rpki.json", R"({"roas": [{"asn": 65000, "prefix": "11.0.0.0/24", "maxLength": 24},
                                {"asn": "AS65001", "prefix": "12.0.0.0/16", "maxLength": 24}]})");
  const std::string scenario = in("scenario.json");
  const Outcome advice =
      cli_test::run({"advise", scenario, "--full", "--rpki", in("rpki.json"), "--width", "120"});
  EXPECT_TRUE(contains(advice.out, "No ROA covers 10.0.0.0/24 by AS 65000")) << advice.out;
  EXPECT_TRUE(contains(advice.out, "roa-missing")) << advice.out;
  EXPECT_FALSE(contains(cli_test::run({"advise", scenario, "--full"}).out, "roa-missing"));
  put("rpki.json", R"({"roas": [{"asn": 65000, "prefix": "11.0.0.1/24"}]})");
  const Outcome refused = cli_test::run({"advise", scenario, "--rpki", in("rpki.json")});
  EXPECT_EQ(refused.exit, 65);
  EXPECT_EQ(refused.out, "");
  EXPECT_EQ(cli_test::run({"advise", scenario, "--rpki", in("none.json")}).exit, 1);
}

TEST_F(Watch, AReplaySaysWhatWouldHaveBeenSaid) {
  std::string samples = "time,link,inbound\n";
  for (std::int64_t i = 0; i < 60; ++i) {
    const int rate = i >= 20 && i < 30 ? 950 : i < 20 && i % 7 == 3 ? 850 : 500;
    samples += telemetry::utc_text(network::begin + network::step * i) + ",A," +
               std::to_string(rate) + "000000\n";
  }
  put("samples.csv", samples);
  const Outcome outcome =
      cli_test::run({"watch", in("scenario.json"), "--replay", in("samples.csv")});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_TRUE(contains(outcome.out, "2026-11-29T01:55:00Z  raised")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "cleared")) << outcome.out;
  EXPECT_TRUE(contains(outcome.out, "2 tickets")) << outcome.out;
  EXPECT_EQ(cli_test::run({"watch", in("scenario.json"), "--replay", in("samples.csv")}).out,
            outcome.out);
  for (const char* format : {"json", "markdown"}) {
    EXPECT_EQ(cli_test::run(
                  {"watch", in("scenario.json"), "--replay", in("samples.csv"), "--format", format})
                  .exit,
              0);
  }
}

}  // namespace
}  // namespace bgpte
