// `shortest-path`, `sources`, ties, peers and what is left without a link.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using testing::network;
using testing::Numbers;

auto near(double value) {
  return DoubleNear(value, 1e-6);
}

model::SourceGroup source(std::vector<std::optional<int>> lengths, std::vector<int> preference,
                          std::int64_t mbps) {
  model::SourceGroup group;
  group.name = "AS64500";
  group.path_length = std::move(lengths);
  group.preference = std::move(preference);
  group.inbound[0] = {mbps * 1'000'000};
  return group;
}

model::Scenario with_sources(std::size_t links, const std::vector<int>& today,
                             const std::vector<model::SourceGroup>& groups) {
  model::Scenario scenario = network(links);
  scenario.ingress.model = model::IngressKind::sources;
  add_prefix(scenario, today);
  scenario.ingress.sources = groups;
  return scenario;
}

Forecast ask(const IngressModel& ingress, const std::vector<int>& prepends) {
  std::vector<double> home;
  for (const model::Bps cell : ingress.today().home[0]) {
    home.push_back(static_cast<double>(cell.value) / 1e6);
  }
  return ingress.forecast(0, advertise(prepends), home);
}

TEST(Sources, PreferenceBeforeLengthBeforeTie) {
  const auto ingress =
      make_ingress(with_sources(2, {0, 0},
                                {source({5, 1}, {110, 100}, 10),  // prefers L00 however long
                                 source({1, 2}, {100, 100}, 20),  // shorter by L00
                                 source({2, 2}, {100, 100}, 40),  // a tie
                                 source({std::nullopt, 3}, {100, 100}, 80)}));  // only by L01
  EXPECT_EQ(ingress->today().home[0][0].value, 50'000'000);
  EXPECT_EQ(ingress->today().home[0][1].value, 100'000'000);
  EXPECT_THAT(ask(*ingress, {1, 0}).expected, ElementsAre(near(20), near(130)));
  EXPECT_THAT(ask(*ingress, {3, 0}).expected, ElementsAre(near(10), near(140)));
  const Forecast withdrawn = ask(*ingress, {0, -1});
  EXPECT_THAT(withdrawn.expected, ElementsAre(near(70), near(0)));
  EXPECT_NEAR(withdrawn.unreachable, 80, 1e-6);
}

TEST(Sources, LowAndHighLetEveryTieFallAgainstOrTowardsTheLink) {
  const auto ingress = make_ingress(with_sources(2, {0, 0}, {source({1, 2}, {100, 100}, 30)}));
  const Forecast tie = ask(*ingress, {1, 0});
  EXPECT_THAT(tie.low, ElementsAre(near(0), near(0)));
  EXPECT_THAT(tie.expected, ElementsAre(near(15), near(15)));
  EXPECT_THAT(tie.high, ElementsAre(near(30), near(30)));
  EXPECT_THAT(tie.harm, ElementsAre(near(30), near(30)));
}

