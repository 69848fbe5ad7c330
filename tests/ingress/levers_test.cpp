// Properties of communities and MED on top of the models that know prepends only.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

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
using testing::Numbers;

constexpr double tolerance = 1.0;  // Of 1e9: a part in 1e9.

model::Scenario random_network(Numbers& numbers, model::IngressKind kind) {
  const auto links = static_cast<std::size_t>(2 + numbers.below(5));
  model::Scenario scenario = network(links);
  scenario.ingress.model = kind;
  add_levers(scenario, middling);
  std::vector<int> prepends(links);
  std::vector<double> mbps(links, 0);
  for (std::size_t l = 0; l < links; ++l) {
    prepends[l] = numbers.below(5) == 0 ? -1 : numbers.below(3);
    mbps[l] = prepends[l] < 0 ? 0 : numbers.below(1000);
    if (numbers.below(5) == 0) {
      scenario.links[l].relationship = model::Relationship::peer;
    }
  }
  prepends[0] = 0;
  mbps[0] += 10;
  add_prefix(scenario, prepends, mbps);
  if (kind == model::IngressKind::sources) {
    for (int s = 0; s < 5; ++s) {
      model::SourceGroup group;
      group.name = std::to_string(s);
      for (std::size_t l = 0; l < links; ++l) {
        group.path_length.push_back(1 + numbers.below(3));
        group.preference.push_back(numbers.below(5) == 0 ? 90 : 100);
      }
      group.inbound[0] = {(1 + numbers.below(100)) * 1'000'000LL};
      scenario.ingress.sources.push_back(group);
    }
  }
  return scenario;
}

std::vector<double> home_of(const IngressModel& ingress) {
  std::vector<double> home;
  double all = 0;
  for (const model::Bps cell : ingress.today().home[0]) {
    home.push_back(static_cast<double>(cell.value));
    all += home.back();
  }
  for (double& cell : home) {
    cell *= 1e9 / all;
  }
  return home;
}

/// Prepends changed here and there, and now and then a lever.
model::Advertisement random_advertisement(Numbers& numbers, const model::Advertisement& today,
                                          int levers) {
  model::Advertisement x = today;
  for (std::size_t l = 0; l < x.size(); ++l) {
    if (x.carried_on(l) && numbers.below(3) == 0) {
      x[l] = static_cast<model::Prepend>(numbers.below(4));
    }
  }
  for (int i = 0; i < levers; ++i) {
    const auto l = static_cast<std::size_t>(numbers.below(static_cast<int>(x.size())));
    if (x.carried_on(l)) {
      x.set_lever(l, static_cast<model::LeverChoice>(1 + numbers.below(2)));
    }
  }
  return x;
}

class Levers : public ::testing::TestWithParam<model::IngressKind> {};

TEST_P(Levers, SharesSumToOneAndTheRangeHoldsEveryVariant) {
  Numbers numbers(21);
  for (int round = 0; round < 60; ++round) {
    const model::Scenario scenario = random_network(numbers, GetParam());
    const auto ingress = make_ingress(scenario);
    const std::vector<double> home = home_of(*ingress);
    const model::Advertisement x =
        random_advertisement(numbers, scenario.prefixes[0].advertise, 1 + round % 3);
    const Forecast forecast = ingress->forecast(0, x, home);
    EXPECT_NEAR(
        std::accumulate(forecast.expected.begin(), forecast.expected.end(), forecast.unreachable),
        1e9, tolerance);
    const auto matrix = ingress->transition(ingress->behaviour(0), x);
    std::vector<double> expected(home.size(), 0);
    for (std::size_t j = 0; j < home.size(); ++j) {
      for (std::size_t l = 0; l < home.size(); ++l) {
        expected[l] += home[j] * matrix->at(j, l);
      }
    }
    for (std::size_t l = 0; l < home.size(); ++l) {
      EXPECT_NEAR(expected[l], forecast.expected[l], tolerance);
      EXPECT_LE(forecast.low[l], forecast.expected[l] + tolerance);
      EXPECT_GE(forecast.high[l], forecast.expected[l] - tolerance);
      EXPECT_GE(forecast.low[l], 0);
    }
  }
}

