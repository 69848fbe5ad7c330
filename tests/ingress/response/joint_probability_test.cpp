#include "bgpte/ingress/joint_probability.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "tests/ingress/scenarios.hpp"

namespace bgpte::ingress {
namespace {

using testing::Numbers;
using testing::priors;

/// Chance of a class vector, in closed form (Beta(1/2, 1/2) moments by gamma functions).
double class_chance(const Prior& prior, const std::vector<int>& classes) {
  const auto lower = static_cast<double>(std::count(classes.begin(), classes.end(), 1));
  const auto links = static_cast<double>(classes.size());
  if (prior.classes == 1) {
    return 1;
  }
  if (prior.classes == 3) {
    return std::pow(3, -links);
  }
  if (prior.upper) {
    return std::pow(*prior.upper, links - lower) * std::pow(1 - *prior.upper, lower);
  }
  return std::tgamma(links - lower + 0.5) * std::tgamma(lower + 0.5) / std::tgamma(links + 1) /
         std::numbers::pi;
}

/// Counts to the next vector in a mixed radix; false after the last.
bool next_vector(std::vector<int>& digits, int base) {
  for (int& digit : digits) {
    if (++digit < base) {
      return true;
    }
    digit = 0;
  }
  return false;
}

/// Winner by (class, length + prepend, place in the tie order); links if no link is announced.
std::size_t winner(const std::vector<int>& classes, const std::vector<int>& lengths,
                   const std::vector<int>& places,
                   const std::vector<std::optional<int>>& prepends) {
  std::size_t best = classes.size();
  std::tuple<int, int, int> least;
  for (std::size_t l = 0; l < classes.size(); ++l) {
    if (!prepends[l]) {
      continue;
    }
    const std::tuple<int, int, int> key{classes[l], lengths[l] + *prepends[l], places[l]};
    if (best == classes.size() || key < least) {
      least = key;
      best = l;
    }
  }
  return best;
}

/// Joint chances [winner before][winner after], every class, length and tie order spelt out.
std::vector<std::vector<double>> enumerate(const Prior& prior,
                                           const std::vector<std::optional<int>>& before,
                                           const std::vector<std::optional<int>>& after) {
  const std::size_t links = before.size();
  std::vector<std::vector<double>> joint(links + 1, std::vector<double>(links + 1, 0));
  std::vector<int> classes(links, 0);
  do {
    std::vector<int> lengths(links, 0);
    do {
      std::vector<int> places(links);
      std::iota(places.begin(), places.end(), 0);
      double orders = 1;
      for (std::size_t i = 2; i <= links; ++i) {
        orders *= static_cast<double>(i);
      }
      const double chance = class_chance(prior, classes) /
                            std::pow(prior.lengths, static_cast<double>(links)) / orders;
      do {
        joint[winner(classes, lengths, places, before)][winner(classes, lengths, places, after)] +=
            chance;
      } while (std::next_permutation(places.begin(), places.end()));
    } while (next_vector(lengths, prior.lengths));
  } while (next_vector(classes, prior.classes));
  return joint;
}

std::vector<LinkGroup> groups_of(const std::vector<std::optional<int>>& before,
                                 const std::vector<std::optional<int>>& after, std::size_t home) {
  std::map<PrependPair, int> counts;
  for (std::size_t l = 0; l < before.size(); ++l) {
    if (l != home && (before[l] || after[l])) {
      ++counts[{before[l], after[l]}];
    }
  }
  std::vector<LinkGroup> groups;
  for (const auto& [pair, count] : counts) {
    groups.push_back({pair, count});
  }
  return groups;
}

TEST(JointProbabilities, EqualsEnumerationOfEveryClassLengthAndTieOrder) {
  Numbers numbers(1);
  for (int round = 0; round < 60; ++round) {
    const auto links = static_cast<std::size_t>(1 + numbers.below(4));
    std::vector<std::optional<int>> before(links), after(links);
    for (std::size_t l = 0; l < links; ++l) {
      if (numbers.below(8) > 0) {
        before[l] = numbers.below(4);
      }
      if (numbers.below(8) > 0) {
        after[l] = numbers.below(4);
      }
    }
    for (const Prior& prior : priors) {
      const std::vector<std::vector<double>> joint = enumerate(prior, before, after);
      for (std::size_t home = 0; home < links; ++home) {
        if (!before[home]) {
          continue;
        }
        const std::vector<LinkGroup> groups = groups_of(before, after, home);
        const JointProbabilities row =
            joint_probabilities(prior, {before[home], after[home]}, groups);
        EXPECT_NEAR(row.home, std::accumulate(joint[home].begin(), joint[home].end(), 0.0), 1e-12);
        EXPECT_NEAR(row.stay, joint[home][home], 1e-12) << prior.name;
        EXPECT_NEAR(row.lost, joint[home][links], 1e-12) << prior.name;
        for (std::size_t l = 0; l < links; ++l) {
          for (std::size_t g = 0; g < groups.size(); ++g) {
            if (l != home && groups[g].prepends == PrependPair{before[l], after[l]}) {
              EXPECT_NEAR(row.to[g], joint[home][l], 1e-12) << prior.name;
            }
          }
        }
      }
    }
  }
}

TEST(JointProbabilities, TheHomesOfThirtyTwoLinksSumToOne) {
  for (const Prior& prior : priors) {
    for (const int changed : {0, 1, 7}) {
      const LinkGroup some{{1, 3}, changed}, rest{{0, 0}, 32 - changed};
      std::vector<LinkGroup> for_some, for_rest;
      if (changed > 0) {
        for_some = {rest, {some.prepends, changed - 1}};
        for_rest = {{rest.prepends, rest.count - 1}, some};
      } else {
        for_rest = {{rest.prepends, 31}};
      }
      double sum = rest.count * joint_probabilities(prior, rest.prepends, for_rest).home;
      if (changed > 0) {
        sum += changed * joint_probabilities(prior, some.prepends, for_some).home;
      }
      EXPECT_NEAR(sum, 1, 1e-12) << prior.name;
    }
  }
}

}  // namespace
}  // namespace bgpte::ingress
