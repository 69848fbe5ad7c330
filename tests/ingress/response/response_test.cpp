#include <gtest/gtest.h>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/ingress/prior.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;

TEST(Response, RetainedOfTheContractsExample) {
  model::Scenario scenario = network(2);
  scenario.ingress.retained[0] =
      model::Retained{{0.5, 0.25, 0.15}, {0.7, 0.4, 0.25}, {0.85, 0.6, 0.4}};
  add_prefix(scenario, {0, 1}, {900, 0});
  const auto ingress = make_ingress(scenario);
  const std::vector<double> home{900e6, 0};
  const Forecast forecast = ingress->forecast(0, advertise({0, 0}), home);
  EXPECT_NEAR(forecast.low[0], 450e6, 1);
  EXPECT_NEAR(forecast.expected[0], 630e6, 1);
  EXPECT_NEAR(forecast.high[0], 765e6, 1);
  EXPECT_NEAR(forecast.expected[1], 270e6, 1);
  EXPECT_EQ(forecast.margin, 0);
  const Forecast pull = ingress->forecast(0, advertise({1, 0}), home);
  EXPECT_NEAR(pull.expected[0], 360e6, 1);
}

TEST(Response, ARedistributionThatFitsBestDoesNotSilenceThePopulations) {
  // Who leaves L00 goes to the others by what they carry, which no population says.
  model::Scenario scenario = network(3);
  scenario.ingress.drift = {1'000};
  for (int i = 0; i < 2; ++i) {
    add_prefix(scenario, {0, 0, 0}, {400, 500, 100});
  }
  const auto before = make_ingress(scenario);
  const std::vector<double> home{400e6, 500e6, 100e6};
  const model::Advertisement seen = advertise({1, 0, 0});
  const double stays = before->forecast(0, seen, home).expected[0];
  const double leaves = home[0] - stays;
  model::Observation observation;
  observation.prefix = 0;
  observation.advertise = seen;
  for (const double flow : {stays, home[1] + leaves * 5 / 6, home[2] + leaves / 6}) {
    observation.inbound.emplace_back(model::Bps{static_cast<std::int64_t>(flow)});
  }
  scenario.ingress.observations.push_back(observation);
  const auto after = make_ingress(scenario);
  // The default and the sticky variants of the links that were not tried fit alike, so all three
  // speak for the other prefix: what L01 keeps is their mean.
  const model::Advertisement untried = advertise({0, 1, 0});
  const double by_default = before->transition(before->behaviour(1), untried)->at(1, 1);
  EXPECT_NEAR(after->transition(after->behaviour(1), untried)->at(1, 1),
              (2 * by_default + sticky_retained) / 3, 1e-9);
}

}  // namespace
}  // namespace bgpte::ingress
