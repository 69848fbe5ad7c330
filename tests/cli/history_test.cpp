// observe --history, and what a scenario that names its history is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <regex>

#include "bgpte/advice/quiet_hours.hpp"
#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/history/folder.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/scenario/load.hpp"
#include "tests/cli/command_line.hpp"
#include "tests/telemetry/observe/network.hpp"

namespace bgpte {
namespace {

namespace fs = std::filesystem;
namespace network = telemetry::observe_test;

using cli_test::Outcome;
using cli_test::read_file;
using cli_test::run;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class HistoryCommand : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = cli_test::temporary_folder();
    scenario_ = put("scenario.json", network::network);
    history_ = (folder_ / "history").string();
    telemetry::Observation seen = network::flows(12);
    for (std::size_t i = 0; i < 12; ++i) {
      network::add_flow(seen, "A", network::first, i, 500);
      network::add_flow(seen, "A", network::second, i, 240);
    }
    flows_ = put("flows.json", telemetry::to_json(seen));
    load_ =
        put("load.json", telemetry::to_json(network::counters("A", std::vector<double>(12, 760))));
    for (telemetry::FlowCell& cell : seen.flows) {
      cell.bytes /= 1000;
      cell.sampling = 0;
    }
    sampled_ = put("sampled.json", telemetry::to_json(seen));
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string put(const std::string& name, const std::string& bytes) const {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  /// The bytes of all files of the history, without its lock.
  [[nodiscard]] std::map<std::string, std::string> kept() const {
    std::map<std::string, std::string> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(history_)) {
      files[entry.path().filename().string()] = read_file(entry.path().string());
    }
    files.erase(".lock");
    return files;
  }
  /// Writes a history of samples into the folder that the scenario may name.
  void put_history(const std::vector<history::Sample>& samples) const {
    history::History made;
    ASSERT_TRUE(std::holds_alternative<history::Added>(history::add(made, samples, 3600)));
    for (const auto& [day, values] : made.days) {
      put("history/" + history::file_name(day), history::to_json(day, values));
    }
  }
  /// A scenario that names the history.
  [[nodiscard]] std::string with_history(const std::string& text,
                                         const std::string& folder = "history") const {
    return put("with_history.json",
               cli_test::replaced(text, R"("local_as")",
                                  R"("measured": { "to": "2026-11-28", "history": ")" + folder +
                                      R"(" }, "local_as")"));
  }

  fs::path folder_;
  std::string scenario_, history_, flows_, load_, sampled_;
};

TEST_F(HistoryCommand, ObserveKeepsTheHoursOfTheDay) {
  const Outcome outcome = run({"observe", scenario_, flows_, load_, "--history", history_});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("36 samples added to the history"));
  EXPECT_EQ(read_file(scenario_), network::network);
  const auto files = kept();
  ASSERT_EQ(files.size(), 1U);
  const auto& [name, bytes] = *files.begin();
  EXPECT_EQ(name, "2026-11-29.json");
  EXPECT_THAT(bytes, HasSubstr(R"({"link": "A", "prefix": "203.0.113.0/24", "hours": [)"));
  EXPECT_THAT(bytes, HasSubstr(R"({"hour": 0, "n": 12, "mean": 760000000, "p50": 760000000, )"
                               R"("p95": 760000000, "p99": 760000000})"));
}

TEST_F(HistoryCommand, TheSameAgainInAnotherOrderChangesNoByte) {
  ASSERT_EQ(run({"observe", scenario_, flows_, load_, "--history", history_}).exit, 0);
  const auto before = kept();
  const Outcome again = run({"observe", scenario_, load_, flows_, "--history", history_});
  EXPECT_EQ(again.exit, 0);
  EXPECT_THAT(again.err, HasSubstr("0 samples added to the history"));
  EXPECT_EQ(kept(), before);
}

TEST_F(HistoryCommand, ABrokenDayIsToldAndNothingIsWritten) {
  put("history/2026-11-28.json", "{ \"format\": \"bgpte-history/1\" ");
  put("history/notes.txt", "not ours");
  const auto before = kept();
  const Outcome outcome =
      run({"observe", "--write", scenario_, flows_, load_, "--history", history_});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_THAT(outcome.err, HasSubstr("2026-11-28.json"));
  EXPECT_EQ(kept(), before);
  EXPECT_EQ(read_file(scenario_), network::network);
}

