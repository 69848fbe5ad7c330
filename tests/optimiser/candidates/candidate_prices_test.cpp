// Pricing of candidates: interrupts, and forecasts that are kept for the next search.
#include <gtest/gtest.h>

#include "bgpte/optimiser/optimise.hpp"
#include "tests/optimiser/brute_force.hpp"
#include "tests/optimiser/counting_ingress.hpp"
#include "tests/optimiser/random_instance.hpp"

namespace bgpte::optimiser::testing {
namespace {

/// Questions that may still be asked after an interrupt: each thread looks up after 64 columns
/// at the latest, each of which needs at most a transition and two forecasts.
constexpr std::size_t questions_of_a_thread = 3 * 64;

TEST(Pricing, AnInterruptLeavesTodaysPlanWithATrueBound) {
  std::size_t stopped = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Instance instance = random_instance(seed);
    if (instance.scenario->policy.n_minus_1 == model::NMinusOne::require) {
      continue;  // A column asks about every failure too; they are counted below.
    }
    const std::optional<BruteAnswer> least =
        BruteForce(*instance.scenario, *instance.ingress).solve(2000);
    if (!least) {
      continue;
    }
    for (const unsigned threads : {1U, 4U}) {
      for (const std::size_t at : {1U, 2U, 100U}) {
        CountingIngress ingress(*instance.ingress);
        std::atomic<bool> interrupt{false};
        ingress.interrupt_at(at, interrupt);
        Options options;
        options.interrupt = &interrupt;
        options.threads = threads;
        const Optimum found = optimise({*instance.scenario, ingress}, options);
        if (!interrupt) {
          continue;  // It has fewer questions.
        }
        ASSERT_LE(found.excess_lower_bound.value, least->excess) << "seed " << seed;
        if (found.after.excess.value == least->excess) {
          ASSERT_TRUE(found.lower_bound.atto <= least->value) << "seed " << seed;
        }
        ASSERT_LE(found.lower_bound, found.after.value) << "seed " << seed;
        ASSERT_TRUE(found.after.harmless) << "seed " << seed;
        if (found.termination == Termination::interrupted && found.work == 0) {
          ++stopped;
          ASSERT_TRUE(found.plan.empty()) << "seed " << seed;
          ASSERT_EQ(found.after, found.today) << "seed " << seed;
          ASSERT_LE(ingress.asked(), at + questions_of_a_thread * threads) << "seed " << seed;
        }
      }
    }
  }
  EXPECT_GT(stopped, 300U);
}

TEST(Pricing, AnInterruptBeforeItStartsAsksNothing) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Instance instance = random_instance(seed);
    if (instance.scenario->policy.n_minus_1 == model::NMinusOne::require) {
      continue;  // Today's failures are looked at first.
    }
    CountingIngress ingress(*instance.ingress);
    const std::atomic<bool> interrupt{true};
    Options options;
    options.interrupt = &interrupt;
    const Optimum found = optimise({*instance.scenario, ingress}, options);
    ASSERT_EQ(found.termination, Termination::interrupted) << "seed " << seed;
    ASSERT_EQ(ingress.asked(), 0U) << "seed " << seed;
    ASSERT_TRUE(found.plan.empty());
  }
}

TEST(Pricing, NoTimeLeavesTodaysPlan) {
  const Instance instance = random_instance(12);
  Options options;
  options.time_limit_s = 0;
  const Optimum found = optimise({*instance.scenario, *instance.ingress}, options);
  EXPECT_EQ(found.termination, Termination::time_limit);
  EXPECT_TRUE(found.plan.empty());
  EXPECT_EQ(found.after, found.today);
  EXPECT_LE(found.lower_bound, found.after.value);
}

