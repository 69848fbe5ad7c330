// Ranges of home cells whose numbers are stated: what prepends leave on a peer's link, or on the
// operator's own. Numbers for prepends say nothing of where traffic goes, nor of a new link.
#include <gtest/gtest.h>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;

constexpr double all = 1e9;

/// Three links, of which the last carries the prefix's traffic.
model::Scenario by_last_link(model::Relationship relationship, const std::vector<int>& prepends) {
  model::Scenario scenario = network(3);
  scenario.links[2].relationship = relationship;
  add_prefix(scenario, prepends, {prepends[0] < 0 ? -1.0 : 0, prepends[1] < 0 ? -1.0 : 0, 1000});
  return scenario;
}

Forecast forecast(const model::Scenario& scenario, const std::vector<int>& prepends) {
  const auto ingress = make_ingress(scenario);
  const std::vector<double> home{0, 0, all};
  return ingress->forecast(0, advertise(prepends), home);
}

const model::Retained hardly_moves{{0.8}, {0.9}, {0.95}};

TEST(StatedRange, WhereAFailedPeersTrafficGoesIsNoBetterKnownThanAProviders) {
  const auto failed = [](model::Relationship relationship) {
    return forecast(by_last_link(relationship, {0, 0, 0}), {0, 0, -1});
  };
  const Forecast peer = failed(model::Relationship::peer);
  const Forecast transit = failed(model::Relationship::transit);
  for (const model::LinkIndex l : {0, 1}) {
    EXPECT_NEAR(peer.expected[l], all / 2, 1);
    EXPECT_NEAR(peer.low[l], transit.low[l], 1);
    EXPECT_NEAR(peer.high[l], transit.high[l], 1);
  }
  EXPECT_LT(peer.low[0], 0.3 * all);
}

TEST(StatedRange, WhatLeavesALinkWithOwnNumbersMayAllGoToOneOther) {
  model::Scenario scenario = by_last_link(model::Relationship::transit, {0, 0, 0});
  scenario.ingress.retained[2] = hardly_moves;
  const Forecast after = forecast(scenario, {0, 0, 1});
  EXPECT_NEAR(after.expected[0], 0.05 * all, 1);
  // A tenth of the volume leaves, at most a fifth; half of it would be the most if it were divided
  // evenly for sure.
  EXPECT_GT(after.high[0], 0.11 * all);
  EXPECT_LT(after.high[0], 0.2 * all);
}

TEST(StatedRange, ANewlyAnnouncedProviderMayDrawAllOrNobodyOfAPeers) {
  const model::Scenario scenario = by_last_link(model::Relationship::ix, {-1, -1, 0});
  for (const int prepends : {0, 3}) {
    const Forecast after = forecast(scenario, {prepends, -1, 0});
    EXPECT_GT(after.expected[0], 0.1 * all);
    EXPECT_EQ(after.low[0], 0);
    EXPECT_EQ(after.high[0], all);
    EXPECT_EQ(after.low[2], 0);
    EXPECT_EQ(after.high[2], all);
  }
}

TEST(StatedRange, OwnNumbersForPrependsSayNothingOfANewlyAnnouncedLink) {
  model::Scenario scenario = by_last_link(model::Relationship::transit, {-1, 0, 0});
  const Forecast without = forecast(scenario, {0, 0, 0});
  scenario.ingress.retained[2] = hardly_moves;
  const Forecast with = forecast(scenario, {0, 0, 0});
  EXPECT_LE(with.low[0], without.low[0]);
  EXPECT_GE(with.high[0], without.high[0]);
  EXPECT_EQ(with.high[1], without.high[1])
      << "it rises as little as the home link: it gains nothing";
}

TEST(StatedRange, ASecondPortThatIsAnnouncedNewlyMayDrawAllOrNobody) {
  model::Scenario scenario = by_last_link(model::Relationship::ix, {0, -1, 0});
  scenario.links[1].relationship = model::Relationship::ix;
  scenario.links[1].neighbor_as = scenario.links[2].neighbor_as;
  const Forecast after = forecast(scenario, {0, 0, 0});
  EXPECT_NEAR(after.expected[1], all / 2, 1);
  EXPECT_LT(after.low[1], 0.02 * all);
  EXPECT_EQ(after.high[1], all);
}

TEST(StatedRange, ANewProviderDrawsOfASharedPeerWhatItDrawsOfAPeerAlone) {
  model::Scenario scenario = by_last_link(model::Relationship::ix, {-1, 2, 0});
  scenario.links[1].relationship = model::Relationship::ix;
  const Forecast alone = forecast(scenario, {0, 2, 0});
  scenario.links[1].neighbor_as = scenario.links[2].neighbor_as;
  const Forecast shared = forecast(scenario, {0, 2, 0});
  EXPECT_GT(alone.expected[0], 0.1 * all);
  EXPECT_EQ(shared.expected[0], alone.expected[0]);
  EXPECT_EQ(shared.high[0], all);
  EXPECT_LT(shared.low[0], 0.02 * all);
}

}  // namespace
}  // namespace bgpte::ingress
