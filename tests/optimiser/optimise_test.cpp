#include "bgpte/optimiser/optimise.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "tests/optimiser/brute_force.hpp"
#include "tests/optimiser/random_instance.hpp"

namespace bgpte::optimiser::testing {
namespace {

std::string text(model::Int128 number) {
  if (number < 0) {
    return "-" + text(-number);
  }
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(number % 10)));
    number /= 10;
  } while (number > 0);
  return digits;
}

std::string text(const model::Scenario& scenario, const evaluation::Plan& plan) {
  std::string result;
  for (const model::Change& change : evaluation::changes_of(scenario, plan)) {
    result += std::to_string(change.prefix) + "@" + scenario.links[change.link].name + ":" +
              std::to_string(change.from) + ">" + std::to_string(change.to) + " ";
  }
  return result;
}

/// How many instances are tried: BGPTE_BRUTE_FORCE_SEEDS where that is set, for a long run by hand.
std::uint64_t seeds_or(std::uint64_t usual) {
  const char* const given = std::getenv("BGPTE_BRUTE_FORCE_SEEDS");
  return given == nullptr ? usual : std::stoull(given);
}

/// How many were solved, had changes and had excess left.
struct Solved {
  std::size_t solved = 0, changed = 0, in_excess = 0, off_target = 0;
};

void expect_equal(std::uint64_t first, std::uint64_t last, Samples samples, Solved& counts) {
  auto& [solved, changed, in_excess, off_target] = counts;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    const Instance instance = random_instance(seed, Volumes::any, samples);
    const BruteForce brute(*instance.scenario, *instance.ingress);
    const std::optional<BruteAnswer> expected = brute.solve(4000);
    if (!expected) {
      continue;
    }
    ++solved;
    changed += expected->plan.empty() ? 0 : 1;
    in_excess += expected->excess > 0 ? 1 : 0;
    off_target += expected->off_target > 0 ? 1 : 0;
    const Optimum found = optimise({*instance.scenario, *instance.ingress});
    ASSERT_EQ(text(*instance.scenario, found.plan), text(*instance.scenario, expected->plan))
        << "seed " << seed << " brute value " << text(expected->value) << " found "
        << text(found.after.value.atto);
    ASSERT_EQ(found.after.excess.value, expected->excess) << "seed " << seed;
    ASSERT_EQ(found.after.loss.value, expected->loss) << "seed " << seed;
    ASSERT_EQ(found.failure_loss.value, expected->failure_loss) << "seed " << seed;
    ASSERT_EQ(found.after.off_target.value, expected->off_target) << "seed " << seed;
    ASSERT_LE(found.targets_lower_bound.value, expected->off_target) << "seed " << seed;
    ASSERT_LE(found.excess_lower_bound.value, expected->excess) << "seed " << seed;
    ASSERT_EQ(text(found.after.value.atto), text(expected->value)) << "seed " << seed;
    ASSERT_EQ(text(found.lower_bound.atto), text(expected->value)) << "seed " << seed;
    ASSERT_EQ(found.termination, Termination::optimal) << "seed " << seed;
    ASSERT_TRUE(found.after.harmless) << "seed " << seed;
  }
}

TEST(Optimise, EqualsBruteForceOnSmallInstances) {
  const std::uint64_t seeds = seeds_or(3000);
  Solved counts;
  expect_equal(1, seeds, Samples::none, counts);
  // The instances must be worth it: many solved, many with changes, many with excess left.
  EXPECT_GT(counts.solved, seeds * 2 / 3);
  EXPECT_GT(counts.changed, seeds / 4);
  EXPECT_GT(counts.in_excess, seeds / 15);
  EXPECT_GT(counts.off_target, seeds / 50);
}

/// With n_minus_1 `require`: the plan of least excess breaks a failure's limit, the cheapest within
/// its tolerance does not. The excess to be held is that of plans which break none.
TEST(Optimise, AGoalIsHeldAtWhatPlansWithoutHarmUnderFailureReach) {
  Solved counts;
  expect_equal(43'510, 43'510, Samples::none, counts);
  EXPECT_EQ(counts.solved, 1U);
  EXPECT_EQ(counts.in_excess, 1U);
}

