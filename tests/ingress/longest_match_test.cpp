// Sources that do not hear a prefix follow the one around it (docs/ingress.md, "Longest match").
#include "src/ingress/longest_match.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using testing::advertise;
using testing::network;

constexpr model::LinkIndex t1 = 0, t2 = 1, ix = 2, iy = 3;

model::Prefix& of_length(model::Prefix& prefix, const char* text) {
  prefix.prefix = model::parse_prefix(text).prefix;
  return prefix;
}

/// Two providers that carry 198.18.0.0/23, and two exchanges that carry it and, prefix 1, its first
/// half.
model::Scenario half_to_exchanges() {
  model::Scenario scenario = network(4);
  for (const model::LinkIndex l : {ix, iy}) {
    scenario.links[l].relationship = model::Relationship::ix;
  }
  of_length(add_prefix(scenario, {0, 0, 0, 0}), "198.18.0.0/23");
  of_length(add_prefix(scenario, {-1, -1, 0, 0}), "198.18.0.0/24");
  return scenario;
}

/// The second one's announcements, and what follows those who do not hear them.
model::Advertisement match(const std::vector<int>& own, const std::vector<int>& cover) {
  model::Advertisement x = advertise(own);
  x.add_less_specific(advertise(cover));
  return x;
}

double volume(const std::vector<double>& cells) {
  return std::accumulate(cells.begin(), cells.end(), 0.0);
}

TEST(LongestMatch, TodayIsTheMeasurementAlsoWhereTheCoverBringsIt) {
  const auto ingress = make_ingress(half_to_exchanges());
  const std::vector<double> home{50, 30, 100, 20};
  const Forecast forecast = ingress->forecast(1, match({-1, -1, 0, 0}, {0, 0, 0, 0}), home);
  EXPECT_EQ(forecast.expected, home);
  EXPECT_EQ(forecast.low, home);
  EXPECT_EQ(forecast.high, home);
  EXPECT_EQ(forecast.unreachable, 0);
}

TEST(LongestMatch, WhoHearsThePrefixDoesNotLookAtTheCover) {
  const auto ingress = make_ingress(half_to_exchanges());
  const std::vector<double> home{0, 0, 100, 20};
  for (const std::vector<int>& cover : {std::vector{2, 0, 0, 0}, {0, 0, 0, -1}, {0, -1, 3, 3}}) {
    const Forecast forecast = ingress->forecast(1, match({-1, -1, 0, 0}, cover), home);
    EXPECT_EQ(forecast.expected, home);
    EXPECT_EQ(forecast.low, home);
    EXPECT_EQ(forecast.high, home);
  }
}

TEST(LongestMatch, WhereTheCoverIsAnnouncedThePrefixIsAnnouncedNewlyAllTheSame) {
  const std::vector<double> home{0, 0, 100, 20};
  model::Scenario without = half_to_exchanges();
  without.prefixes.erase(without.prefixes.begin());
  const Forecast plain = make_ingress(without)->forecast(0, advertise({0, -1, 0, 0}), home);
  const Forecast covered =
      make_ingress(half_to_exchanges())->forecast(1, advertise({0, -1, 0, 0}), home);
  EXPECT_GT(plain.expected[t1], 30);
  EXPECT_EQ(covered.expected, plain.expected);
  EXPECT_EQ(covered.low, plain.low);
  EXPECT_EQ(covered.high, plain.high);
  // Those that follow the cover today hear the prefix then, at the first provider alone.
  const std::vector<double> all{80, 40, 100, 20};
  const Forecast whole =
      make_ingress(half_to_exchanges())->forecast(1, advertise({0, -1, 0, 0}), all);
  EXPECT_NEAR(whole.expected[t1], plain.expected[t1] + 120, 1e-6);
  EXPECT_NEAR(volume(whole.expected), 240, 1e-6);
}

