// What the fit misses of observations widens the range.
#include <gtest/gtest.h>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;

/// 80 and 20 % today; `seen`: percent that enters by the first link at one, two, three prepends
/// there.
model::Scenario prepended(const std::vector<double>& seen) {
  model::Scenario scenario = network(2);
  add_prefix(scenario, {0, 0}, {800, 200});
  int prepends = 0;
  for (const double share : seen) {
    model::Observation one;
    one.prefix = 0;
    one.advertise = advertise({++prepends, 0});
    for (const double part : {share, 100 - share}) {
      one.inbound.emplace_back(model::Bps{static_cast<std::int64_t>(part * 1e7)});
    }
    one.source = "/ingress/observations/" + std::to_string(prepends - 1);
    scenario.ingress.observations.push_back(one);
  }
  return scenario;
}

Forecast forecast_at(const model::Scenario& scenario, int prepends) {
  const std::vector<double> home{0.8, 0.2};
  return make_ingress(scenario)->forecast(0, advertise({prepends, 0}), home);
}

TEST(Misfit, WhereTwoPrependsMovedNothingAndTheThirdAllBothAreWithinTheRange) {
  const std::vector<double> seen{78, 77, 0.4};
  const model::Scenario scenario = prepended(seen);
  for (int prepends = 1; prepends <= 3; ++prepends) {
    const Forecast forecast = forecast_at(scenario, prepends);
    const double was = seen[static_cast<std::size_t>(prepends - 1)] / 100;
    EXPECT_LE(forecast.low[0], was) << prepends;
    EXPECT_GE(forecast.high[0], was) << prepends;
  }
}

TEST(Misfit, WhatIsMetWidensNothing) {
  const Forecast met = forecast_at(prepended({64}), 1);
  EXPECT_LT(met.high[0] - met.low[0], 0.1);
}

}  // namespace
}  // namespace bgpte::ingress