TEST_P(Levers, ALeverNeverRaisesItsLinkNorLowersAnother) {
  Numbers numbers(22);
  int moved = 0;
  for (int round = 0; round < 100; ++round) {
    const model::Scenario scenario = random_network(numbers, GetParam());
    const auto ingress = make_ingress(scenario);
    const std::vector<double> home = home_of(*ingress);
    model::Advertisement x =
        random_advertisement(numbers, scenario.prefixes[0].advertise, round % 3);
    const auto link = static_cast<std::size_t>(numbers.below(static_cast<int>(x.size())));
    if (!x.carried_on(link) || x.lever(link) != model::no_lever) {
      continue;
    }
    const Forecast before = ingress->forecast(0, x, home);
    x.set_lever(link, round % 2 == 0 ? by_community : by_med);
    const Forecast after = ingress->forecast(0, x, home);
    for (std::size_t l = 0; l < home.size(); ++l) {
      const double rise = after.expected[l] - before.expected[l];
      EXPECT_GE(l == link ? -rise : rise, -tolerance) << "round " << round;
      moved += rise > 1e6 ? 1 : 0;
    }
  }
  EXPECT_GT(moved, 10) << "hardly any lever did anything";
}

TEST_P(Levers, ReorderingLinksReordersTheAnswer) {
  Numbers numbers(23);
  for (int round = 0; round < 30; ++round) {
    const model::Scenario scenario = random_network(numbers, GetParam());
    const std::size_t links = scenario.links.size();
    // Back to front.
    model::Scenario other = scenario;
    std::reverse(other.links.begin(), other.links.end());
    std::reverse(other.prefixes[0].by_link.begin(), other.prefixes[0].by_link.end());
    for (model::SourceGroup& group : other.ingress.sources) {
      std::reverse(group.path_length.begin(), group.path_length.end());
      std::reverse(group.preference.begin(), group.preference.end());
    }
    const auto reversed = [&](const model::Advertisement& x) {
      model::Advertisement result(links);
      for (std::size_t l = 0; l < links; ++l) {
        result[links - 1 - l] = x[l];
        result.set_lever(links - 1 - l, x.lever(l));
      }
      return result;
    };
    other.prefixes[0].advertise = reversed(scenario.prefixes[0].advertise);
    const auto ingress = make_ingress(scenario);
    const auto mirrored = make_ingress(other);
    std::vector<double> home = home_of(*ingress);
    const model::Advertisement x = random_advertisement(numbers, scenario.prefixes[0].advertise, 3);
    const Forecast one = ingress->forecast(0, x, home);
    std::reverse(home.begin(), home.end());
    const Forecast two = mirrored->forecast(0, reversed(x), home);
    for (std::size_t l = 0; l < links; ++l) {
      EXPECT_NEAR(one.low[l], two.low[links - 1 - l], tolerance);
      EXPECT_NEAR(one.expected[l], two.expected[links - 1 - l], tolerance);
      EXPECT_NEAR(one.high[l], two.high[links - 1 - l], tolerance);
    }
  }
}

TEST_P(Levers, TodaysLeverChangesNothing) {
  Numbers numbers(24);
  for (int round = 0; round < 30; ++round) {
    model::Scenario scenario = random_network(numbers, GetParam());
    const auto plain = make_ingress(scenario);
    model::Advertisement& today = scenario.prefixes[0].advertise;
    const model::Advertisement without = today;
    today.set_lever(0, by_community);
    const auto ingress = make_ingress(scenario);
    const std::vector<double> home = home_of(*ingress);
    const Forecast now = ingress->forecast(0, today, home);
    EXPECT_EQ(now.low, home);
    EXPECT_EQ(now.expected, home);
    EXPECT_EQ(now.high, home);
    EXPECT_EQ(now.harm, home);
    // Prepends act as they do without it, and taking it off is not known to do anything.
    model::Advertisement x = today;
    x[0] = 2;
    EXPECT_EQ(ingress->forecast(0, x, home).expected,
              plain->forecast(0, x.without_levers(), home).expected);
    EXPECT_EQ(ingress->forecast(0, without, home).expected, home);
  }
}

