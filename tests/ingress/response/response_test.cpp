#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

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
  const double noise = 1.645 * 0.01 * 900e6;
  EXPECT_NEAR(forecast.low[0], 450e6 - noise, 1);
  EXPECT_NEAR(forecast.expected[0], 630e6, 1);
  EXPECT_NEAR(forecast.high[0], 765e6 + noise, 1);
  EXPECT_NEAR(forecast.expected[1], 270e6, 1);
  const Forecast pull = ingress->forecast(0, advertise({1, 0}), home);
  EXPECT_NEAR(pull.expected[0], 360e6, 1);
}

TEST(Response, AStickyVariantWeighsATenthOverTheLinksBeforeItIsSeen) {
  // What is seen is what the default says of L00: the sticky variants of the links that were not
  // tried fit as well, so each speaks for the other prefix with its weight.
  model::Scenario scenario = network(3);
  for (int i = 0; i < 2; ++i) {
    add_prefix(scenario, {0, 0, 0}, {400, 500, 100});
  }
  const auto before = make_ingress(scenario);
  const model::Advertisement seen = advertise({1, 0, 0});
  model::Observation observation;
  observation.prefix = 0;
  observation.advertise = seen;
  for (const double flow :
       before->forecast(0, seen, std::vector<double>{400e6, 500e6, 100e6}).expected) {
    observation.inbound.emplace_back(model::Bps{static_cast<std::int64_t>(flow)});
  }
  scenario.ingress.observations.push_back(observation);
  const auto after = make_ingress(scenario);
  const model::Advertisement untried = advertise({0, 1, 0});
  const double by_default = before->transition(before->behaviour(1), untried)->at(1, 1);
  const double part = 0.1 / 3;
  EXPECT_NEAR(after->transition(after->behaviour(1), untried)->at(1, 1),
              ((1 + part) * by_default + part * sticky_retained) / (1 + 2 * part), 1e-6);
}

/// V of docs/ingress.md, spelt out for one prepended link.
TEST(Response, TheRangeIsTheSumOfWhatHomeCellsMayDo) {
  model::Scenario scenario = network(3);
  add_prefix(scenario, {0, 0, 0}, {400, 500, 100});
  const auto ingress = make_ingress(scenario);
  const std::vector<double> home{0.4, 0.5, 0.1};
  const model::Advertisement x = advertise({1, 0, 0});
  const Forecast forecast = ingress->forecast(0, x, home);
  const auto t = ingress->transition(0, x);
  for (std::size_t l = 0; l < 3; ++l) {
    const double share = t->at(0, l);
    const double half = 1.645 * std::sqrt(0.4 * 0.4 * share * (1 - share) / 5 + 0.01 * 0.01);
    const double most = l == 0 ? 0.4 : home[l] + 0.4;
    const double least = l == 0 ? 0 : home[l];
    EXPECT_NEAR(forecast.harm[l], std::min(most, forecast.expected[l] + half), 1e-9);
    EXPECT_NEAR(forecast.high[l], std::min(most + 0.01645, forecast.expected[l] + half), 1e-9);
    EXPECT_NEAR(forecast.low[l], std::max({0.0, least - 0.01645, forecast.expected[l] - half}),
                1e-9);
  }
}

TEST(Response, WhatWasSeenIsKnownBetter) {
  model::Scenario scenario = network(3);
  add_prefix(scenario, {0, 0, 0}, {400, 500, 100});
  const auto before = make_ingress(scenario);
  const std::vector<double> home{0.4, 0.5, 0.1};
  model::Observation observation;
  observation.prefix = 0;
  observation.advertise = advertise({1, 0, 0});
  for (const double mbps : {100, 740, 160}) {
    observation.inbound.emplace_back(model::Bps{static_cast<std::int64_t>(mbps * 1e6)});
  }
  scenario.ingress.observations.push_back(observation);
  const auto after = make_ingress(scenario);
  const auto width = [&](const IngressModel& ingress, const std::vector<int>& x) {
    const Forecast forecast = ingress.forecast(0, advertise(x), home);
    return forecast.high[0] - forecast.low[0];
  };
  EXPECT_LT(width(*after, {1, 0, 0}), 0.25 * width(*before, {1, 0, 0}));
  EXPECT_LT(width(*after, {2, 0, 0}), 0.7 * width(*before, {2, 0, 0}));
  EXPECT_NEAR(width(*after, {0, 2, 0}), width(*before, {0, 2, 0}), 0.02);
}

TEST(Response, ObservationsThatTheDeadlineLeavesNoTimeForAreNotUsed) {
  model::Scenario scenario = network(3);
  add_prefix(scenario, {0, 0, 0}, {400, 500, 100});
  const auto without = make_ingress(scenario);
  model::Observation observation;
  observation.prefix = 0;
  observation.advertise = advertise({1, 0, 0});
  for (const double mbps : {100, 740, 160}) {
    observation.inbound.emplace_back(model::Bps{static_cast<std::int64_t>(mbps * 1e6)});
  }
  scenario.ingress.observations.push_back(observation);
  const auto late = make_ingress(scenario, {1, parallel::Deadline(0.0)});
  const auto in_time = make_ingress(scenario, {2, parallel::Deadline(1000.0)});
  const auto unhurried = make_ingress(scenario);
  const std::vector<double> home{0.4, 0.5, 0.1};
  const auto high = [&](const IngressModel& ingress) {
    return ingress.forecast(0, advertise({1, 0, 0}), home).high;
  };
  EXPECT_EQ(high(*late), high(*without));
  EXPECT_EQ(high(*in_time), high(*unhurried));
  EXPECT_NE(high(*in_time), high(*without));
  EXPECT_NE(late->basis().find("left no time"), std::string::npos);
  EXPECT_EQ(in_time->basis(), unhurried->basis());
}

}  // namespace
}  // namespace bgpte::ingress