TEST(LongestMatch, AnObservationInWhichOthersFollowedTheCoverTellsNothing) {
  model::Scenario scenario = half_to_exchanges();
  scenario.prefixes[1] =
      of_length(add_prefix(scenario, {-1, -1, 0, 0}, {80.0, 40.0, 100.0, 20.0}), "198.18.0.0/24");
  scenario.prefixes.pop_back();
  const std::vector<double> home{80e6, 40e6, 100e6, 20e6};
  const model::Advertisement x = match({-1, -1, 1, 0}, {0, 0, 0, 0});
  const Forecast without = make_ingress(scenario)->forecast(1, x, home);
  model::Observation observation;
  observation.prefix = 1;
  observation.advertise = advertise({-1, -1, 1, 0});
  observation.inbound = {model::Bps{80'000'000}, model::Bps{40'000'000}, model::Bps{1'000'000},
                         model::Bps{119'000'000}};
  scenario.ingress.observations = {observation};
  EXPECT_EQ(make_ingress(scenario)->forecast(1, x, home).expected, without.expected);
  scenario.ingress.observations[0].inbound[t1] = scenario.ingress.observations[0].inbound[t2] = {};
  EXPECT_NE(make_ingress(scenario)->forecast(1, x, home).expected, without.expected);
}

TEST(LongestMatch, WhoDoesNotHearItMovesAsTheCoverSays) {
  const auto ingress = make_ingress(half_to_exchanges());
  const std::vector<double> home{80, 40, 100, 20};
  const Forecast cover = ingress->forecast(0, advertise({2, 0, 0, 0}), {{80, 40, 0, 0}});
  const Forecast part = ingress->forecast(1, match({-1, -1, 0, 0}, {2, 0, 0, 0}), home);
  EXPECT_LT(part.expected[t1], 40);
  for (const model::LinkIndex l : {t1, t2}) {
    EXPECT_NEAR(part.expected[l], cover.expected[l], 1e-6);
    EXPECT_NEAR(part.high[l], cover.high[l], 1e-6);
  }
  EXPECT_EQ(part.expected[ix], 100);
  EXPECT_EQ(part.expected[iy], 20);
}

TEST(LongestMatch, AnExchangeThatGoesDownSendsItsTrafficByTheCover) {
  const auto ingress = make_ingress(half_to_exchanges());
  const std::vector<double> home{0, 0, 100, 20};
  const Forecast alone = ingress->forecast(1, advertise({-1, -1, -1, 0}), home);
  EXPECT_NEAR(alone.unreachable, 100, 1e-6);
  const Forecast covered = ingress->forecast(1, match({-1, -1, -1, 0}, {0, 0, -1, 0}), home);
  EXPECT_NEAR(covered.unreachable, 0, 1e-6);
  EXPECT_NEAR(covered.expected[iy], 20, 1e-6);
  EXPECT_NEAR(covered.expected[t1], 50, 1e-6);
  EXPECT_NEAR(covered.expected[t2], 50, 1e-6);
}

TEST(LongestMatch, APartThatOnlyAnExchangeCarriesLeavesTheOthersWithTheWhole) {
  model::Scenario scenario = half_to_exchanges();
  scenario.prefixes[1].advertise = advertise({-1, -1, -1, -1});
  const auto ingress = make_ingress(scenario);
  const std::vector<double> home{60, 30, 10, 0};
  const Forecast forecast = ingress->forecast(1, match({-1, -1, 0, -1}, {0, 0, 0, 0}), home);
  for (model::LinkIndex l = 0; l < home.size(); ++l) {
    EXPECT_NEAR(forecast.expected[l], home[l], 1e-6);
  }
}