TEST_P(Levers, KeepingAllIsNothingAndKeepingNothingIsAWithdrawal) {
  Numbers numbers(25);
  for (int round = 0; round < 40; ++round) {
    model::Scenario scenario = random_network(numbers, GetParam());
    const model::Advertisement& today = scenario.prefixes[0].advertise;
    model::Advertisement x = random_advertisement(numbers, today, 0);
    const model::Advertisement without = x;
    x.set_lever(0, by_community);
    add_levers(scenario, {1, 1, 1});
    const auto all = make_ingress(scenario);
    const std::vector<double> home = home_of(*all);
    const Forecast plain = all->forecast(0, without, home);
    const Forecast kept = all->forecast(0, x, home);
    add_levers(scenario, {0, 0, 0});
    const auto nothing = make_ingress(scenario);
    const Forecast left = nothing->forecast(0, x, home);
    model::Advertisement withdrawn = without;
    withdrawn.withdraw(0);
    const Forecast gone =
        nothing->forecast(0, withdrawn.carried_count() > 0 ? withdrawn : without, home);
    EXPECT_NEAR(left.unreachable, plain.unreachable, tolerance);
    for (std::size_t l = 0; l < home.size(); ++l) {
      EXPECT_NEAR(kept.expected[l], plain.expected[l], tolerance);
      EXPECT_NEAR(kept.low[l], plain.low[l], tolerance);
      EXPECT_NEAR(kept.high[l], plain.high[l], tolerance);
      // Who has no other way in stays.
      const double stuck = l == 0 ? gone.unreachable - plain.unreachable : 0;
      EXPECT_NEAR(left.expected[l], gone.expected[l] + stuck, tolerance);
      EXPECT_NEAR(left.low[l], gone.low[l] + stuck, tolerance);
      EXPECT_NEAR(left.high[l], gone.high[l] + stuck, tolerance);
    }
  }
}

/// All other links are down: who entered there has no other way than link 0.
TEST_P(Levers, ACommunityThatLimitsExportSavesNobodyButWhatItRetains) {
  Numbers numbers(26);
  for (int round = 0; round < 40; ++round) {
    model::Scenario scenario = random_network(numbers, GetParam());
    for (model::Link& link : scenario.links) {
      link.levers[0].limits_export = true;
    }
    model::Advertisement& today = scenario.prefixes[0].advertise;
    model::Advertisement x(today.size());
    x[0] = today[0];
    const auto without = make_ingress(scenario);
    const std::vector<double> home = home_of(*without);
    const Forecast open = without->forecast(0, x, home);
    x.set_lever(0, by_community);
    const Forecast added = without->forecast(0, x, home);
    EXPECT_NEAR(added.expected[0], middling.expected * open.expected[0], tolerance);
    EXPECT_NEAR(added.unreachable, 1e9 - added.expected[0], tolerance);
    // Where it is announced so today, those of its own home cell are the ones who hear it.
    today.set_lever(0, by_community);
    const auto used = make_ingress(scenario);
    const Forecast failed = used->forecast(0, x, home);
    EXPECT_NEAR(failed.expected[0], home[0] + middling.expected * (open.expected[0] - home[0]),
                tolerance);
    EXPECT_EQ(used->forecast(0, today, home).expected, home);
  }
}

TEST_P(Levers, WhatALeverAttractsComesFromOtherTransitLinksInEqualParts) {
  Numbers numbers(27);
  for (int round = 0; round < 40; ++round) {
    model::Scenario scenario = random_network(numbers, GetParam());
    model::Lever& lever = scenario.links[0].levers[0];
    lever.attracts = lever.retained;
    lever.retained.reset();
    scenario.links[0].relationship = model::Relationship::transit;
    model::Advertisement x = scenario.prefixes[0].advertise;
    const auto ingress = make_ingress(scenario);
    const std::vector<double> home = home_of(*ingress);
    x.set_lever(0, by_community);
    const Forecast drawn = ingress->forecast(0, x, home);
    double comes = 0;
    for (std::size_t l = 1; l < home.size(); ++l) {
      const bool transit = scenario.links[l].relationship == model::Relationship::transit;
      EXPECT_NEAR(drawn.expected[l], home[l] * (transit ? 1 - middling.expected : 1), tolerance);
      comes += home[l] - drawn.expected[l];
    }
    EXPECT_NEAR(drawn.expected[0], home[0] + comes, tolerance);
    EXPECT_LE(drawn.low[0], drawn.expected[0]);
    EXPECT_GE(drawn.high[0], drawn.expected[0]);
  }
}

INSTANTIATE_TEST_SUITE_P(Models, Levers,
                         ::testing::Values(model::IngressKind::response,
                                           model::IngressKind::sources,
                                           model::IngressKind::shortest_path));

}  // namespace
}  // namespace bgpte::ingress
