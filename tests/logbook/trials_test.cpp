// Forecasts of a log against what came, and the calibration that follows.
#include "bgpte/logbook/trials.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/logbook/entries.hpp"

namespace bgpte::logbook {
namespace {

using testing::seen_line;
using testing::two_links;

/// A forecast of "L00 prepended so often": 30 % by L00, within 10 and 50 %, sd 12 points.
std::string forecast_of(const std::string& at, int prepends, const std::string& id = "") {
  return fmt::format(
      R"({{"at":"{}","prefix":"198.18.0.0/24","advertise":{{"L00":{},"L01":0}},"forecast":)"
      R"({{"L00":{{"low":0.1,"expected":0.3,"high":0.5,"sd":0.12}},)"
      R"("L01":{{"low":0.5,"expected":0.7,"high":0.9,"sd":0.12}}}},"change_id":"{}"}})"
      "\n",
      at, prepends, id);
}

Outcomes judged(const std::string& text) {
  const model::Scenario scenario = two_links();
  const Log log = read_log(text);
  EXPECT_TRUE(log.faults.empty()) << log.faults.front().why;
  return judge(scenario, resolve(scenario, log.entries).trials);
}

TEST(Outcomes, AForecastMeetsTheFirstMeasurementAfterIt) {
  const Outcomes outcomes = judged(seen_line("2026-11-20", 1, 10) + forecast_of("2026-11-21", 1) +
                                   seen_line("2026-11-22", 1, 36) + seen_line("2026-11-24", 1, 90));
  ASSERT_EQ(outcomes.outcomes.size(), 1U);
  const Outcome& outcome = outcomes.outcomes.front();
  EXPECT_NEAR(outcome.links[0].seen, 0.36, 1e-12);
  EXPECT_TRUE(outcome.links[0].inside);
  EXPECT_NEAR(outcome.distance, 0.06, 1e-12);
  EXPECT_NEAR(outcome.square, 0.25, 1e-12);  // Half a standard deviation.
  EXPECT_EQ(outcome.degrees, 1U);
  EXPECT_TRUE(outcome.one_link);  // The scenario announces both plainly.
}

TEST(Outcomes, PrependsThatAllLinksHaveInCommonAreTheSameAnnouncement) {
  const std::string raised =
      R"({"at":"2026-11-22","prefix":"198.18.0.0/24","advertise":{"L00":3,"L01":2},)"
      R"("inbound":{"L00":80,"L01":20}})";
  const Outcomes outcomes = judged(forecast_of("2026-11-21", 1) + raised + "\n");
  ASSERT_EQ(outcomes.outcomes.size(), 1U);
  EXPECT_FALSE(outcomes.outcomes.front().links[0].inside);
}

TEST(Outcomes, ByItsIdAMeasurementOfTheSameDayCounts) {
  const std::string noon =
      R"({"at":"2026-11-21T12:00:00Z","prefix":"198.18.0.0/24","advertise":{"L00":1,"L01":0},)"
      R"("inbound":{"L00":30,"L01":70},"change_id":"c1"})";
  EXPECT_EQ(judged(forecast_of("2026-11-21", 1, "c1") + noon + "\n").outcomes.size(), 1U);
  EXPECT_EQ(judged(forecast_of("2026-11-21", 1, "c2") + noon + "\n").outcomes.size(), 0U);
}

TEST(Outcomes, ALaterForecastTakesThePlaceOfOneThatNobodyTried) {
  const Outcomes outcomes = judged(forecast_of("2026-11-20", 1) + forecast_of("2026-11-21", 1) +
                                   seen_line("2026-11-22", 1, 30) + forecast_of("2026-11-23", 2));
  EXPECT_EQ(outcomes.outcomes.size(), 1U);
  EXPECT_EQ(outcomes.outcomes.front().forecast, 1U);
  EXPECT_EQ(outcomes.superseded, std::vector<std::size_t>{0});
  EXPECT_EQ(outcomes.pending, std::vector<std::size_t>{3});
}

TEST(Outcomes, WhatIsUnknownIsSetAsideWithItsReason) {
  model::Scenario scenario = two_links();
  const Log log = read_log(
      seen_line("2026-11-20", 1, 10) +
      R"({"at":"2026-11-20","prefix":"203.0.113.0/24","advertise":{"L00":0},"inbound":{"L00":1}})"
      "\n"
      R"({"at":"2026-11-20","prefix":"198.18.0.0/24","advertise":{"OLD":0},"inbound":{"OLD":1}})"
      "\n");
  const Trials trials = resolve(scenario, log.entries);
  EXPECT_EQ(trials.trials.size(), 1U);
  ASSERT_EQ(trials.set_aside.size(), 2U);
  EXPECT_EQ(trials.set_aside[0].why, "the scenario has no link OLD");
  EXPECT_EQ(trials.set_aside[1].example, "203.0.113.0/24, 2026-11-21T00:00:00Z");
}

/// Forecasts of two links, off by so many of their standard deviations.
std::vector<Outcome> off_by(std::size_t count, double deviations) {
  Outcome outcome;
  outcome.one_link = true;
  outcome.degrees = 1;
  outcome.links.resize(2);
  outcome.square = deviations * deviations;
  return std::vector<Outcome>(count, outcome);
}

TEST(Calibration, IsTheFormulaOfTheDocumentation) {
  EXPECT_NEAR(calibrate(off_by(10, 2)).factor.one_link, (20 + 10 * 4.0) / 30, 1e-12);
  EXPECT_NEAR(calibrate(off_by(10, 0)).factor.one_link, 20.0 / 30, 1e-12);
  EXPECT_EQ(calibrate(off_by(10, 2)).factor.others, 1);
  std::vector<Outcome> six_links = off_by(1, 3);
  six_links[0].degrees = 5;
  EXPECT_NEAR(calibrate(six_links).factor.one_link, (20 + 5 * 9.0) / 25, 1e-12);
}

TEST(Calibration, NarrowsNothingBelowFiveForecasts) {
  EXPECT_EQ(calibrate(off_by(4, 0)).factor.one_link, 1);
  EXPECT_LT(calibrate(off_by(5, 0)).factor.one_link, 1);
  EXPECT_GT(calibrate(off_by(1, 2)).factor.one_link, 1);
}

/// Ten errors of twice what was stated: whether that is the standard deviation or the whole half of
/// the range, the wider ranges hold at least nine of the ten.
TEST(Calibration, TenErrorsOfTwiceWhatWasStatedAreHeld) {
  for (const double stated : {1.0, 1.645}) {
    const double factor = calibrate(off_by(10, 2 * stated)).factor.one_link;
    EXPECT_GE(1.645 * std::sqrt(factor), 2 * stated) << stated;
  }
}

TEST(Applied, MeasurementsAreObservationsAndTheirForecastsCalibrate) {
  model::Scenario scenario = two_links();
  std::string text;
  for (int day = 10; day < 20; ++day) {
    text += forecast_of(fmt::format("2026-11-{}T00:00:00Z", day), day % 2 + 1);
    text += seen_line(fmt::format("2026-11-{}T20:00:00Z", day), day % 2 + 1, 54);
  }
  apply(read_log(text).entries, "/ingress/log", scenario);
  EXPECT_EQ(scenario.ingress.observations.size(), 10U);
  EXPECT_TRUE(scenario.ingress.observations.front().at);
  EXPECT_NEAR(scenario.ingress.calibration.one_link, 2, 1e-9);  // 24 points are 2 x sd.
  EXPECT_EQ(scenario.ingress.calibration.others, 1);
}

}  // namespace
}  // namespace bgpte::logbook
