// Prepends that no source tells from smaller ones are no candidates of their own.
#include "src/optimiser/candidates/candidates.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "bgpte/evaluation/objective_weights.hpp"
#include "bgpte/ingress/ingress_model.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::optimiser {
namespace {

using ingress::testing::Numbers;

/// Every other one is prepended on all links.
model::Scenario random_network(Numbers& numbers, std::size_t links) {
  const int common = numbers.below(2) * numbers.below(5);
  model::Scenario scenario = ingress::testing::network(links);
  std::vector<int> prepends(links);
  std::vector<double> rates(links);
  for (std::size_t l = 0; l < links; ++l) {
    prepends[l] = common + (numbers.below(3) == 0 ? numbers.below(6) : 0);
    rates[l] = 10 + numbers.below(900);
  }
  ingress::testing::add_prefix(scenario, prepends, rates);
  scenario.policy.max_prepend = 7;
  scenario.policy.max_changes_per_prefix = 2;
  return scenario;
}

TEST(Candidates, OneThatIsLeftOutIsStoodForByOneThatCostsNoMore) {
  Numbers numbers(1);
  std::size_t left_out = 0;
  for (int round = 0; round < 60; ++round) {
    const model::Scenario scenario = random_network(numbers, 3);
    const std::size_t changes = 1 + static_cast<std::size_t>(round) % 2;
    const auto model = ingress::make_ingress(scenario);
    const model::Advertisement& today = scenario.prefixes[0].advertise;
    const auto price = [&](const model::Advertisement& x) {
      return evaluation::priced_changes(today, x, model::Ratio{500'000});
    };
    const auto shares = [&](const model::Advertisement& x) {
      return model->transition(model->behaviour(0), x)->shares();
    };
    const std::vector<model::Advertisement> kept =
        candidates(scenario, 0, changes, model->longest_gap());
    for (const model::Advertisement& x : candidates(scenario, 0, changes)) {
      if (std::find(kept.begin(), kept.end(), x) != kept.end()) {
        continue;
      }
      ++left_out;
      EXPECT_TRUE(std::any_of(kept.begin(), kept.end(), [&](const model::Advertisement& y) {
        return price(y) <= price(x) && y.changes_from(today) <= x.changes_from(today) &&
               shares(y) == shares(x);
      }));
    }
  }
  EXPECT_GT(left_out, 1000U);
}

TEST(Candidates, WhatTheOperatorSaysOfMorePrependsKeepsThemAll) {
  Numbers numbers(2);
  model::Scenario scenario = random_network(numbers, 3);
  EXPECT_EQ(ingress::make_ingress(scenario)->longest_gap(), 1);
  const std::vector<double> stays{0.9, 0.5, 0.2};
  scenario.ingress.retained[0] = model::Retained{stays, stays, stays};
  EXPECT_EQ(ingress::make_ingress(scenario)->longest_gap(), std::nullopt);
}

}  // namespace
}  // namespace bgpte::optimiser