/// Plans that bring the same after each sample was rounded: in floating point one is dearer.
TEST(Optimise, PlansThatBringTheSameAfterRoundingAreTies) {
  Solved counts;
  expect_equal(7'835, 7'835, Samples::some, counts);
  EXPECT_EQ(counts.changed, 1U);
}

TEST(Optimise, EqualsBruteForceWithReplayedSamples) {
  const std::uint64_t seeds = seeds_or(2000);
  Solved counts;
  expect_equal(1, seeds, Samples::some, counts);
  EXPECT_GT(counts.solved, seeds * 2 / 3);
  EXPECT_GT(counts.changed, seeds / 4);
  EXPECT_GT(counts.in_excess, seeds / 20);
}

/// Where forecasts are dear, each prefix changes on one link at most; the answer is the best of
/// those plans, and no better than that of all plans.
TEST(Optimise, WithFewForecastsNoPrefixChangesOnTwoLinks) {
  std::size_t narrower = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Instance instance = random_instance(seed, Volumes::any, Samples::none);
    const evaluation::Baseline baseline(*instance.scenario, *instance.ingress);
    Options few;
    few.most_forecasts = 1;
    const Optimum found = optimise(baseline, few);
    const Optimum best = optimise(baseline);
    if (found.candidates == "all") {
      continue;
    }
    ++narrower;
    std::map<model::PrefixIndex, int> links;
    for (const model::Change& change : evaluation::changes_of(*instance.scenario, found.plan)) {
      ASSERT_EQ(++links[change.prefix], 1) << "seed " << seed;
    }
    ASSERT_GE(found.after.loss.value, best.after.loss.value) << "seed " << seed;
    if (found.after.loss.value == best.after.loss.value) {
      ASSERT_GE(found.after.excess.value, best.after.excess.value) << "seed " << seed;
    }
  }
  EXPECT_GT(narrower, 10U);
}

TEST(Optimise, BoundsAreTrueWhereverItStops) {
  for (std::uint64_t seed = 1; seed <= 800; ++seed) {
    const Instance instance =
        random_instance(seed, Volumes::any, seed % 2 == 0 ? Samples::some : Samples::none);
    const BruteForce brute(*instance.scenario, *instance.ingress);
    const std::optional<BruteAnswer> expected = brute.solve(3000);
    if (!expected) {
      continue;
    }
    Options options;
    options.work_limit = 1 + seed * 40;
    const Optimum found = optimise({*instance.scenario, *instance.ingress}, options);
    ASSERT_TRUE(found.after.harmless) << "seed " << seed;
    ASSERT_LE(found.excess_lower_bound.value, expected->excess) << "seed " << seed;
    ASSERT_GE(found.after.excess.value, expected->excess) << "seed " << seed;
    if (found.after.excess.value == expected->excess) {
      ASSERT_TRUE(found.lower_bound.atto <= expected->value) << "seed " << seed;
      ASSERT_TRUE(found.after.value.atto >= expected->value) << "seed " << seed;
    }
    if (found.termination == Termination::optimal) {
      ASSERT_EQ(text(*instance.scenario, found.plan), text(*instance.scenario, expected->plan));
    } else {
      ASSERT_EQ(found.termination, Termination::work_limit) << "seed " << seed;
    }
  }
}

