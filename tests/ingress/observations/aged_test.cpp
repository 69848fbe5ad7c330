// Observations that have a time: age, jumps and repeats; and ranges under a calibration.
#include <gtest/gtest.h>

#include <cmath>

#include "bgpte/ingress/repeats.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;

constexpr std::int64_t day_s = 86'400;
constexpr std::int64_t end = 1'795'910'400;  // 2026-11-29T00:00:00Z

/// Three links, one prefix with 40, 50 and 10 % by them, measured until `end`.
model::Scenario three_measured_links() {
  model::Scenario scenario = network(3);
  add_prefix(scenario, {0, 0, 0}, {400, 500, 100});
  scenario.measured = model::Measured{"p95", 300, "2026-11-22", "2026-11-28", 0};
  return scenario;
}

void observe_at(model::Scenario& scenario, const std::vector<int>& prepends,
                const std::vector<double>& mbps, std::optional<std::int64_t> at) {
  model::Observation seen;
  seen.prefix = 0;
  seen.advertise = advertise(prepends);
  for (const double rate : mbps) {
    seen.inbound.emplace_back(model::Bps{static_cast<std::int64_t>(rate * 1e6)});
  }
  seen.source = "/ingress/log";
  seen.at = at;
  scenario.ingress.observations.push_back(seen);
}

const std::vector<double> home_shares{0.4, 0.5, 0.1};

double width_of(const model::Scenario& scenario, const std::vector<int>& x, std::size_t link = 0) {
  const Forecast forecast = make_ingress(scenario)->forecast(0, advertise(x), home_shares);
  return forecast.high[link] - forecast.low[link];
}

std::size_t findings_of(const model::Scenario& scenario, const std::string& rule) {
  std::size_t count = 0;
  const auto ingress = make_ingress(scenario);
  for (const model::Finding& finding : ingress->findings()) {
    count += finding.rule == rule ? 1 : 0;
  }
  return count;
}

TEST(AgedObservations, OneOfNowCountsAsOneWithoutATime) {
  model::Scenario undated = three_measured_links();
  observe_at(undated, {1, 0, 0}, {100, 740, 160}, std::nullopt);
  model::Scenario dated = three_measured_links();
  observe_at(dated, {1, 0, 0}, {100, 740, 160}, end);
  EXPECT_EQ(width_of(undated, {1, 0, 0}), width_of(dated, {1, 0, 0}));
}

TEST(AgedObservations, TheOlderTheWiderAndTheFartherFromWhatWasSeen) {
  double narrower = 0;
  double nearer = 0;
  for (const std::int64_t days : {0, 30, 3000}) {
    model::Scenario scenario = three_measured_links();
    observe_at(scenario, {1, 0, 0}, {250, 600, 150}, end - days * day_s);
    const Forecast forecast =
        make_ingress(scenario)->forecast(0, advertise({1, 0, 0}), home_shares);
    EXPECT_GT(forecast.high[0] - forecast.low[0], narrower) << days;
    EXPECT_GT(std::abs(forecast.expected[0] - 0.25), nearer) << days;
    narrower = forecast.high[0] - forecast.low[0];
    nearer = std::abs(forecast.expected[0] - 0.25);
  }
}

TEST(AgedObservations, OfOneAnnouncementTheNewestCounts) {
  model::Scenario newest = three_measured_links();
  observe_at(newest, {1, 0, 0}, {120, 720, 160}, end - day_s);
  model::Scenario both = three_measured_links();
  observe_at(both, {1, 0, 0}, {100, 740, 160}, end - 5 * day_s);
  observe_at(both, {2, 1, 1}, {120, 720, 160}, end - day_s);  // The same, prepended everywhere.
  const auto one = make_ingress(newest)->forecast(0, advertise({2, 0, 0}), home_shares);
  const auto two = make_ingress(both)->forecast(0, advertise({2, 0, 0}), home_shares);
  EXPECT_EQ(one.expected, two.expected);
  EXPECT_EQ(one.high, two.high);
}

