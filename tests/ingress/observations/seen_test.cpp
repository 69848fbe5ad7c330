// What was observed of an announcement on every link is what is forecast of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;
using testing::Numbers;

/// `parts`: what enters by each link, in any unit; below 0: not measured. Of the first prefix.
model::Observation& observe(model::Scenario& scenario, const std::vector<int>& prepends,
                            const std::vector<double>& parts) {
  model::Observation one;
  one.prefix = 0;
  one.advertise = advertise(prepends);
  for (const double part : parts) {
    one.inbound.push_back(part < 0 ? std::nullopt
                                   : std::optional(model::Bps{std::llround(part * 1e7)}));
  }
  one.source = "/ingress/observations/" + std::to_string(scenario.ingress.observations.size());
  scenario.ingress.observations.push_back(one);
  return scenario.ingress.observations.back();
}

/// 80 and 20 % today. Two prepends on the first link move next to nothing, the third all: no source
/// of the population can do that.
model::Scenario cliff() {
  model::Scenario scenario = network(2);
  add_prefix(scenario, {0, 0}, {800, 200});
  observe(scenario, {1, 0}, {78, 22});
  observe(scenario, {2, 0}, {77, 23});
  observe(scenario, {3, 0}, {0.4, 99.6});
  return scenario;
}

const std::vector<double> home{0.8, 0.2};