/// Enough prefixes that prices, exchanges and tier boxes do the work, few enough candidates that
/// every plan can still be tried: on two links, one pinned, each prefix prepends or does not.
Instance many_prefixes(std::uint64_t seed) {
  Dice dice(seed);
  Instance instance;
  auto scenario = std::make_unique<model::Scenario>();
  ingress::TodayTraffic today;
  today.background.assign(2, model::Bps{});
  today.inbound.assign(2, model::Bps{});
  for (unsigned p = 0; p < 13; ++p) {
    model::Prefix prefix;
    prefix.origin_as = scenario->local_as;
    prefix.prefix = model::parse_prefix("198.51." + std::to_string(p) + ".0/24").prefix;
    prefix.advertise = model::Advertisement(2);
    prefix.advertise[0] = static_cast<model::Prepend>(dice.roll(2));
    prefix.advertise[1] = 0;
    scenario->prefixes.push_back(prefix);
    today.home.push_back(
        {model::Bps{dice.roll(900) * 100'003}, model::Bps{dice.roll(900) * 9'901}});
    today.inbound[0] += today.home.back()[0];
    today.inbound[1] += today.home.back()[1];
  }
  for (std::size_t l = 0; l < 2; ++l) {
    model::Link link;
    link.name = l == 0 ? "A" : "B";
    link.inbound = today.inbound[l];
    link.capacity = model::Bps{(200 + dice.roll(600)) * mbps};
    link.billing = random_billing(dice);
    link.billing.direction = model::BillingDirection::inbound;
    scenario->links.push_back(link);
  }
  scenario->policy.max_prepend = 1;
  scenario->policy.max_changes.reset();
  scenario->policy.pinned_links = {1};
  scenario->policy.weights.change = model::Ratio{dice.roll(3) * 20'000};
  scenario->policy.strategy = static_cast<model::Strategy>(dice.roll(3));
  scenario->policy.do_no_harm = static_cast<model::DoNoHarm>(dice.roll(3));
  instance.ingress = std::make_unique<MatrixIngress>(*scenario, std::move(today), seed, 2, 0.02);
  instance.scenario = std::move(scenario);
  return instance;
}

TEST(Optimise, BoundsAreTrueWithManyPrefixes) {
  std::size_t optimal = 0;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const Instance instance = many_prefixes(seed);
    const BruteForce brute(*instance.scenario, *instance.ingress);
    const std::optional<BruteAnswer> expected = brute.solve(9000);
    ASSERT_TRUE(expected);
    const Optimum found = optimise({*instance.scenario, *instance.ingress});
    ASSERT_EQ(found.after.excess.value, expected->excess) << "seed " << seed;
    ASSERT_TRUE(found.lower_bound.atto <= expected->value) << "seed " << seed;
    ASSERT_TRUE(found.after.value.atto >= expected->value) << "seed " << seed;
    if (found.termination == Termination::optimal) {
      ++optimal;
      ASSERT_EQ(text(*instance.scenario, found.plan), text(*instance.scenario, expected->plan))
          << "seed " << seed;
    }
  }
  EXPECT_GT(optimal, 12U);
}

TEST(Optimise, AnswersTheSameOnAnyNumberOfThreads) {
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const Instance instance =
        random_instance(seed, Volumes::any, seed % 2 == 0 ? Samples::some : Samples::none);
    const Optimum one = optimise({*instance.scenario, *instance.ingress});
    for (const unsigned threads : {2U, 4U}) {
      Options options;
      options.threads = threads;
      const Optimum more = optimise({*instance.scenario, *instance.ingress}, options);
      ASSERT_EQ(more.plan, one.plan) << "seed " << seed;
      ASSERT_EQ(more.work, one.work) << "seed " << seed;
      ASSERT_EQ(more.lower_bound, one.lower_bound) << "seed " << seed;
    }
  }
}

TEST(Optimise, AnInterruptBeforeTheStartGivesTodayAndATrueBound) {
  std::atomic<bool> interrupt{true};
  Options options;
  options.interrupt = &interrupt;
  std::size_t with_changes = 0;  // Without the interrupt there is something to find.
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Instance instance = random_instance(seed);
    const BruteForce brute(*instance.scenario, *instance.ingress);
    const std::optional<BruteAnswer> expected = brute.solve(4000);
    if (!expected) {
      continue;
    }
    const Optimum found = optimise({*instance.scenario, *instance.ingress}, options);
    EXPECT_EQ(found.termination, Termination::interrupted) << "seed " << seed;
    EXPECT_TRUE(found.plan.empty()) << "seed " << seed;
    EXPECT_EQ(found.after.value, found.today.value) << "seed " << seed;
    EXPECT_LE(found.excess_lower_bound.value, expected->excess) << "seed " << seed;
    if (found.after.excess.value == expected->excess) {
      EXPECT_TRUE(found.lower_bound.atto <= expected->value) << "seed " << seed;
    }
    with_changes += expected->plan.empty() ? 0 : 1;
  }
  EXPECT_GT(with_changes, 5U);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
