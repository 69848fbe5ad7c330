#include "bgpte/ingress/population.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "bgpte/ingress/joint_probability.hpp"
#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::advertise;
using testing::Numbers;

std::vector<model::LinkIndex> in_order(std::size_t links) {
  std::vector<model::LinkIndex> order(links);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

/// [home * links + to] of a population under `x`.
std::vector<double> transitions(const Population& population, std::size_t links,
                                const model::Advertisement& x) {
  std::vector<double> result(links * links, 0);
  const std::vector<std::uint8_t> winners = population.winners(x);
  for (std::size_t m = 0; m < winners.size(); ++m) {
    if (winners[m] < links) {
      result[population.homes()[m] * links + winners[m]] += population.weights()[m];
    }
  }
  return result;
}

TEST(PriorPopulation, AgreesWithExactSummation) {
  Numbers numbers(31);
  for (int round = 0; round < 6; ++round) {
    const auto links = static_cast<std::size_t>(2 + round);
    std::vector<int> today(links), after(links);
    for (std::size_t l = 0; l < links; ++l) {
      today[l] = numbers.below(2);
      after[l] = numbers.below(3);
    }
    for (const Prior& prior : {default_prior}) {
      const PriorPopulation population(prior, advertise(today), {std::vector<bool>(links, true)},
                                       std::vector<StayShares>(links), in_order(links));
      const std::vector<double> sampled = transitions(population, links, advertise(after));
      for (std::size_t j = 0; j < links; ++j) {
        std::vector<LinkGroup> others;
        for (std::size_t l = 0; l < links; ++l) {
          if (l != j) {
            others.push_back({{today[l], after[l]}, 1});
          }
        }
        const JointProbabilities row = joint_probabilities(prior, {today[j], after[j]}, others);
        for (std::size_t l = 0; l < links; ++l) {
          const double exact = l == j ? row.stay : row.to[l < j ? l : l - 1];
          // 2 points of a home cell, which is 0.3 points of the prefix at six links.
          EXPECT_NEAR(sampled[j * links + l], exact / row.home, 0.02)
              << prior.name << ", " << links << " links";
        }
      }
    }
  }
}

TEST(PriorPopulation, DoublingItMovesNoShareThatCountsByMoreThanATenthOfAPoint) {
  for (const std::size_t links : {2U, 4U, 6U}) {
    for (const Prior& prior : {default_prior}) {
      const auto shares = [&](int fineness) {
        const PriorPopulation population(
            prior, model::Advertisement(advertise(std::vector<int>(links, 0))),
            {std::vector<bool>(links, true)}, std::vector<StayShares>(links), in_order(links),
            fineness);
        std::vector<double> all;
        for (std::size_t moved = 0; moved < links; ++moved) {
          for (const int prepend : {1, 2}) {
            std::vector<int> x(links, 0);
            x[moved] = prepend;
            const std::vector<double> t = transitions(population, links, advertise(x));
            for (std::size_t l = 0; l < links; ++l) {
              double share = 0;
              for (std::size_t j = 0; j < links; ++j) {
                share += t[j * links + l] / static_cast<double>(links);
              }
              all.push_back(share);
            }
          }
        }
        return all;
      };
      const std::vector<double> once = shares(1), twice = shares(2);
      for (std::size_t i = 0; i < once.size(); ++i) {
        EXPECT_NEAR(once[i], twice[i], 0.001) << prior.name << ", " << links << " links";
      }
    }
  }
}

TEST(PriorPopulation, OperatorsNumbersSayWhoStays) {
  const std::vector<StayShares> retained{{0.9, 0.4}, {}, {0.0}};
  for (const Prior& prior : {default_prior}) {
    const PriorPopulation population(prior, advertise({0, 1, 0}), {{true, true, true}}, retained,
                                     in_order(3));
    EXPECT_NEAR(transitions(population, 3, advertise({1, 1, 0}))[0], 0.9, 1e-9) << prior.name;
    EXPECT_NEAR(transitions(population, 3, advertise({2, 1, 0}))[0], 0.4, 1e-9) << prior.name;
    EXPECT_NEAR(transitions(population, 3, advertise({9, 1, 0}))[0], 0.4, 1e-9) << prior.name;
    EXPECT_NEAR(transitions(population, 3, advertise({0, 1, 1}))[8], 0.0, 1e-9) << prior.name;
  }
}

/// Relative entropy to the prior plus the penalty: what fit_observations minimises.
double fit_cost(const MemberClasses& classes, const std::vector<double>& today,
                const std::vector<ObservedShares>& seen, const std::vector<double>& tilt,
                double e) {
  double cost = 0;
  for (std::size_t c = 0; c < tilt.size(); ++c) {
    const double weight = today[classes.home[c]] * classes.weight[c] * tilt[c];
    cost += weight > 0 ? weight * std::log(tilt[c]) : 0;
  }
  for (std::size_t o = 0; o < seen.size(); ++o) {
    std::vector<double> predicted(classes.links, 0);
    for (std::size_t c = 0; c < tilt.size(); ++c) {
      predicted[classes.winner[c][o]] += today[classes.home[c]] * classes.weight[c] * tilt[c];
    }
    for (const double r : residual_of(seen[o], predicted)) {
      cost += r * r / (2 * e * e);
    }
  }
  return cost;
}

TEST(FitObservations, KeepsTodayExactlyAndNothingNearbyIsBetter) {
  constexpr double e = 0.005;
  Numbers numbers(32);
  const std::size_t links = 3;
  const PriorPopulation population(default_prior, advertise({0, 0, 0}), {{true, true, true}},
                                   std::vector<StayShares>(links), in_order(links));
  const std::vector<model::Advertisement> seen_at{advertise({1, 0, 0}), advertise({0, 2, 0})};
  std::vector<std::vector<std::uint8_t>> winners;
  for (const model::Advertisement& x : seen_at) {
    winners.push_back(population.winners(x));
  }
  const MemberClasses classes = classify_members(population, links, winners);
  const std::vector<double> today{0.5, 0.3, 0.2};
  const std::vector<ObservedShares> seen{{{{0.3}, {0.4}, {0.3}}}, {{{0.6}, {0.05}, {0.35}}}};
  const Fit fit = fit_observations(classes, today, seen, e);
  std::vector<double> homes(links, 0);
  for (std::size_t c = 0; c < classes.home.size(); ++c) {
    homes[classes.home[c]] += classes.weight[c] * fit.tilt[c];
  }
  for (const double home : homes) {
    EXPECT_NEAR(home, 1, 1e-12);
  }
  for (const std::vector<double>& residual : fit.residual) {
    for (const double r : residual) {
      EXPECT_LT(std::abs(r), 2 * e);
    }
  }
  const double best = fit_cost(classes, today, seen, fit.tilt, e);
  for (int trial = 0; trial < 500; ++trial) {
    // Move weight between two classes of one home.
    std::vector<double> tilt = fit.tilt;
    const auto a = static_cast<std::size_t>(numbers.below(static_cast<int>(tilt.size())));
    const auto b = static_cast<std::size_t>(numbers.below(static_cast<int>(tilt.size())));
    if (a == b || classes.home[a] != classes.home[b]) {
      continue;
    }
    const double part = 0.1 * numbers.uniform() * tilt[a] * classes.weight[a];
    tilt[a] -= part / classes.weight[a];
    tilt[b] += part / classes.weight[b];
    EXPECT_GE(fit_cost(classes, today, seen, tilt, e), best - 1e-9);
  }
}

TEST(FitObservations, WithoutObservationsThePriorStays) {
  const PriorPopulation population(default_prior, advertise({0, 0}), {{true, true}},
                                   std::vector<StayShares>(2), in_order(2));
  const MemberClasses classes = classify_members(population, 2, {});
  for (const double tilt :
       fit_observations(classes, std::vector<double>{0.9, 0.1}, {}, 0.005).tilt) {
    EXPECT_NEAR(tilt, 1, 1e-9);
  }
}

}  // namespace
}  // namespace bgpte::ingress
