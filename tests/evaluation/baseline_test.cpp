// The baseline under another policy equals a baseline made for that policy.
#include "bgpte/evaluation/baseline.hpp"

#include <gtest/gtest.h>

#include "bgpte/evaluation/evaluate.hpp"
#include "tests/optimiser/random_instance.hpp"

namespace bgpte::optimiser::testing {
namespace {

/// A plan that changes the first prefix where that is possible.
evaluation::Plan some_plan(const model::Scenario& scenario) {
  model::Advertisement x = scenario.prefixes[0].advertise;
  x[0] = x.carried_on(0) && x[0] > 0 ? model::Prepend{0} : model::Prepend{1};
  return {{0, x}};
}

void expect_equal(const evaluation::Baseline& baseline, const evaluation::Baseline& expected) {
  const evaluation::Plan plan = some_plan(expected.scenario());
  EXPECT_EQ(evaluate(baseline, {}), evaluate(expected, {}));
  EXPECT_EQ(evaluate(baseline, plan), evaluate(expected, plan));
  EXPECT_EQ(baseline.today().high, expected.today().high);
}

TEST(Baseline, WithPolicyIsTheBaselineOfThatPolicy) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Instance instance = random_instance(seed);
    const evaluation::Baseline baseline(*instance.scenario, *instance.ingress);
    model::Scenario other = *instance.scenario;
    other.policy.strategy = model::Strategy::congestion;
    other.policy.forecast = model::ForecastLevel::high;
    expect_equal(baseline.with_policy(other.policy), {other, *instance.ingress});
    other.policy.saturation.from = model::Ratio{100'000};  // Nearly every link hides demand.
    other.policy.saturation.uplift = model::Ratio{1'500'000};
    const evaluation::Baseline saturated = baseline.with_policy(other.policy);
    expect_equal(saturated, {other, *instance.ingress});
    expect_equal(saturated.with_policy(instance.scenario->policy), baseline);
  }
}

TEST(Baseline, OutlivesTheBaselineItWasMadeOf) {
  const Instance instance = random_instance(3);
  model::Policy policy = instance.scenario->policy;
  policy.saturation.from = model::Ratio{100'000};
  const evaluation::Baseline last = [&] {
    const evaluation::Baseline baseline(*instance.scenario, *instance.ingress);
    const evaluation::Baseline saturated = baseline.with_policy(policy);
    policy.strategy = model::Strategy::cost;
    return saturated.with_policy(policy);
  }();
  model::Scenario expected = *instance.scenario;
  expected.policy = policy;
  expect_equal(last, {expected, *instance.ingress});
}

}  // namespace
}  // namespace bgpte::optimiser::testing