TEST_F(HistoryCommand, DaysThatAreTooOldAreNotReadAndAreDeletedByTheNextRun) {
  put_history({{network::begin - history::day_s, {"A", ""}, 1}});
  put("history/2025-10-24.json", "of a version long ago");
  EXPECT_EQ(run({"validate", with_history(network::network)}).exit, 0);
  EXPECT_EQ(run({"observe", scenario_, load_, "--history", history_}).exit, 0);
  EXPECT_FALSE(kept().contains("2025-10-24.json"));
}

TEST_F(HistoryCommand, ALinkInPlaceOfADayIsNotFollowed) {
  fs::create_directories(history_);
  fs::create_symlink(scenario_, fs::path(history_) / "2026-11-28.json");
  const Outcome outcome = run({"observe", scenario_, flows_, load_, "--history", history_});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_THAT(outcome.err, HasSubstr("2026-11-28.json cannot be read"));
}

TEST_F(HistoryCommand, AFileInPlaceOfTheFolderIsRefused) {
  const Outcome outcome = run({"observe", scenario_, flows_, load_, "--history", scenario_});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_THAT(outcome.out, IsEmpty());
  EXPECT_EQ(read_file(scenario_), network::network);
}

TEST_F(HistoryCommand, WhatLooksSampledIsNotKept) {
  const Outcome outcome =
      run({"observe", "--write", scenario_, sampled_, load_, "--history", history_});
  EXPECT_EQ(outcome.exit, 3);
  EXPECT_FALSE(fs::exists(history_));
}

TEST_F(HistoryCommand, PrefixesAreNotKeptWhereFlowsMissTooMuch) {
  telemetry::Observation few = network::flows(12);
  for (std::size_t i = 0; i < 12; ++i) {
    network::add_flow(few, "A", network::first, i, 400);
  }
  const std::string flows = put("few.json", telemetry::to_json(few));
  ASSERT_EQ(run({"observe", scenario_, flows, load_, "--history", history_}).exit, 0);
  const auto files = kept();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_THAT(files.begin()->second, HasSubstr(R"("link": "A", "prefix": "")"));
  EXPECT_THAT(files.begin()->second, Not(HasSubstr("203.0.113.0/24")));
}

TEST_F(HistoryCommand, DaysThatAreForgottenAreDeleted) {
  put_history({{network::begin - 399 * history::day_s, {"A", ""}, 1},
               {network::begin - 2 * history::day_s, {"A", ""}, 1}});
  telemetry::Observation next = network::counters("A", std::vector<double>(12, 760));
  for (telemetry::LoadSample& sample : next.load) {
    sample.window = {sample.window.from + history::day_s, sample.window.to + history::day_s};
  }
  next.window = {next.window.from + history::day_s, next.window.to + history::day_s};
  const std::string later = put("later.json", telemetry::to_json(next));
  ASSERT_EQ(kept().size(), 2U);
  const Outcome outcome = run({"observe", scenario_, later, "--history", history_});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_FALSE(kept().contains("2025-10-26.json"));
  EXPECT_TRUE(kept().contains("2026-11-27.json"));
  EXPECT_TRUE(kept().contains("2026-11-30.json"));
}

TEST_F(HistoryCommand, AClockThatJumpsDoesNotEraseTheHistory) {
  std::vector<history::Sample> samples;
  for (std::int64_t day = 40; day < 50; ++day) {
    samples.push_back({network::begin - day * history::day_s, {"A", ""}, 1});
    samples.push_back({network::begin - day * history::day_s, {"A", network::first}, 1});
  }
  put_history(samples);
  const auto before = kept();
  const std::vector<std::string> observe{"observe", "--write",   scenario_,
                                         load_,     "--history", history_};
  const Outcome refused = run(observe);
  EXPECT_EQ(refused.exit, 65);
  EXPECT_THAT(refused.out, IsEmpty());
  EXPECT_THAT(refused.err, HasSubstr("the samples of 2026-11-29 are 40 days after 2026-10-20"));
  EXPECT_EQ(kept(), before);
  EXPECT_EQ(read_file(scenario_), network::network);
  std::vector<std::string> after_gap = observe;
  after_gap.push_back("--after-gap");
  const Outcome taken = run(after_gap);
  EXPECT_EQ(taken.exit, 0) << taken.err;
  EXPECT_THAT(taken.err, HasSubstr("10 days of 1 cell are now too old and dropped"));
  EXPECT_TRUE(kept().contains("2026-11-29.json"));
  EXPECT_EQ(run({"observe", "--after-gap", scenario_, load_}).exit, 64);
}

/// Ninety days up to 2026-11-28 in which A grows by 5 % a month up to 760 Mbps.
std::vector<history::Sample> growing() {
  std::vector<history::Sample> samples;
  for (std::int64_t day = 1; day <= 90; ++day) {
    for (std::int64_t hour = 0; hour < 24; ++hour) {
      const double rate = 760e6 * std::pow(1.05, -static_cast<double>(day) / 30.4375);
      samples.push_back(
          {network::begin - day * history::day_s + hour * 3600, {"A", ""}, std::llround(rate)});
    }
  }
  return samples;
}