TEST(AgedObservations, TodaysOwnAnnouncementTellsOfDriftOnly) {
  model::Scenario scenario = three_measured_links();
  observe_at(scenario, {0, 0, 0}, {410, 490, 100}, end - day_s);
  const auto with = make_ingress(scenario);
  const auto without = make_ingress(three_measured_links());
  EXPECT_EQ(with->forecast(0, advertise({1, 0, 0}), home_shares).high,
            without->forecast(0, advertise({1, 0, 0}), home_shares).high);
  const std::vector<Repeat> known = repeats(scenario, with->today());
  ASSERT_EQ(known.size(), 1U);
  EXPECT_NEAR(known[0].distance, 0.01, 1e-12);
  EXPECT_EQ(known[0].to - known[0].from, day_s);
  EXPECT_EQ(findings_of(scenario, "observation-jump"), 0U);
}

TEST(AgedObservations, WhatCameBeforeAJumpCountsLess) {
  const auto scenario = [&](double jumped) {
    model::Scenario made = three_measured_links();
    observe_at(made, {0, 0, 0}, {400 - jumped, 500 + jumped, 100}, end - 3 * day_s);
    observe_at(made, {1, 0, 0}, {100, 740, 160}, end - 2 * day_s);
    return made;
  };
  EXPECT_EQ(findings_of(scenario(39), "observation-jump"), 0U);
  EXPECT_EQ(findings_of(scenario(150), "observation-jump"), 1U);
  EXPECT_GT(width_of(scenario(150), {1, 0, 0}), 1.5 * width_of(scenario(39), {1, 0, 0}));
  // What was observed after the jump is as good as ever.
  model::Scenario after = three_measured_links();
  observe_at(after, {0, 0, 0}, {250, 650, 100}, end - 5 * day_s);
  observe_at(after, {0, 0, 0}, {400, 500, 100}, end - 3 * day_s);
  observe_at(after, {1, 0, 0}, {100, 740, 160}, end - 2 * day_s);
  EXPECT_EQ(findings_of(after, "observation-jump"), 1U);
  EXPECT_NEAR(width_of(after, {1, 0, 0}), width_of(scenario(0), {1, 0, 0}), 1e-9);
}

TEST(Calibrated, MultipliesTheVarianceAndNeverTheNoise) {
  for (const double factor : {0.5, 1.0, 2.0}) {
    model::Scenario scenario = three_measured_links();
    scenario.ingress.calibration.one_link = factor;
    const auto ingress = make_ingress(scenario);
    const Forecast forecast = ingress->forecast(0, advertise({1, 0, 0}), home_shares);
    const double share = ingress->transition(0, advertise({1, 0, 0}))->at(0, 0);
    const double variance = 0.4 * 0.4 * share * (1 - share) / 5;
    const double half = 1.645 * std::sqrt(factor * variance + std::max(1.0, factor) * 0.01 * 0.01);
    EXPECT_NEAR(forecast.high[0], std::min(0.4 + 0.01645, forecast.expected[0] + half), 1e-9);
    EXPECT_NEAR(forecast.low[0], std::max(0.0, forecast.expected[0] - half), 1e-9);
    // What is recorded is what the model said before any calibration.
    EXPECT_NEAR(ingress->deviations(0, advertise({1, 0, 0}), home_shares)[0],
                std::sqrt(variance + 0.01 * 0.01), 1e-9);
  }
}

TEST(Calibrated, EachKindOfChangeHasItsOwn) {
  model::Scenario scenario = three_measured_links();
  scenario.ingress.calibration.others = 3;
  EXPECT_EQ(width_of(scenario, {1, 0, 0}), width_of(three_measured_links(), {1, 0, 0}));
  EXPECT_GT(width_of(scenario, {1, 1, 0}), width_of(three_measured_links(), {1, 1, 0}));
}

TEST(Calibrated, TheFloorOfTheHighEndStaysBelowIt) {
  for (const double factor : {0.3, 4.0}) {
    model::Scenario scenario = three_measured_links();
    scenario.ingress.calibration = {factor, factor};
    const auto ingress = make_ingress(scenario);
    for (const std::vector<int>& x : {std::vector<int>{1, 0, 0}, {0, 2, 1}, {3, 0, 0}}) {
      const Forecast forecast = ingress->forecast(0, advertise(x), home_shares);
      const std::vector<double> floor =
          ingress->high_floor(0, advertise(x), home_shares)->entering(home_shares);
      for (std::size_t l = 0; l < 3; ++l) {
        EXPECT_LE(floor[l], forecast.harm[l] + 1e-9) << factor << " " << l;
      }
    }
  }
}

}  // namespace
}  // namespace bgpte::ingress
