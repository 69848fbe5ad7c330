#include "bgpte/ingress/population.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
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

/// What the cost of a fit grows by for each unit of weight on a class, but for what all classes of
/// its home link have in common.
double marginal_cost(const MemberClasses& classes, const std::vector<ObservedShares>& seen,
                     const Fit& fit, std::size_t c, double e) {
  double cost = std::log(fit.tilt[c]);
  for (std::size_t o = 0; o < seen.size(); ++o) {
    for (std::size_t l = 0; l < classes.links; ++l) {
      const double entered = l == classes.winner[c][o] ? 1 : 0;
      cost += fit.residual[o][l] * (*seen[o].share[l] - entered) / (e * e);
    }
  }
  return cost;
}

/// The fit keeps today's shares, and no weight moved between two classes of a home link makes it
/// better. Gives the largest residual.
double expect_nothing_nearby_is_better(const std::vector<double>& today,
                                       const std::vector<model::Advertisement>& seen_at,
                                       const std::vector<ObservedShares>& seen) {
  constexpr double e = 0.005;
  const std::size_t links = today.size();
  const PriorPopulation population(default_prior, advertise(std::vector<int>(links, 0)),
                                   {std::vector<bool>(links, true)}, std::vector<StayShares>(links),
                                   in_order(links));
  std::vector<std::vector<std::uint8_t>> winners;
  for (const model::Advertisement& x : seen_at) {
    winners.push_back(population.winners(x));
  }
  const MemberClasses classes = classify_members(population, links, winners);
  const Fit fit = *fit_observations(classes, today, seen, e);
  std::vector<double> homes(links, 0);
  for (std::size_t c = 0; c < classes.home.size(); ++c) {
    homes[classes.home[c]] += classes.weight[c] * fit.tilt[c];
  }
  for (const double home : homes) {
    EXPECT_NEAR(home, 1, 1e-9);
  }
  // At the minimum of a convex function all classes of a home link cost the same.
  std::vector<double> least(links, std::numeric_limits<double>::infinity());
  std::vector<double> most(links, -std::numeric_limits<double>::infinity());
  for (std::size_t c = 0; c < classes.home.size(); ++c) {
    if (fit.tilt[c] > 0) {
      const double cost = marginal_cost(classes, seen, fit, c, e);
      least[classes.home[c]] = std::min(least[classes.home[c]], cost);
      most[classes.home[c]] = std::max(most[classes.home[c]], cost);
    }
  }
  for (std::size_t j = 0; j < links; ++j) {
    EXPECT_NEAR(least[j], most[j], 0.1);
  }
  Numbers numbers(32);
  const double best = fit_cost(classes, today, seen, fit.tilt, e);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<double> tilt = fit.tilt;
    const auto a = static_cast<std::size_t>(numbers.below(static_cast<int>(tilt.size())));
    const auto b = static_cast<std::size_t>(numbers.below(static_cast<int>(tilt.size())));
    if (a == b || classes.home[a] != classes.home[b]) {
      continue;
    }
    const double part = 0.1 * numbers.uniform() * tilt[a] * classes.weight[a];
    tilt[a] -= part / classes.weight[a];
    tilt[b] += part / classes.weight[b];
    EXPECT_GE(fit_cost(classes, today, seen, tilt, e), best - 1e-9 * std::max(1.0, best));
  }
  double largest = 0;
  for (const std::vector<double>& residual : fit.residual) {
    for (const double r : residual) {
      largest = std::max(largest, std::abs(r));
    }
  }
  return largest;
}

TEST(FitObservations, KeepsTodayExactlyAndNothingNearbyIsBetter) {
  const double largest =
      expect_nothing_nearby_is_better({0.5, 0.3, 0.2}, {advertise({1, 0, 0}), advertise({0, 2, 0})},
                                      {{{{0.3}, {0.4}, {0.3}}}, {{{0.6}, {0.05}, {0.35}}}});
  EXPECT_LT(largest, 2 * 0.005);
}

TEST(FitObservations, NothingNearbyIsBetterWhereObservationsContradictEachOther) {
  Numbers numbers(33);
  std::vector<model::Advertisement> seen_at;
  std::vector<ObservedShares> seen;
  for (int o = 0; o < 40; ++o) {
    std::vector<int> prepends;
    std::vector<double> share;
    for (int l = 0; l < 6; ++l) {
      prepends.push_back(numbers.below(3));
      share.push_back(numbers.uniform());
    }
    const double sum = std::accumulate(share.begin(), share.end(), 0.0);
    ObservedShares shares;
    for (const double part : share) {
      shares.share.emplace_back(part / sum);
    }
    seen_at.push_back(advertise(prepends));
    seen.push_back(shares);
  }
  EXPECT_GT(expect_nothing_nearby_is_better({0.3, 0.2, 0.2, 0.1, 0.1, 0.1}, seen_at, seen),
            2 * 0.005);
}

TEST(FitObservations, WithoutObservationsThePriorStays) {
  const PriorPopulation population(default_prior, advertise({0, 0}), {{true, true}},
                                   std::vector<StayShares>(2), in_order(2));
  const MemberClasses classes = classify_members(population, 2, {});
  const std::optional<Fit> fit =
      fit_observations(classes, std::vector<double>{0.9, 0.1}, {}, 0.005);
  for (const double tilt : fit->tilt) {
    EXPECT_NEAR(tilt, 1, 1e-9);
  }
}

}  // namespace
}  // namespace bgpte::ingress
