#include <gtest/gtest.h>

#include "bgpte/evaluation/goals.hpp"
#include "bgpte/optimiser/optimise.hpp"
#include "src/optimiser/problem/problem.hpp"
#include "tests/optimiser/brute_force.hpp"
#include "tests/optimiser/random_instance.hpp"

namespace bgpte::optimiser::testing {
namespace {

/// No candidate is stored for a prefix, however few there are.
Options shared() {
  Options options;
  options.most_stored_candidates = 0;
  return options;
}

TEST(SharedCandidates, BoundsAreTrue) {
  std::size_t solved = 0;
  std::size_t best = 0;
  std::size_t tight = 0;
  for (std::uint64_t seed = 1; seed <= 2500; ++seed) {
    const Instance instance = random_instance(seed);
    const BruteForce brute(*instance.scenario, *instance.ingress);
    const std::optional<BruteAnswer> expected = brute.solve(3000);
    if (!expected || instance.scenario->policy.n_minus_1 == model::NMinusOne::require ||
        instance.scenario->policy.forecast == model::ForecastLevel::low) {
      continue;  // Those are stored in any case.
    }
    ++solved;
    const Optimum found = optimise({*instance.scenario, *instance.ingress}, shared());
    ASSERT_TRUE(found.after.harmless) << "seed " << seed;
    ASSERT_EQ(found.candidates, "all") << "seed " << seed;
    ASSERT_LE(found.excess_lower_bound.value, expected->excess) << "seed " << seed;
    ASSERT_GE(found.after.excess.value, expected->excess) << "seed " << seed;
    if (instance.scenario->policy.max_changes) {
      ASSERT_LE(found.after.changes, *instance.scenario->policy.max_changes) << "seed " << seed;
    }
    if (found.after.excess.value == expected->excess &&
        found.after.off_target.value <= expected->off_target) {
      ASSERT_TRUE(found.lower_bound.atto <= expected->value) << "seed " << seed;
      ASSERT_TRUE(found.after.value.atto >= expected->value) << "seed " << seed;
      best += found.after.value.atto == expected->value ? 1 : 0;
      tight += found.lower_bound == found.after.value ? 1 : 0;
    } else if (found.after.excess.value == expected->excess) {
      ASSERT_LT(found.targets_lower_bound.value, found.after.off_target.value) << "seed " << seed;
    } else {
      // Then the bound is that of plans with more excess, which may be worth less.
      ASSERT_LT(found.excess_lower_bound.value, found.after.excess.value) << "seed " << seed;
    }
  }
  // Few prefixes are not what this is for, yet the best plan is mostly found.
  EXPECT_GT(solved, 800U);
  EXPECT_GT(best, solved / 2);
  EXPECT_GT(tight, 0U);
}

TEST(SharedCandidates, BoundsAreTrueWhereverTheWorkEnds) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Instance instance = random_instance(seed);
    const BruteForce brute(*instance.scenario, *instance.ingress);
    const std::optional<BruteAnswer> expected = brute.solve(2000);
    if (!expected) {
      continue;
    }
    Options options = shared();
    options.work_limit = 1 + seed * 3;
    const Optimum found = optimise({*instance.scenario, *instance.ingress}, options);
    ASSERT_TRUE(found.after.harmless) << "seed " << seed;
    const evaluation::Baseline baseline(*instance.scenario, *instance.ingress);
    const evaluation::LeastRelief relief = evaluation::least_relief(baseline);
    if (relief.loss.value > 0 || relief.excess.value > 0) {
      continue;  // A plan that is cut short may have less excess for more changes.
    }
    ASSERT_LE(found.excess_lower_bound.value, expected->excess) << "seed " << seed;
    ASSERT_GE(found.after.excess.value, expected->excess) << "seed " << seed;
    if (found.after.excess.value == expected->excess &&
        found.failure_loss.value == expected->failure_loss &&
        found.after.off_target.value <= expected->off_target) {
      ASSERT_TRUE(found.lower_bound.atto <= expected->value) << "seed " << seed;
      ASSERT_TRUE(found.after.value.atto >= expected->value) << "seed " << seed;
    }
    if (found.termination == Termination::optimal) {
      ASSERT_TRUE(found.after.value.atto == expected->value) << "seed " << seed;
    }
  }
}

TEST(SharedCandidates, AnswersTheSameOnAnyNumberOfThreads) {
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const Instance instance = random_instance(seed);
    const Optimum one = optimise({*instance.scenario, *instance.ingress}, shared());
    for (const unsigned threads : {2U, 4U}) {
      Options options = shared();
      options.threads = threads;
      const Optimum more = optimise({*instance.scenario, *instance.ingress}, options);
      ASSERT_EQ(more.plan, one.plan) << "seed " << seed;
      ASSERT_EQ(more.work, one.work) << "seed " << seed;
      ASSERT_EQ(more.lower_bound, one.lower_bound) << "seed " << seed;
    }
  }
}

/// Eight prefixes that cover each other, each with dozens of candidates: tens of billions of ways.
TEST(CoveringPrefixes, AreCombinedOnlyAsFarAsItCanBeDoneAndItSaysSo) {
  auto scenario = std::make_unique<model::Scenario>();
  ingress::TodayTraffic today;
  constexpr std::size_t links = 3;
  for (std::size_t l = 0; l < links; ++l) {
    model::Link link;
    link.name = std::string(1, static_cast<char>('A' + l));
    link.capacity = model::Bps{300 * mbps};
    link.billing.model =
        model::PerMbpsBilling{model::Price{static_cast<std::int64_t>(l) * 500'000}};
    link.inbound = model::Bps{8 * 20 * mbps};
    scenario->links.push_back(link);
  }
  today.background.assign(links, model::Bps{});
  today.inbound.assign(links, model::Bps{8 * 20 * mbps});
  for (std::size_t p = 0; p < 8; ++p) {
    model::Prefix prefix;
    prefix.origin_as = scenario->local_as;
    prefix.prefix = model::parse_prefix("198.51.0.0/" + std::to_string(16 + p)).prefix;
    prefix.advertise = model::Advertisement(links);
    for (std::size_t l = 0; l < links; ++l) {
      prefix.advertise[l] = 0;
    }
    scenario->prefixes.push_back(prefix);
    today.home.emplace_back(links, model::Bps{20 * mbps});
  }
  scenario->policy.n_minus_1 = model::NMinusOne::require;
  scenario->policy.actions.withdraw = true;
  scenario->policy.max_changes.reset();
  scenario->policy.max_changes_per_prefix = links;
  const MatrixIngress ingress(*scenario, today, 7, 1, 0.0);
  // The prefixes hang together once failures are rows of the problem.
  const evaluation::Baseline baseline(*scenario, ingress);
  const Options options;
  const WorkBudget budget(options);
  const Problem problem =
      make_problem(baseline, budget, Sharing::never, evaluation::failure_cases(*scenario));
  EXPECT_NE(problem.candidates.find("cover each other at most"), std::string::npos)
      << problem.candidates;
  EXPECT_TRUE(problem.composite);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