TEST(LongestMatch, TheTransitionIsTheForecastAndNothingGetsLost) {
  const auto ingress = make_ingress(half_to_exchanges());
  const std::vector<double> home{80, 40, 100, 20};
  for (int own = -1; own <= 2; ++own) {
    for (int cover = -1; cover <= 2; ++cover) {
      const model::Advertisement x = match({-1, -1, own, 0}, {cover, 0, own, 1});
      const Forecast forecast = ingress->forecast(1, x, home);
      const std::vector<double> moved =
          ingress->transition(ingress->behaviour(1), x)->entering(home);
      for (model::LinkIndex l = 0; l < home.size(); ++l) {
        EXPECT_NEAR(forecast.expected[l], moved[l], 1e-6);
        EXPECT_LE(forecast.low[l], forecast.expected[l] + 1e-6);
        EXPECT_GE(forecast.high[l], forecast.expected[l] - 1e-6);
      }
      EXPECT_NEAR(volume(forecast.expected) + forecast.unreachable, volume(home), 1e-6);
      EXPECT_NEAR(forecast.unreachable, 0, 1e-6);
    }
  }
}

TEST(LongestMatch, OfSeveralCoversTheLongestComesFirst) {
  model::Scenario scenario = half_to_exchanges();
  scenario.prefixes.erase(scenario.prefixes.begin());
  scenario.prefixes.insert(scenario.prefixes.begin(), scenario.prefixes[0]);
  of_length(scenario.prefixes[0], "198.18.0.0/23").advertise = advertise({-1, -1, -1, 0});
  scenario.prefixes.insert(scenario.prefixes.begin(), scenario.prefixes[0]);
  of_length(scenario.prefixes[0], "198.18.0.0/22").advertise = advertise({0, 1, 0, 0});
  const model::Advertisement today =
      model::match_today(scenario, model::longest_covering(scenario), 2);
  ASSERT_EQ(today.less_specifics().size(), 2U);
  EXPECT_EQ(today.without_less_specifics(), advertise({-1, -1, 0, 0}));
  EXPECT_EQ(today.less_specifics()[0], advertise({-1, -1, -1, 0}));
  EXPECT_EQ(today.less_specifics()[1], advertise({0, 1, 0, 0}));
  EXPECT_TRUE(today.may_enter(t1));
  EXPECT_EQ(with_less_specifics(today), advertise({0, 1, 0, 0}));
}

TEST(LongestMatch, APrefixThatEverySourceHearsHasNoLessSpecific) {
  model::Scenario scenario = half_to_exchanges();
  scenario.prefixes[1].advertise = advertise({3, -1, 0, 0});
  const auto covering = model::longest_covering(scenario);
  EXPECT_TRUE(model::match_today(scenario, covering, 1).less_specifics().empty());
  // A provider that is told to keep it to itself is no better than a peer.
  model::Lever lever;
  lever.name = "no-export";
  lever.limits_export = true;
  scenario.links[t1].levers.push_back(lever);
  scenario.prefixes[1].advertise.set_lever(t1, 1);
  EXPECT_EQ(model::match_today(scenario, covering, 1).less_specifics().size(), 1U);
}

TEST(LongestMatch, WhoCameByTheCoverUnderALeverThatLimitsExportIsARange) {
  model::Scenario scenario = half_to_exchanges();
  model::Lever lever;
  lever.name = "no-export";
  lever.limits_export = true;
  lever.retained = model::LeverEffect{0.1, 0.2, 0.5};
  scenario.links[t1].levers.push_back(lever);
  model::Advertisement own = advertise({0, -1, -1, -1});
  own.set_lever(t1, 1);
  scenario.prefixes[1].advertise = own;
  const auto ingress = make_ingress(scenario);
  model::Advertisement x = own;
  x.add_less_specific(advertise({-1, 0, 0, 0}));  // The cover leaves the link.
  const Forecast forecast = ingress->forecast(1, x, {{100, 0, 0, 0}});
  EXPECT_NEAR(forecast.expected[t1], 20, 1e-6);
  EXPECT_LE(forecast.low[t1], 10 + 1e-6);
  EXPECT_GE(forecast.high[t1], 50 - 1e-6);
  EXPECT_NEAR(forecast.expected[t2], 80, 1e-6);
  EXPECT_LE(forecast.low[t2], 50 + 1e-6);
  EXPECT_GE(forecast.high[t2], 90 - 1e-6);
}

}  // namespace
}  // namespace bgpte::ingress
