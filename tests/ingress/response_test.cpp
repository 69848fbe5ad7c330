#include <gtest/gtest.h>

#include "bgpte/ingress/ingress_model.hpp"
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

}  // namespace
}  // namespace bgpte::ingress