TEST_F(HistoryCommand, AdviseTellsWhenALinkRunsOut) {
  put_history(growing());
  const std::string text =
      cli_test::replaced(network::network, R"("peak": "900 Mbps")", R"("peak": "760 Mbps")");
  const Outcome outcome =
      run({"advise", "--full",
           with_history(cli_test::replaced(text, R"("800 Mbps")", R"("700 Mbps")"))});
  EXPECT_THAT(outcome.out, HasSubstr("Link A grows by 5.0 % a month")) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("run-out"));
}

TEST_F(HistoryCommand, AHistoryOutsideOfTheFolderIsNotLookedAt) {
  const Outcome outcome = run({"validate", with_history(network::network, "../history")});
  EXPECT_EQ(outcome.exit, 65);
  EXPECT_THAT(outcome.out, HasSubstr("file-outside"));
  const Outcome missing = run({"validate", with_history(network::network)});
  EXPECT_EQ(missing.exit, 65);
  EXPECT_THAT(missing.out, HasSubstr("file-missing"));
  put("history/2026-11-28.json", "secret words");
  const Outcome broken = run({"validate", with_history(network::network)});
  EXPECT_EQ(broken.exit, 65);
  EXPECT_THAT(broken.out, HasSubstr("bad-history"));
  EXPECT_THAT(broken.out, Not(HasSubstr("secret")));
}

/// Four weeks in which the first prefix brings 100 Mbps, and an hour in which it is attacked.
std::vector<history::Sample> attacked() {
  std::vector<history::Sample> samples;
  for (std::int64_t hour = 1; hour <= 28 * 24; ++hour) {
    const bool now = hour == 3;
    samples.push_back({network::begin - hour * 3600,
                       {"A", network::first},
                       (now ? 480 : 100) * network::mbps,
                       now ? 4000 : 30,
                       (now ? 470 : 5) * network::mbps});
  }
  return samples;
}

TEST_F(HistoryCommand, WhatLooksLikeAnAttackIsNotMoved) {
  const std::string quiet = with_history(network::network);
  put_history({});
  fs::create_directories(history_);
  EXPECT_THAT(run({"advise", quiet}).out, HasSubstr("203.0.113.0/24"));
  put_history(attacked());
  const Outcome outcome = run({"advise", "--format", "json", quiet});
  EXPECT_THAT(outcome.out, HasSubstr("looks-like-attack"));
  EXPECT_THAT(outcome.out, HasSubstr("203.0.113.0/24 brought 480 Mbps by link A in the hour from "
                                     "2026-11-28T21:00:00Z: 4.8 times its usual 100 Mbps"));
  EXPECT_THAT(outcome.out,
              Not(HasSubstr(R"({ "prefix": "203.0.113.0/24", "link": "A", "from": 0)")));
  const std::string demand = with_history(cli_test::replaced(
      network::network, R"("203.0.113.0/24",)", R"("203.0.113.0/24", "demand": true,)"));
  EXPECT_THAT(run({"advise", "--format", "json", demand}).out, Not(HasSubstr("looks-like-attack")));
  const std::string lenient = with_history(cli_test::replaced(
      network::network, R"("links")",
      R"("policy": { "attack": { "growth": 5, "suspect_share": 0.99, "sources": 500 } }, "links")"));
  EXPECT_THAT(run({"advise", "--format", "json", lenient}).out,
              Not(HasSubstr("looks-like-attack")));
}

