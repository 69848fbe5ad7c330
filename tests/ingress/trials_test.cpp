// What an observation that was not made yet would leave of a range.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A network whose one prefix has these rates by link, in Mbps, without prepends.
model::Scenario one_prefix(const std::vector<double>& rates) {
  model::Scenario scenario = network(rates.size());
  model::Prefix& prefix = add_prefix(scenario, std::vector<int>(rates.size(), 0));
  prefix.inbound_kind = model::InboundKind::by_link;
  for (const double rate : rates) {
    prefix.by_link.emplace_back(model::Bps{static_cast<std::int64_t>(rate * 1e6)});
  }
  return scenario;
}

model::Advertisement prepended(std::size_t links, std::size_t link, int times) {
  std::vector<int> prepends(links, 0);
  prepends[link] = times;
  return advertise(prepends);
}

std::vector<double> random_rates(Numbers& numbers, std::size_t links) {
  std::vector<double> rates;
  for (std::size_t l = 0; l < links; ++l) {
    rates.push_back(50 + 900 * numbers.uniform());
  }
  return rates;
}

double all_of(const std::vector<double>& rates) {
  return std::accumulate(rates.begin(), rates.end(), 0.0);
}

/// Of all links, as parts of the prefix.
double width_of(const Forecast& forecast) {
  double width = 0;
  for (std::size_t l = 0; l < forecast.high.size(); ++l) {
    width += forecast.high[l] - forecast.low[l];
  }
  return width / all_of(forecast.expected);
}

/// The scenario with the observation that brought just what is expected of it.
model::Scenario observed_as_expected(model::Scenario scenario, const IngressModel& ingress,
                                     const model::Advertisement& tried,
                                     const std::vector<double>& rates) {
  const Forecast expected = ingress.forecast(0, tried, rates);
  model::Observation seen;
  seen.prefix = 0;
  seen.advertise = tried;
  for (const double rate : expected.expected) {
    seen.inbound.emplace_back(model::Bps{std::llround(rate * 1e6)});
  }
  scenario.ingress.observations.push_back(std::move(seen));
  return scenario;
}

TEST(Trials, WithoutATrialTheRangeIsTheForecasts) {
  Numbers numbers(1);
  for (std::size_t links = 2; links <= 5; ++links) {
    const std::vector<double> rates = random_rates(numbers, links);
    const auto ingress = make_ingress(one_prefix(rates));
    const model::Advertisement x = prepended(links, 0, 2);
    const auto after = ingress->forecasts_after(0, x, rates, {{}});
    ASSERT_THAT(after, SizeIs(1));
    EXPECT_NEAR(width_of(after[0]), width_of(ingress->forecast(0, x, rates)), 0.01) << links;
    EXPECT_EQ(after[0].expected, ingress->forecast(0, x, rates).expected);
  }
}

TEST(Trials, WhatIsWantedItselfLeavesOnlyTheNoise) {
  Numbers numbers(2);
  for (std::size_t links = 2; links <= 5; ++links) {
    const std::vector<double> rates = random_rates(numbers, links);
    const auto ingress = make_ingress(one_prefix(rates));
    const model::Advertisement x = prepended(links, 1, 2);
    const Forecast after = ingress->forecasts_after(0, x, rates, {{x}}).at(0);
    // One measurement with a deviation of 0.01, and that of what is then forecast.
    const double most = 2 * 1.645 * std::hypot(0.01, 0.01) * all_of(rates);
    for (std::size_t l = 0; l < links; ++l) {
      EXPECT_LE(after.high[l] - after.low[l], most * 1.0001) << links << " links, " << l;
    }
  }
}

/// The scenario with the observation in it is forecast by other code.
TEST(Trials, AreWhatAnObservationLeavesThatCameAsExpected) {
  Numbers numbers(3);
  double worst = 0;
  for (int round = 0; round < 12; ++round) {
    const std::size_t links = 2 + static_cast<std::size_t>(numbers.below(4));
    const std::vector<double> rates = random_rates(numbers, links);
    const model::Scenario scenario = one_prefix(rates);
    const auto ingress = make_ingress(scenario);
    const auto any = [&] {
      return static_cast<std::size_t>(numbers.below(static_cast<int>(links)));
    };
    const model::Advertisement tried = prepended(links, any(), 1 + numbers.below(3));
    const model::Advertisement wanted = prepended(links, any(), 1 + numbers.below(3));
    const auto seen = make_ingress(observed_as_expected(scenario, *ingress, tried, rates));
    const double after = width_of(ingress->forecasts_after(0, wanted, rates, {{tried}}).at(0));
    worst = std::max(worst, std::abs(after - width_of(seen->forecast(0, wanted, rates))));
  }
  EXPECT_LT(worst, 0.03);
}

TEST(Trials, MoreOfThemNeverWidenARange) {
  Numbers numbers(4);
  for (std::size_t links = 2; links <= 5; ++links) {
    const std::vector<double> rates = random_rates(numbers, links);
    const auto ingress = make_ingress(one_prefix(rates));
    const model::Advertisement x = prepended(links, 0, 3);
    const model::Advertisement a = prepended(links, 0, 1);
    const model::Advertisement b = prepended(links, 1, 2);
    const auto after = ingress->forecasts_after(0, x, rates, {{}, {a}, {a, b}});
    ASSERT_THAT(after, SizeIs(3));
    EXPECT_LT(width_of(after[1]), width_of(after[0]));
    EXPECT_LE(width_of(after[2]), width_of(after[1]) + 1e-9);
  }
}

TEST(Trials, OfAModelThatKnowsItsSourcesTellNothing) {
  model::Scenario scenario = one_prefix({500, 500});
  scenario.ingress.model = model::IngressKind::shortest_path;
  const std::vector<double> rates{500, 500};
  EXPECT_THAT(
      make_ingress(scenario)->forecasts_after(0, prepended(2, 0, 1), rates, {{prepended(2, 0, 1)}}),
      IsEmpty());
}

}  // namespace
}  // namespace bgpte::ingress::testing
