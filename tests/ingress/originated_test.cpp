// A prefix that a provider originates itself (docs/ingress.md, "A prefix that the provider
// originates").
#include "src/ingress/originated.hpp"

#include <gtest/gtest.h>

#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;

/// Expected volumes by link for 100 that enter by each link today.
std::vector<double> forecast_of(const IngressModel& ingress, model::PrefixIndex prefix,
                                const std::vector<int>& prepends) {
  const std::vector<double> home(prepends.size(), 100);
  return ingress.forecast(prefix, advertise(prepends), home).expected;
}

TEST(Originated, TheTextbookSendsEverythingByTheShorterPath) {
  model::Scenario scenario = network(2);
  scenario.ingress.model = model::IngressKind::shortest_path;
  add_prefix(scenario, {0, 0});
  model::Prefix& prefix = add_prefix(scenario, {0, 0});
  prefix.originated_by = 0;
  for (model::Prefix& one : scenario.prefixes) {
    one.inbound_kind = model::InboundKind::total;
    one.total = model::Bps{400'000'000};
  }
  const auto ingress = make_ingress(scenario);
  EXPECT_EQ(ingress->today().home[0][1].value, 200'000'000);
  EXPECT_EQ(ingress->today().home[1][0].value, 400'000'000);
}

TEST(Originated, ItsPathIsAsIfOursWereOneLongerByTheOtherLinks) {
  model::Scenario scenario = network(3);
  add_prefix(scenario, {0, 0, 0}, {100, 100, 100}).originated_by = 0;
  add_prefix(scenario, {0, 1, 1}, {100, 100, 100});
  add_prefix(scenario, {0, 0, 0}, {100, 100, 100});
  const auto ingress = make_ingress(scenario);
  for (int b = 0; b <= 2; ++b) {
    for (int c = 0; c <= 2; ++c) {
      EXPECT_EQ(forecast_of(*ingress, 0, {0, b, c}), forecast_of(*ingress, 1, {0, b + 1, c + 1}));
    }
  }
  EXPECT_NE(forecast_of(*ingress, 0, {0, 1, 0}), forecast_of(*ingress, 2, {0, 1, 0}));
  EXPECT_NE(ingress->behaviour(0), ingress->behaviour(2));
}

TEST(Originated, TodayIsTheMeasurement) {
  model::Scenario scenario = network(3);
  add_prefix(scenario, {0, 2, -1}, {100, 100, 0}).originated_by = 0;
  const auto ingress = make_ingress(scenario);
  const std::vector<double> home{100, 100, 0};
  const Forecast forecast = ingress->forecast(0, advertise({0, 2, -1}), home);
  EXPECT_EQ(forecast.expected, home);
  EXPECT_EQ(forecast.low, home);
  EXPECT_EQ(forecast.high, home);
}

TEST(Originated, AnObservationIsReadWithTheSamePath) {
  model::Scenario scenario = network(2);
  add_prefix(scenario, {0, 0}, {100, 100}).originated_by = 0;
  add_prefix(scenario, {0, 1}, {100, 100});
  const auto observe = [&](model::PrefixIndex prefix, const std::vector<int>& prepends) {
    model::Observation observation;
    observation.prefix = prefix;
    observation.advertise = advertise(prepends);
    observation.inbound = {model::Bps{190'000'000}, model::Bps{10'000'000}};
    scenario.ingress.observations.push_back(observation);
  };
  observe(0, {0, 1});
  observe(1, {0, 2});
  const auto ingress = make_ingress(scenario);
  EXPECT_EQ(forecast_of(*ingress, 0, {0, 1}), forecast_of(*ingress, 1, {0, 2}));
  EXPECT_EQ(forecast_of(*ingress, 0, {0, 2}), forecast_of(*ingress, 1, {0, 3}));
}

TEST(Originated, PathsListedBySourceAreNotShortenedTwice) {
  model::Scenario scenario = network(2);
  add_prefix(scenario, {0, 0}).originated_by = 0;
  EXPECT_TRUE(has_shorter_paths(scenario));
  scenario.ingress.model = model::IngressKind::sources;
  EXPECT_FALSE(has_shorter_paths(scenario));
}

}  // namespace
}  // namespace bgpte::ingress
