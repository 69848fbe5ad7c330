// Home cells, unknown splits and background (docs/ingress.md, "What enters today").
#include "src/ingress/today.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "bgpte/ingress/ingress_model.hpp"
#include "src/ingress/splits.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::add_prefix;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using testing::network;
using testing::Numbers;

constexpr std::int64_t mbps = 1'000'000;

std::vector<std::int64_t> values(const std::vector<model::Bps>& rates) {
  std::vector<std::int64_t> result;
  for (const model::Bps rate : rates) {
    result.push_back(rate.value / mbps);
  }
  return result;
}

std::vector<std::string> rules(const IngressModel& ingress) {
  std::vector<std::string> result;
  for (const model::Finding& finding : ingress.findings()) {
    result.push_back(finding.rule + " " + finding.subject);
  }
  return result;
}

TEST(Today, WhatNoPrefixExplainsIsBackground) {
  model::Scenario scenario = network(2);
  add_prefix(scenario, {0, 0}, {300, 0});
  add_prefix(scenario, {0, 0});  // no inbound: its volume stays background
  const auto ingress = make_ingress(scenario);
  EXPECT_THAT(values(ingress->today().home[0]), ElementsAre(300, 0));
  EXPECT_THAT(values(ingress->today().home[1]), ElementsAre(0, 0));
  EXPECT_THAT(values(ingress->today().background), ElementsAre(700, 1000));
  EXPECT_THAT(values(ingress->today().inbound), ElementsAre(1000, 1000));
  EXPECT_TRUE(ingress->findings().empty());
}

TEST(Today, WherePrefixesSumToMoreThanTheLinkTheSumCounts) {
  model::Scenario scenario = network(2);
  add_prefix(scenario, {0, 0}, {900, 10});
  add_prefix(scenario, {0, 0}, {300, 10});
  const auto ingress = make_ingress(scenario);
  EXPECT_THAT(values(ingress->today().background), ElementsAre(0, 980));
  EXPECT_THAT(values(ingress->today().inbound), ElementsAre(1200, 1000));
  EXPECT_THAT(rules(*ingress), ElementsAre("measured-mismatch /links/0/inbound"));
}

TEST(Today, AnUnmeasuredLinkStaysBackground) {
  model::Scenario scenario = network(3);
  add_prefix(scenario, {0, 0, -1}, {300, -1, -1});
  const auto ingress = make_ingress(scenario);
  EXPECT_THAT(values(ingress->today().home[0]), ElementsAre(300, 0, 0));
  EXPECT_THAT(values(ingress->today().background), ElementsAre(700, 1000, 1000));
  EXPECT_THAT(rules(*ingress), ElementsAre("partly-measured /prefixes/0/inbound"));
}

TEST(Today, AnUnknownSplitIsThePriorsWhereThereIsRoom) {
  model::Scenario scenario = network(2);
  add_prefix(scenario, {0, 0}, 100.0);
  const auto ingress = make_ingress(scenario);
  EXPECT_THAT(values(ingress->today().home[0]), ElementsAre(50, 50));
  EXPECT_THAT(rules(*ingress), ElementsAre("split-fitted /prefixes/0/inbound"));
}

TEST(Today, AnUnknownSplitLeavesNoBackgroundNegative) {
  model::Scenario scenario = network(2);
  scenario.links[0].inbound = {200 * mbps};
  add_prefix(scenario, {0, 0}, {150, 0});
  add_prefix(scenario, {0, 0}, 400.0);
  add_prefix(scenario, {0, 0}, 400.0);
  const auto ingress = make_ingress(scenario);
  EXPECT_THAT(values(ingress->today().home[1]), ElementsAre(25, 375));
  EXPECT_THAT(values(ingress->today().home[2]), ElementsAre(25, 375));
  EXPECT_THAT(values(ingress->today().background), ElementsAre(0, 250));
}

TEST(Today, WhereItCannotBeTheOvershootIsLeast) {
  model::Scenario scenario = network(2);
  scenario.links[0].inbound = {100 * mbps};
  add_prefix(scenario, {0, -1}, 300.0);  // can only enter by L00
  add_prefix(scenario, {0, 0}, 400.0);   // so this one keeps off it
  const auto ingress = make_ingress(scenario);
  EXPECT_EQ(values(ingress->today().home[0])[0], 300);
  EXPECT_EQ(ingress->today().home[1][1].value, 400 * mbps);
  EXPECT_THAT(values(ingress->today().inbound), ElementsAre(300, 1000));
  EXPECT_THAT(rules(*ingress), Contains("split-overshoot /links/0/inbound"));
}