TEST(Sources, TieByCapacityAndByLink) {
  model::Scenario scenario = with_sources(2, {0, 0}, {source({1, 1}, {100, 100}, 40)});
  scenario.links[0].capacity = {30'000'000'000};
  scenario.ingress.tie = model::TieRule::capacity;
  EXPECT_EQ(make_ingress(scenario)->today().home[0][0].value, 30'000'000);
  scenario.ingress.tie = model::TieRule::link;
  scenario.ingress.tie_link = 1;
  EXPECT_EQ(make_ingress(scenario)->today().home[0][0].value, 0);
}

TEST(Sources, MeasuredInboundCountsAndTheSourcesAreScaled) {
  model::Scenario scenario = with_sources(2, {0, 0}, {source({1, 2}, {100, 100}, 30)});
  scenario.prefixes[0].inbound_kind = model::InboundKind::by_link;
  scenario.prefixes[0].by_link = {model::Bps{60'000'000}, model::Bps{20'000'000}};
  const auto ingress = make_ingress(scenario);
  ASSERT_EQ(ingress->findings().size(), 1U);
  EXPECT_EQ(ingress->findings()[0].rule, "sources-scaled");
  // L01's 20 come from sources that the list does not explain: they stay while L01 is no worse.
  EXPECT_THAT(ask(*ingress, {1, 0}).expected, ElementsAre(near(30), near(50)));
  EXPECT_THAT(ask(*ingress, {2, 0}).expected, ElementsAre(near(0), near(80)));
  EXPECT_THAT(ask(*ingress, {0, 1}).expected, ElementsAre(near(80), near(0)));
}

TEST(Sources, TieOrdersAreFixed) {
  // Equal to drawing one order of the links for each source and keeping it.
  Numbers numbers(21);
  for (int round = 0; round < 40; ++round) {
    const auto links = static_cast<std::size_t>(2 + numbers.below(4));
    std::vector<std::optional<int>> lengths;
    std::vector<int> today, x;
    for (std::size_t l = 0; l < links; ++l) {
      lengths.emplace_back(numbers.below(2));
      today.push_back(numbers.below(2));
      x.push_back(numbers.below(3));
    }
    const auto ingress = make_ingress(
        with_sources(links, today, {source(lengths, std::vector<int>(links, 100), 60)}));
    std::vector<std::vector<double>> joint(links, std::vector<double>(links, 0));
    std::vector<std::size_t> order(links);
    std::iota(order.begin(), order.end(), 0);
    double orders = 0;
    do {
      const auto first = [&](const std::vector<int>& prepends) {
        std::size_t best = order[0];
        for (const std::size_t l : order) {
          if (*lengths[l] + prepends[l] < *lengths[best] + prepends[best]) {
            best = l;
          }
        }
        return best;
      };
      joint[first(today)][first(x)] += 1;
      ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    for (std::size_t j = 0; j < links; ++j) {
      const double home = std::accumulate(joint[j].begin(), joint[j].end(), 0.0);
      if (home == 0) {
        continue;
      }
      std::vector<double> cell(links, 0);
      cell[j] = 1;
      const Forecast forecast = ingress->forecast(0, advertise(x), cell);
      for (std::size_t l = 0; l < links; ++l) {
        EXPECT_NEAR(forecast.expected[l], joint[j][l] / home, 1e-9);
      }
    }
  }
}

TEST(ShortestPath, TextbookSharesWithoutMeasurements) {
  model::Scenario scenario = network(3);
  scenario.ingress.model = model::IngressKind::shortest_path;
  add_prefix(scenario, {0, 0, 1}, 90.0);
  const auto ingress = make_ingress(scenario);
  EXPECT_EQ(ingress->today().home[0][0].value, 45'000'000);
  EXPECT_THAT(ask(*ingress, {1, 0, 1}).expected, ElementsAre(near(0), near(90), near(0)));
  EXPECT_THAT(ask(*ingress, {1, 1, 0}).expected, ElementsAre(near(0), near(0), near(90)));
}

TEST(Peers, ASourceThatDoesNotEnterThereCannotReachUsThere) {
  for (const model::IngressKind kind :
       {model::IngressKind::response, model::IngressKind::shortest_path}) {
    model::Scenario scenario = network(3);
    scenario.ingress.model = kind;
    scenario.links[2].relationship = model::Relationship::peer;
    add_prefix(scenario, {0, 0, 0}, {50, 30, 20});
    const auto ingress = make_ingress(scenario);
    EXPECT_EQ(ask(*ingress, {2, 2, 0}).expected[2], 20);
    // Its own sources can leave it, and the peer alone strands the others.
    EXPECT_LT(ask(*ingress, {0, 0, 3}).expected[2], 20);
    const Forecast alone = ask(*ingress, {-1, -1, 0});
    EXPECT_NEAR(alone.unreachable, 80, 1e-6);
    EXPECT_NEAR(alone.expected[2], 20, 1e-6);

    scenario.links[2].reach = model::Reach{true, {}, {}};
    EXPECT_GT(ask(*make_ingress(scenario), {2, 2, 0}).expected[2], 20);
    scenario.links[2].reach = model::Reach{false, {scenario.prefixes[0].prefix}, {}};
    EXPECT_GT(ask(*make_ingress(scenario), {2, 2, 0}).expected[2], 20);
    model::IpPrefix other = scenario.prefixes[0].prefix;
    other.address.bytes[1] = 19;
    scenario.links[2].reach = model::Reach{false, {other}, {}};
    EXPECT_EQ(ask(*make_ingress(scenario), {2, 2, 0}).expected[2], 20);
  }
}

TEST(Peers, AnObservationThatGivesAPeerMoreOpensIt) {
  model::Scenario scenario = network(2);
  scenario.links[1].relationship = model::Relationship::ix;
  add_prefix(scenario, {0, 0}, {80, 20});
  model::Observation seen;
  seen.prefix = 0;
  seen.advertise = advertise({1, 0});
  seen.inbound = {model::Bps{50'000'000}, model::Bps{50'000'000}};
  seen.source = "/ingress/observations/0";
  scenario.ingress.observations.push_back(seen);
  const auto ingress = make_ingress(scenario);
  EXPECT_NEAR(ask(*ingress, {1, 0}).expected[1], 50, 1);
  EXPECT_TRUE(ingress->findings().empty());
}

TEST(Strangers, TrafficWithNoHomeHereEntersAsThePriorSays) {
  // A more specific prefix lost its only link; the covering one is announced elsewhere.
  for (const model::IngressKind kind :
       {model::IngressKind::response, model::IngressKind::shortest_path}) {
    model::Scenario scenario = network(3);
    scenario.ingress.model = kind;
    add_prefix(scenario, {-1, 0, 0}, {0, 10, 20});
    const auto ingress = make_ingress(scenario);
    const std::vector<double> home{90, 0, 0};
    for (const std::vector<int>& x : {std::vector<int>{-1, 0, 0}, {-1, 1, 1}}) {
      const Forecast forecast = ingress->forecast(0, advertise(x), home);
      EXPECT_THAT(forecast.expected, ElementsAre(near(0), near(45), near(45)));
      EXPECT_EQ(forecast.unreachable, 0);
    }
    EXPECT_GT(ingress->forecast(0, advertise({-1, 0, 2}), home).expected[1], 60);
  }
}

TEST(Peers, WhatIsAnnouncedToPeersAloneEntersThere) {
  model::Scenario scenario = network(2);
  scenario.links[1].relationship = model::Relationship::peer;
  add_prefix(scenario, {-1, 0}, 100.0);
  EXPECT_EQ(make_ingress(scenario)->today().home[0][1].value, 100'000'000);
}

}  // namespace
}  // namespace bgpte::ingress
