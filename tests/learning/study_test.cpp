// What a log teaches: forecasts against what came, what links keep, drift, jumps, set aside.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "bgpte/learning/record.hpp"
#include "bgpte/learning/report.hpp"
#include "tests/logbook/entries.hpp"

namespace bgpte::learning {
namespace {

using logbook::testing::seen_line;
using logbook::testing::two_links;

Report studied(const std::string& text, model::Scenario scenario = two_links()) {
  const logbook::Log log = logbook::read_log(text);
  EXPECT_TRUE(log.faults.empty()) << log.faults.front().why;
  logbook::apply(log.entries, "/ingress/log", scenario);
  return study(scenario, log, *ingress::make_ingress(scenario));
}

TEST(Study, SaysWhatALinkKeptAndHowOldThatIs) {
  const Report report = studied(seen_line("2026-11-20", 1, 24) + seen_line("2026-11-26", 1, 18) +
                                seen_line("2026-11-27", 2, 6));
  // Today's 60 % by L00 is what it kept a part of: 40 %, 30 %, and 10 % after two.
  ASSERT_EQ(report.kept.size(), 4U);  // And L01, which is prepended once more where L00 is no more.
  EXPECT_EQ(report.kept[0].link, "L00");
  EXPECT_EQ(report.kept[0].prepends, 1);
  EXPECT_EQ(report.kept[0].times, 2U);
  EXPECT_NEAR(report.kept[0].newest, 0.3, 1e-9);
  EXPECT_NEAR(report.kept[0].most, 0.4, 1e-9);
  EXPECT_EQ(*report.kept[0].age_h, 48);
  EXPECT_FALSE(report.kept[0].sticky);
  EXPECT_EQ(report.kept[1].prepends, 2);
  EXPECT_NEAR(report.kept[1].newest, 0.1, 1e-9);
  EXPECT_EQ(*report.kept[1].age_h, 24);
}

TEST(Study, NamesAStickyLinkAfterItsFirstTest) {
  const Report report = studied(seen_line("2026-11-27", 1, 58));
  ASSERT_FALSE(report.kept.empty());
  EXPECT_TRUE(report.kept[0].sticky);
  EXPECT_NE(report_text(report, 100).find("L00 is sticky: it kept 96.7 %"), std::string::npos)
      << report_text(report, 100);
}

TEST(Study, APartOfNextToNothingSaysNothing) {
  model::Scenario scenario = two_links();
  scenario.prefixes[0].by_link = {model::Bps{98'000'000}, model::Bps{2'000'000}};
  // L01 prepended once keeps 1 of 2 percent: that is noise.
  const Report report =
      studied(R"({"at":"2026-11-20","prefix":"198.18.0.0/24","advertise":{"L00":0,"L01":1},)"
              R"("inbound":{"L00":99,"L01":1}})"
              "\n",
              scenario);
  EXPECT_TRUE(std::ranges::none_of(report.kept, [](const Kept& one) { return one.link == "L01"; }));
}

TEST(Study, RepeatsAreDriftAndAJumpIsFoundInTheMiddle) {
  std::string text;
  for (int day = 18; day < 28; ++day) {
    text += seen_line(fmt::format("2026-11-{}", day), 1, (day < 23 ? 20 : 35) + day % 2);
  }
  const Report report = studied(text);
  EXPECT_EQ(report.repeats.size(), 9U);
  EXPECT_EQ(report.drift.repeats, 8U);
  EXPECT_NEAR(report.drift.mean_hours, 24, 1e-9);
  EXPECT_NEAR(report.drift.mean_distance, 0.01, 1e-9);
  const auto jump = std::ranges::find(report.repeats, true, &RepeatRow::jump);
  ASSERT_NE(jump, report.repeats.end());
  EXPECT_EQ(jump->to, *logbook::parse_time("2026-11-23"));
  EXPECT_NEAR(jump->distance, 0.16, 1e-9);
  const std::string page = report_text(report, 100);
  EXPECT_NE(page.find("1 jump"), std::string::npos) << page;
  EXPECT_NE(page.find("2026-11-24T00:00:00Z  16.0"), std::string::npos) << page;
}

TEST(Study, ACounterexampleIsToldWithItsNumbers) {
  // More prepends on L00 bring more to it: no population does so.
  const Report report = studied(seen_line("2026-11-28", 1, 20) + seen_line("2026-11-28", 2, 50));
  ASSERT_FALSE(report.contradictions.empty());
  EXPECT_NE(report.contradictions.front().find("2026-11-29T00:00:00Z"), std::string::npos);
  EXPECT_NE(report.contradictions.front().find("points away"), std::string::npos);
}

TEST(Study, ShuffledAndDuplicatedLogsGiveTheSameBytes) {
  std::vector<std::string> lines;
  for (int day = 10; day < 28; ++day) {
    lines.push_back(seen_line(fmt::format("2026-11-{}", day), day % 3, 20 + day));
  }
  const auto page = [](const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& line : all) {
      text += line;
    }
    return report_text(studied(text), 100) + report_markdown(studied(text));
  };
  const std::string before = page(lines);
  std::shuffle(lines.begin(), lines.end(), std::mt19937(3));
  EXPECT_EQ(page(lines), before);
  lines.push_back(lines.front());
  EXPECT_EQ(page(lines), before);
}

/// A forecast, made as `advise --record` makes it, of the advice "prepend L00 once".
Recorded recorded(const model::Scenario& scenario) {
  advice::Advice advice;
  advice.change_id = "c1";
  advice.basis = "the default prior";
  advice.rollout.emplace_back();
  advice.rollout.front().changes = {{"198.18.0.0/24", "L00", 0, 1, "", {}, {}}};
  return forecasts_of_first_step(scenario, *ingress::make_ingress(scenario), advice);
}

TEST(Record, TheForecastIsTheModelsAndItsTimeTheScenarios) {
  const model::Scenario scenario = two_links();
  const Recorded record = recorded(scenario);
  ASSERT_EQ(record.entries.size(), 1U);
  const logbook::Entry& entry = record.entries.front();
  EXPECT_EQ(entry.at, *logbook::parse_time("2026-11-28"));
  EXPECT_EQ(entry.seen.advertise, (logbook::Prepends{{"L00", 1}, {"L01", 0}}));
  EXPECT_TRUE(entry.seen.inbound.empty());
  EXPECT_EQ(entry.before->inbound.at("L00").value, 60'000'000);
  const auto ingress = ingress::make_ingress(scenario);
  const std::vector<double> home{0.6, 0.4};
  const ingress::Forecast forecast =
      ingress->forecast(0, ingress::testing::advertise({1, 0}), home);
  EXPECT_NEAR(entry.forecast.at("L00").expected.as_double(), forecast.expected[0], 1e-6);
  EXPECT_NEAR(entry.forecast.at("L00").high.as_double(), forecast.high[0], 1e-6);
  const logbook::Log log = logbook::read_log(logbook::to_line(entry));
  ASSERT_TRUE(log.faults.empty()) << log.faults.front().why;
  EXPECT_EQ(log.entries.front(), entry);
}

TEST(Record, WithItsOwnLogItIsTheSameForecastAgain) {
  model::Scenario scenario = two_links();
  const Recorded first = recorded(scenario);
  logbook::apply(first.entries, "/ingress/log", scenario);
  EXPECT_EQ(recorded(scenario).entries, first.entries);
}

TEST(Record, WhatCameIsJudged) {
  const model::Scenario scenario = two_links();
  std::string text = logbook::to_line(recorded(scenario).entries.front());
  Report report = studied(text);
  ASSERT_EQ(report.pending.size(), 1U);
  EXPECT_EQ(report.pending[0].change_id, "c1");
  text += R"({"at":"2026-11-28T20:00:00Z","prefix":"198.18.0.0/24","advertise":{"L00":1,"L01":0},)"
          R"("inbound":{"L00":"20 Mbps","L01":"80 Mbps"},"change_id":"c1"})"
          "\n";
  report = studied(text);
  EXPECT_TRUE(report.pending.empty());
  ASSERT_EQ(report.runs.size(), 1U);
  EXPECT_NEAR(report.runs[0].links[0].seen, 0.2, 1e-9);
  EXPECT_EQ(report.shares, 2U);
  EXPECT_EQ(report.calibration.one_link_forecasts, 1U);
}

}  // namespace
}  // namespace bgpte::learning