TEST(Today, HomeCellsSumToTheTotalExactly) {
  Numbers numbers(5);
  model::Scenario scenario = network(5);
  for (int p = 0; p < 40; ++p) {
    std::vector<int> prepends(5);
    for (int& prepend : prepends) {
      prepend = numbers.below(4) - 1;
    }
    prepends[0] = std::max(prepends[0], 0);
    add_prefix(scenario, prepends).inbound_kind = model::InboundKind::total;
    scenario.prefixes.back().total = {numbers.below(100'000'000)};
  }
  const auto ingress = make_ingress(scenario);
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    model::Bps sum;
    for (std::size_t l = 0; l < 5; ++l) {
      const model::Bps cell = ingress->today().home[p][l];
      EXPECT_GE(cell.value, 0);
      EXPECT_TRUE(cell.value == 0 || scenario.prefixes[p].advertise.carried_on(l));
      sum += cell;
    }
    EXPECT_EQ(sum, scenario.prefixes[p].total);
  }
  for (std::size_t l = 0; l < 5; ++l) {
    EXPECT_LE(ingress->today().inbound[l], scenario.links[l].inbound);
  }
}

TEST(FitSplits, NoFeasibleSplitIsNearerToThePriors) {
  // Against random feasible neighbours: move volume between links along cycles of two prefixes.
  Numbers numbers(6);
  for (int round = 0; round < 20; ++round) {
    const std::size_t links = 3, rows = 3;
    std::vector<std::vector<double>> priors(rows, std::vector<double>(links));
    std::vector<double> volumes(rows), room(links);
    double all = 0;
    for (std::size_t p = 0; p < rows; ++p) {
      double sum = 0;
      for (double& share : priors[p]) {
        share = 0.05 + numbers.uniform();
        sum += share;
      }
      for (double& share : priors[p]) {
        share /= sum;
      }
      volumes[p] = 1 + numbers.uniform() * 9;
      all += volumes[p];
    }
    for (double& cap : room) {
      cap = all * (0.2 + 0.4 * numbers.uniform());
    }
    room[0] = all * 0.7;  // always feasible
    UnknownSplits unknown{{}, priors, {}};
    for (std::size_t i = 0; i < rows; ++i) {
      unknown.totals.push_back(model::Bps{std::llround(volumes[i] * 1e9)});
      volumes[i] = static_cast<double>(unknown.totals[i].value);
    }
    for (double& cap : room) {
      unknown.room.push_back(model::Bps{std::llround(cap * 1e9)});
      cap = static_cast<double>(unknown.room.back().value);
    }
    const std::vector<std::vector<double>> fit = fit_splits(unknown);
    const auto load = [&](const std::vector<std::vector<double>>& split, std::size_t l) {
      double sum = 0;
      for (std::size_t p = 0; p < rows; ++p) {
        sum += volumes[p] * split[p][l];
      }
      return sum;
    };
    const auto cost = [&](const std::vector<std::vector<double>>& split) {
      double sum = 0;
      for (std::size_t p = 0; p < rows; ++p) {
        for (std::size_t l = 0; l < links; ++l) {
          sum +=
              split[p][l] > 0 ? volumes[p] * split[p][l] * std::log(split[p][l] / priors[p][l]) : 0;
        }
      }
      return sum;
    };
    for (std::size_t l = 0; l < links; ++l) {
      ASSERT_LE(load(fit, l), room[l] * (1 + 1e-9));
    }
    for (int trial = 0; trial < 300; ++trial) {
      std::vector<std::vector<double>> other = fit;
      for (int move = 0; move < 2; ++move) {
        const auto p = static_cast<std::size_t>(numbers.below(3));
        const auto a = static_cast<std::size_t>(numbers.below(3));
        const auto b = static_cast<std::size_t>(numbers.below(3));
        const double part = std::min(other[p][a], 0.05 * numbers.uniform());
        other[p][a] -= part;
        other[p][b] += part;
      }
      bool feasible = true;
      for (std::size_t l = 0; l < links; ++l) {
        feasible = feasible && load(other, l) <= room[l];
      }
      if (feasible) {
        EXPECT_GE(cost(other), cost(fit) * (1 - 1e-6) - 1e3);
      }
    }
  }
}

/// The least sum of |listed - room| over links that any division of whole units has, by trying all.
std::int64_t least_distance(const UnknownSplits& unknown, std::size_t row,
                            std::vector<std::int64_t>& beyond) {
  const std::size_t links = unknown.room.size();
  if (row == unknown.totals.size()) {
    std::int64_t sum = 0;
    for (const std::int64_t one : beyond) {
      sum += std::abs(one);
    }
    return sum;
  }
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> parts(links, 0);
  const std::function<void(std::size_t, std::int64_t)> divide = [&](std::size_t l,
                                                                    std::int64_t left) {
    if (l + 1 == links) {
      if (left > 0 && unknown.priors[row][l] == 0) {
        return;
      }
      beyond[l] += left;
      least = std::min(least, least_distance(unknown, row + 1, beyond));
      beyond[l] -= left;
      return;
    }
    for (std::int64_t part = 0; part <= (unknown.priors[row][l] > 0 ? left : 0); ++part) {
      beyond[l] += part;
      divide(l + 1, left - part);
      beyond[l] -= part;
    }
  };
  divide(0, unknown.totals[row].value);
  return least;
}