Forecast forecast_of(const model::Scenario& scenario, const std::vector<int>& prepends) {
  return make_ingress(scenario)->forecast(0, advertise(prepends), home);
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(Seen, IsForecastToWithinTheErrorOfMeasurementThoughNoFitMeetsIt) {
  const auto ingress = make_ingress(cliff());
  for (const auto& [prepends, share] : {std::pair{1, 0.78}, {2, 0.77}, {3, 0.004}}) {
    const Forecast forecast = ingress->forecast(0, advertise({prepends, 0}), home);
    EXPECT_NEAR(forecast.expected[0], share, 0.005) << prepends;
    EXPECT_LE(forecast.low[0], share) << prepends;
    EXPECT_GE(forecast.high[0], share) << prepends;
    // One measurement with a deviation of 0.01, and that of what is then forecast.
    EXPECT_LE(forecast.high[0] - forecast.low[0], 2 * 1.645 * std::hypot(0.01, 0.01)) << prepends;
    EXPECT_GE(forecast.harm[0], forecast.expected[0]) << prepends;
  }
}

TEST(Seen, HoldsForTheSameAnnouncementPrependedEverywhere) {
  EXPECT_EQ(forecast_of(cliff(), {3, 0}).expected, forecast_of(cliff(), {4, 1}).expected);
}

TEST(Seen, LeavesOtherAnnouncementsTheirWideRange) {
  const Forecast forecast = forecast_of(cliff(), {0, 1});
  EXPECT_GT(forecast.high[1] - forecast.low[1], 0.1);
}

TEST(Seen, SpeaksForTheNearestThatNoSourceTellsApartButWithoutItsNarrowRange) {
  const Forecast beyond = forecast_of(cliff(), {4, 0});
  EXPECT_NEAR(beyond.expected[0], 0.004, 0.005);
  EXPECT_GT(beyond.high[0] - beyond.low[0], 0.1);
  // Three prepends are as near to two as to four: the fit to both speaks.
  model::Scenario apart = network(2);
  add_prefix(apart, {0, 0}, {800, 200});
  observe(apart, {2, 0}, {77, 23});
  observe(apart, {4, 0}, {0.4, 99.6});
  const Forecast between = forecast_of(apart, {3, 0});
  EXPECT_GT(between.expected[0], 0.1);
  EXPECT_LT(between.expected[0], 0.7);
}

TEST(Seen, IsToldAsAResidualAllTheSame) {
  const auto ingress = make_ingress(cliff());
  const auto& findings = ingress->findings();
  EXPECT_EQ(std::count_if(findings.begin(), findings.end(),
                          [](const model::Finding& finding) {
                            return finding.rule == "observation-residual";
                          }),
            4);  // Two announcements on two links.
}

TEST(Seen, IsExpectedLinearlyAndNothingIsLostOrNegative) {
  Numbers numbers(11);
  for (int round = 0; round < 20; ++round) {
    const std::size_t links = 2 + static_cast<std::size_t>(numbers.below(4));
    const auto any_shares = [&] {
      std::vector<double> shares;
      for (std::size_t l = 0; l < links; ++l) {
        shares.push_back(0.02 + numbers.uniform());
      }
      return shares;
    };
    const std::vector<double> today = any_shares();
    model::Scenario scenario = network(links);
    std::vector<double> mbps = today;
    for (double& rate : mbps) {
      rate *= 1000;
    }
    add_prefix(scenario, std::vector<int>(links, 0), mbps);
    std::vector<std::vector<int>> tried;
    std::vector<std::vector<double>> seen;
    for (int prepends = 1; prepends <= 3; ++prepends) {
      tried.emplace_back(links, 0)[0] = prepends;
      seen.push_back(any_shares());  // Whatever it is: sources need not be able to do it.
      observe(scenario, tried.back(), seen.back());
    }
    const auto ingress = make_ingress(scenario);
    for (std::size_t o = 0; o < tried.size(); ++o) {
      const model::Advertisement x = advertise(tried[o]);
      const Forecast now = ingress->forecast(0, x, today);
      for (std::size_t l = 0; l < links; ++l) {
        const double was = seen[o][l] / sum(seen[o]) * sum(today);
        EXPECT_NEAR(now.expected[l], was, 0.005 * sum(today)) << round;
        EXPECT_LE(now.low[l], std::min(was, now.expected[l])) << round;
        EXPECT_GE(now.high[l], std::max(was, now.expected[l])) << round;
      }
      const std::vector<double> more = any_shares();
      std::vector<double> both = today;
      for (std::size_t l = 0; l < links; ++l) {
        both[l] += more[l];
      }
      const Forecast of_more = ingress->forecast(0, x, more);
      const Forecast of_both = ingress->forecast(0, x, both);
      EXPECT_NEAR(sum(of_more.expected), sum(more), 1e-9);
      for (std::size_t l = 0; l < links; ++l) {
        EXPECT_GE(of_more.expected[l], 0);
        EXPECT_NEAR(of_both.expected[l], now.expected[l] + of_more.expected[l], 1e-9);
      }
    }
  }
}

TEST(Seen, IsOnlyWhatWasMeasuredOnEveryLink) {
  model::Scenario scenario = network(3);
  add_prefix(scenario, {0, 0, 0}, {800, 100, 100});
  observe(scenario, {1, 0, 0}, {90, 10, -1});  // More than today: no source can do that.
  const std::vector<double> cells{0.8, 0.1, 0.1};
  const Forecast forecast = make_ingress(scenario)->forecast(0, advertise({1, 0, 0}), cells);
  EXPECT_LE(forecast.expected[0], 0.8);
}

TEST(Seen, OfAllPrefixesTogetherSaysNothingExactOfOne) {
  model::Scenario scenario = cliff();
  add_prefix(scenario, {0, 0}, {200, 800});
  for (model::Observation& one : scenario.ingress.observations) {
    one.prefix.reset();
  }
  EXPECT_GT(forecast_of(scenario, {3, 0}).expected[0], 0.1);
  scenario.prefixes.pop_back();  // All prefixes are one.
  EXPECT_NEAR(forecast_of(scenario, {3, 0}).expected[0], 0.004, 0.005);
}

TEST(Seen, CountsLessTheOlderItIs) {
  const auto expected = [](std::int64_t days) {
    model::Scenario scenario = cliff();
    scenario.measured = model::Measured{"p95", 300, "2026-11-22", "2026-11-28", 0};
    for (model::Observation& one : scenario.ingress.observations) {
      one.at = 1'795'910'400 - days * 86'400;  // Before the end of 2026-11-28.
    }
    return forecast_of(scenario, {3, 0}).expected[0];
  };
  EXPECT_NEAR(expected(0), 0.004, 0.005);
  EXPECT_GT(expected(3000), expected(0) + 0.02);
}

TEST(Seen, ThatAThirdPrependMovesAllMakesItWorthAsking) {
  EXPECT_EQ(make_ingress(cliff())->longest_gap(), 2);
  model::Scenario without_third = cliff();
  without_third.ingress.observations.pop_back();
  EXPECT_EQ(make_ingress(without_third)->longest_gap(), 1);
}

TEST(Seen, AgainstWhatSourcesCanDoNothingIsCertainOfMorePrepends) {
  EXPECT_FALSE(make_ingress(cliff())->more_prepends_repel(0));
  model::Scenario plain = cliff();
  plain.ingress.observations.clear();
  EXPECT_TRUE(make_ingress(plain)->more_prepends_repel(0));
}

}  // namespace
}  // namespace bgpte::ingress