/// One search after another over one cache gives what each gives alone.
void expect_same_with_kept(KeptFlows flows) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const Instance instance = random_instance(seed);
    model::Scenario scenario = *instance.scenario;
    Options kept;
    kept.forecasts = make_forecast_cache(flows);
    const auto agree = [&](const std::string& what) {
      const Optimum with = optimise({scenario, *instance.ingress}, kept);
      const Optimum without = optimise({scenario, *instance.ingress});
      EXPECT_EQ(with.plan, without.plan) << "seed " << seed << " " << what;
      EXPECT_EQ(with.after, without.after) << "seed " << seed << " " << what;
      EXPECT_EQ(with.lower_bound, without.lower_bound) << "seed " << seed << " " << what;
      EXPECT_EQ(with.work, without.work) << "seed " << seed << " " << what;
    };
    scenario.policy.do_no_harm = model::DoNoHarm::high;
    scenario.policy.max_changes = 1;
    agree("one change");
    scenario.policy.max_changes.reset();
    agree("more candidates than are kept");
    for (const auto strategy : {model::Strategy::congestion, model::Strategy::cost}) {
      scenario.policy.strategy = strategy;
      agree("strategy");
    }
    scenario.policy.max_changes = 1;
    agree("fewer candidates than are kept");
    scenario.policy.forecast = model::ForecastLevel::high;
    agree("certainty");
    scenario.policy.n_minus_1 = model::NMinusOne::require;
    agree("failures");
    scenario.policy.forecast = model::ForecastLevel::expected;
    agree("failures by what is expected");
    scenario.policy.weights.step = model::Ratio{250'000};
    agree("price of a step");
    // Another network: what is kept no longer holds.
    scenario.policy.saturation.uplift = model::Ratio{1'300'000};
    scenario.policy.saturation.from = model::Ratio{100'000};
    agree("saturation");
    scenario.links.front().peak =
        model::Bps{scenario.links.front().inbound.value * 5 / 4 + 7 * mbps};
    agree("peak");
  }
}

TEST(Pricing, KeptForecastsDoNotChangeTheAnswer) {
  expect_same_with_kept(KeptFlows::none);
}

TEST(Pricing, KeptFlowsDoNotChangeTheAnswer) {
  expect_same_with_kept(KeptFlows::some);
}

TEST(Pricing, KeptForecastsAreNotAskedForAgain) {
  std::size_t asked = 0;
  std::size_t asked_again = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Instance instance = random_instance(seed);
    model::Scenario scenario = *instance.scenario;
    scenario.policy.do_no_harm = model::DoNoHarm::high;
    scenario.policy.forecast = model::ForecastLevel::expected;
    scenario.policy.n_minus_1 = model::NMinusOne::off;
    const CountingIngress ingress(*instance.ingress);
    Options options;
    options.forecasts = make_forecast_cache();
    const Optimum first = optimise({scenario, ingress}, options);
    const std::size_t before = ingress.forecasts();
    const Optimum second = optimise({scenario, ingress}, options);
    asked += before;
    asked_again += ingress.forecasts() - before;
    EXPECT_EQ(first.plan, second.plan) << "seed " << seed;
  }
  EXPECT_GT(asked, 300U);
  EXPECT_LT(asked_again, asked / 4);  // The plan itself is predicted again.
}

TEST(Pricing, KeptFlowsAreNotAskedForAgain) {
  const auto asked_again = [](KeptFlows flows) {
    std::size_t asked = 0;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
      const Instance instance = random_instance(seed);
      model::Scenario scenario = *instance.scenario;
      scenario.policy.strategy = model::Strategy::balanced;
      scenario.policy.n_minus_1 = model::NMinusOne::off;
      scenario.policy.least_relief = model::Ratio{0};
      const CountingIngress ingress(*instance.ingress);
      Options options;
      options.forecasts = make_forecast_cache(flows);
      static_cast<void>(optimise({scenario, ingress}, options));
      const std::size_t before = ingress.asked();
      scenario.policy.weights.congestion.millionths *= 2;
      static_cast<void>(optimise({scenario, ingress}, options));
      asked += ingress.asked() - before;
    }
    return asked;
  };
  const std::size_t all = asked_again(KeptFlows::none);
  EXPECT_GT(all, 500U);
  EXPECT_LT(asked_again(KeptFlows::some), all / 2);  // The plan itself is predicted again.
}

}  // namespace
}  // namespace bgpte::optimiser::testing