TEST(FitSplits, WhatTheLinksMeasuredIsMetAsNearlyAsAnyDivisionDoes) {
  Numbers numbers(7);
  for (int round = 0; round < 300; ++round) {
    const std::size_t links = 3, rows = 3;
    UnknownSplits unknown;
    for (std::size_t r = 0; r < rows; ++r) {
      std::vector<double> prior(links);
      double sum = 0;
      for (double& share : prior) {
        share = numbers.below(3) == 0 ? 0 : 0.1 + numbers.uniform();
        sum += share;
      }
      if (sum == 0) {
        prior[0] = sum = 1;
      }
      for (double& share : prior) {
        share /= sum;
      }
      unknown.priors.push_back(prior);
      unknown.totals.push_back(model::Bps{numbers.below(6)});
    }
    std::vector<std::int64_t> beyond;
    for (std::size_t l = 0; l < links; ++l) {
      unknown.room.push_back(model::Bps{numbers.below(8)});
      beyond.push_back(-unknown.room.back().value);
    }
    const std::vector<std::vector<double>> fit = fit_splits(unknown);
    std::vector<std::vector<model::Bps>> cells;
    std::vector<std::int64_t> own = beyond;
    for (std::size_t r = 0; r < rows; ++r) {
      cells.push_back(divide_bps(unknown.totals[r], fit[r]));
    }
    balance(unknown, cells);
    for (std::size_t r = 0; r < rows; ++r) {
      model::Bps sum;
      for (std::size_t l = 0; l < links; ++l) {
        own[l] += cells[r][l].value;
        sum += cells[r][l];
        ASSERT_TRUE(cells[r][l].value == 0 || unknown.priors[r][l] > 0);
      }
      ASSERT_EQ(sum, unknown.totals[r]);
    }
    std::int64_t distance = 0;
    for (const std::int64_t one : own) {
      distance += std::abs(one);
    }
    ASSERT_EQ(distance, least_distance(unknown, 0, beyond)) << "round " << round;
  }
}

TEST(Today, TotalsThatTheLinksExplainAreMetToTheBit) {
  Numbers numbers(8);
  for (int round = 0; round < 50; ++round) {
    model::Scenario scenario = network(5);
    scenario.links[3].relationship = model::Relationship::ix;
    scenario.links[4].relationship = model::Relationship::peer;
    for (model::Link& link : scenario.links) {
      link.inbound = {};
    }
    // What the links measured is the sum of splits that nobody is told.
    for (int p = 0; p < 12; ++p) {
      std::vector<int> prepends(5, 0);
      prepends[static_cast<std::size_t>(numbers.below(5))] = -1;
      add_prefix(scenario, prepends).inbound_kind = model::InboundKind::total;
      for (std::size_t l = 0; l < 5; ++l) {
        const model::Bps part{prepends[l] < 0 ? 0 : numbers.below(100'000'000)};
        scenario.prefixes.back().total += part;
        scenario.links[l].inbound += part;
      }
    }
    const auto ingress = make_ingress(scenario);
    for (std::size_t l = 0; l < 5; ++l) {
      ASSERT_EQ(ingress->today().background[l].value, 0) << "round " << round;
      ASSERT_EQ(ingress->today().inbound[l], scenario.links[l].inbound) << "round " << round;
    }
  }
}

TEST(Today, APeersPartOfATotalIsItsLinksPartOfAllInbound) {
  model::Scenario scenario = network(3);
  scenario.links[2].relationship = model::Relationship::peer;
  scenario.links[2].inbound = {500 * mbps};
  add_prefix(scenario, {0, 0, 0}, 100.0);  // Far less than the links carry: the prior alone.
  const auto ingress = make_ingress(scenario);
  EXPECT_THAT(values(ingress->today().home[0]), ElementsAre(40, 40, 20));
}

TEST(LargestRemainder, TiesGoToTheFirstByName) {
  const std::vector<model::Bps> parts = divide_bps(model::Bps{10}, {1, 1, 1, 1});
  EXPECT_THAT(parts, ElementsAre(model::Bps{3}, model::Bps{3}, model::Bps{2}, model::Bps{2}));
}

}  // namespace
}  // namespace bgpte::ingress
