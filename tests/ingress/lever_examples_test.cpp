// Communities and MED in small networks whose answers are worked out by hand.
#include <gtest/gtest.h>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/lever_scenarios.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_levers;
using testing::add_prefix;
using testing::by_community;
using testing::by_med;
using testing::middling;
using testing::network;

/// Two links to one AS and one to another, 600, 200 and 200 Mbps.
model::Scenario two_ports(model::LeverEffect retained, const std::vector<int>& prepends) {
  model::Scenario scenario = network(3);
  add_levers(scenario, retained);
  add_prefix(scenario, prepends, {600, 200, 200});
  return scenario;
}

TEST(MedLever, MovesToTheOtherLinkToThatAsAlone) {
  const model::Scenario scenario = two_ports({0.1, 0.25, 0.5}, {0, 0, 0});
  const auto ingress = make_ingress(scenario);
  model::Advertisement x = scenario.prefixes[0].advertise;
  x.set_lever(0, by_med);
  const Forecast forecast = ingress->forecast(0, x, std::vector<double>{600, 200, 200});
  EXPECT_NEAR(forecast.expected[0], 150, 1e-6);
  EXPECT_NEAR(forecast.expected[1], 650, 1e-6);
  EXPECT_NEAR(forecast.expected[2], 200, 1e-6);
  EXPECT_NEAR(forecast.low[0], 60, 1e-6);
  EXPECT_NEAR(forecast.high[0], 300, 1e-6);
  EXPECT_NEAR(forecast.low[1], 500, 1e-6);
  EXPECT_NEAR(forecast.high[1], 740, 1e-6);
  EXPECT_NEAR(forecast.low[2], 200, 1e-6);
}

TEST(MedLever, KeepingNothingSendsAllToTheSibling) {
  const model::Scenario scenario = two_ports({0, 0, 0}, {0, 0, 0});
  model::Advertisement x = scenario.prefixes[0].advertise;
  x.set_lever(0, by_med);
  const Forecast forecast =
      make_ingress(scenario)->forecast(0, x, std::vector<double>{600, 200, 200});
  EXPECT_NEAR(forecast.expected[0], 0, 1e-6);
  EXPECT_NEAR(forecast.expected[1], 800, 1e-6);
}

TEST(MedLever, DoesNothingBehindALongerPathOrAgainstTheSameMed) {
  const std::vector<double> home{600, 200, 200};
  const model::Scenario longer = two_ports(middling, {0, 1, 0});
  model::Advertisement x = longer.prefixes[0].advertise;
  x.set_lever(0, by_med);
  EXPECT_NEAR(make_ingress(longer)->forecast(0, x, home).expected[0], 600, 1e-6);
  const model::Scenario alike = two_ports(middling, {0, 0, 0});
  x = alike.prefixes[0].advertise;
  x.set_lever(0, by_med);
  x.set_lever(1, by_med);
  EXPECT_NEAR(make_ingress(alike)->forecast(0, x, home).expected[0], 600, 1e-6);
}

TEST(CommunityLever, IsAMixtureOfAnnouncedAndWithdrawn) {
  const model::Scenario scenario = two_ports({0.2, 0.5, 0.9}, {0, 0, 0});
  const auto ingress = make_ingress(scenario);
  const std::vector<double> home{600, 200, 200};
  model::Advertisement x = scenario.prefixes[0].advertise;
  model::Advertisement withdrawn = x;
  withdrawn.withdraw(0);
  x.set_lever(0, by_community);
  const Forecast gone = ingress->forecast(0, withdrawn, home);
  const Forecast half = ingress->forecast(0, x, home);
  for (std::size_t l = 0; l < home.size(); ++l) {
    EXPECT_NEAR(half.expected[l], (home[l] + gone.expected[l]) / 2, 1e-6);
  }
  EXPECT_NEAR(half.low[0], 120, 1e-6);
  EXPECT_NEAR(half.high[0], 540, 1e-6);
}

TEST(CommunityLever, OfTheOnlyLinkLeftHasNoEffect) {
  const model::Scenario scenario = two_ports(middling, {0, -1, -1});
  model::Advertisement x = scenario.prefixes[0].advertise;
  x.set_lever(0, by_community);
  const Forecast forecast = make_ingress(scenario)->forecast(0, x, std::vector<double>{600, 0, 0});
  EXPECT_NEAR(forecast.expected[0], 600, 1e-6);
  EXPECT_NEAR(forecast.unreachable, 0, 1e-6);
}

TEST(CommunityLever, WithoutAKnownEffectMovesNothing) {
  model::Scenario scenario = two_ports(middling, {0, 0, 0});
  for (model::Link& link : scenario.links) {
    link.levers[0].retained.reset();
  }
  model::Advertisement x = scenario.prefixes[0].advertise;
  x.set_lever(0, by_community);
  const std::vector<double> home{600, 200, 200};
  const Forecast forecast = make_ingress(scenario)->forecast(0, x, home);
  EXPECT_EQ(forecast.expected, home);
  EXPECT_EQ(forecast.low, (std::vector<double>{0, 200, 200})) << "but it might move all";
  EXPECT_EQ(forecast.high, (std::vector<double>{600, 800, 800}));
}

TEST(LeverModel, WithoutTodaysLeverAllMayEnterByItsLink) {
  model::Scenario scenario = two_ports(middling, {0, 0, 0});
  model::Advertisement& today = scenario.prefixes[0].advertise;
  const model::Advertisement without = today;
  today.set_lever(0, by_community);
  const auto ingress = make_ingress(scenario);
  const std::vector<double> home{600, 200, 200};
  const Forecast off = ingress->forecast(0, without, home);
  EXPECT_EQ(off.expected, home);
  EXPECT_EQ(off.low, (std::vector<double>{600, 0, 0}));
  EXPECT_EQ(off.high, (std::vector<double>{1000, 200, 200}));
  // Another in its place may do more or less than it.
  model::Advertisement swapped = today;
  swapped.set_lever(0, by_med);
  const Forecast other = ingress->forecast(0, swapped, home);
  EXPECT_EQ(other.expected, home);
  EXPECT_EQ(other.low, (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(other.high, (std::vector<double>{1000, 800, 800}));
  // Off by a withdrawal is known, and so is a lever that stays.
  model::Advertisement withdrawn = today;
  withdrawn.withdraw(0);
  EXPECT_LT(ingress->forecast(0, withdrawn, home).high[0], 1);
  EXPECT_EQ(ingress->forecast(0, today, home).high, home);
}

TEST(LeverModel, RefusesMoreLeversThanItCanTellApart) {
  model::Scenario scenario = network(model::most_levers_of_a_prefix + 1);
  add_levers(scenario, middling);
  add_prefix(scenario, std::vector<int>(scenario.links.size(), 0));
  model::Advertisement x = scenario.prefixes[0].advertise;
  for (std::size_t l = 0; l < x.size(); ++l) {
    x.set_lever(l, by_community);
  }
  const auto ingress = make_ingress(scenario);
  EXPECT_THROW(static_cast<void>(ingress->forecast(0, x, std::vector<double>(x.size(), 1.0))),
               std::invalid_argument);
}

}  // namespace
}  // namespace bgpte::ingress