/// The scenario that names the history, measured until another day.
std::string measured_to(const std::string& path, const std::string& day) {
  const std::string text = cli_test::replaced(read_file(path), "2026-11-28", day);
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

TEST_F(HistoryCommand, AnOldHistoryTellsOfNoAttackAndItIsSaid) {
  put_history(attacked());
  const std::string scenario = with_history(network::network);
  EXPECT_THAT(run({"advise", "--format", "json", measured_to(scenario, "2026-11-30")}).out,
              testing::AllOf(HasSubstr("looks-like-attack"), Not(HasSubstr("history-old"))));
  const Outcome old = run(
      {"advise", "--format", "json", measured_to(with_history(network::network), "2026-12-01")});
  EXPECT_THAT(old.out, Not(HasSubstr("looks-like-attack")));
  EXPECT_THAT(old.out, HasSubstr("The history ends on 2026-11-28, 3 days before"));
}

TEST_F(HistoryCommand, RunOutCountsFromTheMeasuredTimeAndNotFromAnOldTrend) {
  put_history(growing());
  const std::string text = cli_test::replaced(
      cli_test::replaced(network::network, R"("peak": "900 Mbps")", R"("peak": "760 Mbps")"),
      R"("800 Mbps")", R"("700 Mbps")");
  const auto told = [&](const std::string& day) {
    return run({"advise", "--format", "json", measured_to(with_history(text), day)}).out;
  };
  EXPECT_THAT(told("2026-11-28"), HasSubstr("in 1 to 2 months (2026-12)"));
  EXPECT_THAT(told("2027-01-27"), HasSubstr("in 1 to 2 months (2027-02)"));
  EXPECT_THAT(told("2027-01-28"), Not(HasSubstr("run-out")));
}

TEST_F(HistoryCommand, AdviseNamesTheQuietHoursOfAFirstStepThatTellsMost) {
  std::vector<history::Sample> samples;
  for (std::int64_t hour = 1; hour <= 8 * 24; ++hour) {
    const bool busy = (24 - hour % 24) % 24 == 20;  // At 20:00; `begin` is midnight.
    samples.push_back({network::begin - hour * 3600, {"A", ""}, 980 * network::mbps});
    samples.push_back(
        {network::begin - hour * 3600, {"B", ""}, (busy ? 7900 : 7000) * network::mbps});
  }
  put_history(samples);
  const std::string text =
      cli_test::replaced(read_file(BGPTE_SOURCE_DIR "/scenarios/link-a-link-b/scenario.json"),
                         R"("measured": {)", R"("measured": { "history": "history",)");
  const std::string scenario = put("case.json", text);
  const Outcome outcome = run({"advise", scenario});
  EXPECT_EQ(outcome.exit, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("hours     quiet enough by its history: 21:00 to 20:00 UTC"));
  EXPECT_THAT(outcome.out, HasSubstr("the first step tells most"));
  EXPECT_THAT(run({"advise", scenario, "--format", "markdown"}).out,
              HasSubstr("21:00 to 20:00 UTC"));
  EXPECT_THAT(run({"advise", scenario, "--full"}).out, HasSubstr("21:00 to 20:00 UTC"));
  const auto measured = [&](const std::string& day) {
    return put("old.json", std::regex_replace(text, std::regex(R"("to": "[0-9-]*")"),
                                              R"("to": ")" + day + "\""));
  };
  EXPECT_THAT(run({"advise", "--format", "json", measured("2026-12-26")}).out,
              HasSubstr("21:00 to 20:00 UTC, as it was until 2026-11-28"));
  EXPECT_THAT(run({"advise", "--format", "json", measured("2026-12-27")}).out,
              Not(HasSubstr("21:00 to 20:00 UTC")));
}

/// What B carries at most in that hour of a usual day after one prepend on A, by a forecast of the
/// network as it is then.
bool high_end_fits(const model::Scenario& scenario, std::size_t hour) {
  model::Scenario then = scenario;
  for (model::LinkIndex l = 0; l < then.links.size(); ++l) {
    then.links[l].inbound = *scenario.past->links[l].usual.at(hour);
  }
  for (const model::CellPast& cell : scenario.past->cells) {
    then.prefixes[cell.prefix].by_link[cell.link] = *cell.usual.at(hour);
  }
  const auto ingress = ingress::make_ingress(then);
  const evaluation::Baseline baseline(then, *ingress);
  model::Advertisement announce = then.prefixes[0].advertise;
  announce[0] = 1;
  return evaluation::forecast(baseline, {{0, announce}}).harm[1] <= model::ceiling(then, 1).value;
}

TEST(FirstExperiment, TheHoursNamedAreThoseInWhichTheHighEndOfTheRangeFits) {
  const std::string path = BGPTE_SOURCE_DIR "/scenarios/first-experiment/scenario.json";
  const scenario::LoadResult loaded = scenario::load(read_file(path), fs::path(path).parent_path());
  ASSERT_TRUE(loaded.scenario);
  std::vector<int> hours;
  for (int hour = 0; hour < 24; ++hour) {
    if (high_end_fits(*loaded.scenario, static_cast<std::size_t>(hour))) {
      hours.push_back(hour);
    }
  }
  ASSERT_GT(hours.size(), 0U);
  ASSERT_LT(hours.size(), 24U);
  EXPECT_THAT(run({"advise", path, "--format", "json"}).out,
              HasSubstr("by its history, with the traffic of the hour: " +
                        advice::hours_text(hours) + ")"));
}

}  // namespace
}  // namespace bgpte
