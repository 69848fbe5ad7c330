#include "bgpte/optimiser/optimise.hpp"

#include <gtest/gtest.h>

#include "brute_force.hpp"
#include "random_instance.hpp"

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

std::string text(const model::Scenario& scenario, const Plan& plan) {
  std::string result;
  for (const model::Change& change : changes_of(scenario, plan)) {
    result += std::to_string(change.prefix) + "@" + scenario.links[change.link].name + ":" +
              std::to_string(change.from) + ">" + std::to_string(change.to) + " ";
  }
  return result;
}

TEST(Optimise, EqualsBruteForceOnSmallInstances) {
  std::size_t solved = 0;
  std::size_t changed = 0;
  std::size_t in_excess = 0;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    const Instance instance = random_instance(seed);
    const BruteForce brute(*instance.scenario, *instance.ingress);
    const std::optional<BruteAnswer> expected = brute.solve(4000);
    if (!expected) {
      continue;
    }
    ++solved;
    changed += expected->plan.empty() ? 0 : 1;
    in_excess += expected->excess > 0 ? 1 : 0;
    const Optimum found = optimise(*instance.scenario, *instance.ingress);
    ASSERT_EQ(text(*instance.scenario, found.plan), text(*instance.scenario, expected->plan))
        << "seed " << seed << " brute value " << text(expected->value) << " found "
        << text(found.after.value.atto);
    ASSERT_EQ(found.after.excess.value, expected->excess) << "seed " << seed;
    ASSERT_EQ(found.excess_lower_bound.value, expected->excess) << "seed " << seed;
    ASSERT_EQ(text(found.after.value.atto), text(expected->value)) << "seed " << seed;
    ASSERT_EQ(text(found.lower_bound.atto), text(expected->value)) << "seed " << seed;
    ASSERT_EQ(found.termination, Termination::optimal) << "seed " << seed;
    ASSERT_TRUE(found.after.harmless) << "seed " << seed;
  }
  // The instances must be worth it: many solved, many with changes, many with excess left.
  EXPECT_GT(solved, 2000U);
  EXPECT_GT(changed, 800U);
  EXPECT_GT(in_excess, 200U);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
