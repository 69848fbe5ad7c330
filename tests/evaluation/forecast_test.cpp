// One state of the network: covers, failures, background and peaks against a plain reference.
#include "bgpte/evaluation/forecast.hpp"

#include <gtest/gtest.h>

#include "bgpte/evaluation/evaluate.hpp"
#include "tests/evaluation/plain_state.hpp"

namespace bgpte::evaluation::testing {
namespace {

/// Every set of links but all of them.
std::vector<LinksDown> sets_of_links(std::size_t links) {
  std::vector<LinksDown> sets;
  for (std::size_t mask = 0; mask + 1 < std::size_t{1} << links; ++mask) {
    LinksDown down;
    for (std::size_t l = 0; l < links; ++l) {
      if ((mask >> l & 1U) != 0) {
        down.push_back(l);
      }
    }
    sets.push_back(down);
  }
  return sets;
}

/// Holds a plan against the plain rules, in every state.
void expect_plain_rules(const Baseline& baseline, const BruteForce& brute, std::uint64_t seed) {
  const Plan plan = random_plan(baseline.scenario(), seed);
  for (const LinksDown& down : sets_of_links(baseline.scenario().links.size())) {
    const Flows own = forecast(baseline, plan, down);
    const PlainState plain = plain_state(baseline, brute, plan, down);
    ASSERT_EQ(own.billed, plain.flows.billed) << "seed " << seed;
    ASSERT_EQ(own.peak, plain.flows.peak) << "seed " << seed;
    ASSERT_EQ(own.low, plain.flows.low) << "seed " << seed;
    ASSERT_EQ(own.high, plain.flows.high) << "seed " << seed;
    ASSERT_EQ(own.harm, plain.flows.harm) << "seed " << seed;
    ASSERT_EQ(own.unreachable, plain.unreachable) << "seed " << seed;
    const Flows from = forecast_from(baseline, forecast(baseline, {}, down), plan, down);
    for (const auto member :
         {&Flows::billed, &Flows::peak, &Flows::low, &Flows::high, &Flows::harm, &Flows::volumes}) {
      ASSERT_EQ(from.*member, own.*member) << "seed " << seed;
    }
    ASSERT_EQ(from.unreachable, own.unreachable) << "seed " << seed;
    ASSERT_EQ(from.unreachable_peak, own.unreachable_peak) << "seed " << seed;
  }
}

TEST(Forecast, EqualsThePlainRulesInEveryState) {
  for (std::uint64_t seed = 8000; seed < 8300; ++seed) {
    const Instance instance = instance_with_covers(seed);
    const model::Scenario& scenario = *instance.scenario;
    const Baseline baseline(scenario, *instance.ingress);
    const BruteForce brute(scenario, *instance.ingress);
    ASSERT_NO_FATAL_FAILURE(expect_plain_rules(baseline, brute, seed));
  }
}

TEST(Forecast, PartsThatAreAnnouncedNowhereGoWhereTheirCoversGo) {
  for (std::uint64_t seed = 8400; seed < 8600; seed += 2) {  // Even: each prefix within the last.
    const Instance instance = instance_with_covers(seed);
    model::Scenario& scenario = *instance.scenario;
    for (std::size_t p = 1; p < scenario.prefixes.size(); p += 2) {
      scenario.prefixes[p].advertise = model::Advertisement(scenario.links.size());
      scenario.prefixes[p].part_of = p - 1;
    }
    const Baseline baseline(scenario, *instance.ingress);
    const BruteForce brute(scenario, *instance.ingress);
    ASSERT_NO_FATAL_FAILURE(expect_plain_rules(baseline, brute, seed));
  }
}

TEST(Forecast, TheEvaluationOfAStateHasItsLoads) {
  for (std::uint64_t seed = 8300; seed < 8350; ++seed) {
    const Instance instance = instance_with_covers(seed);
    const Baseline baseline(*instance.scenario, *instance.ingress);
    const Plan plan = random_plan(*instance.scenario, seed);
    for (const LinksDown& down : sets_of_links(instance.scenario->links.size())) {
      const Flows flows = forecast(baseline, plan, down);
      const Evaluation evaluation = evaluate(baseline, plan, 1, down);
      for (std::size_t l = 0; l < flows.peak.size(); ++l) {
        ASSERT_EQ(evaluation.links[l].peak.low.value, flows.low[l]) << "seed " << seed;
        ASSERT_EQ(evaluation.links[l].peak.expected.value, flows.peak[l]) << "seed " << seed;
        ASSERT_EQ(evaluation.links[l].peak.high.value, flows.high[l]) << "seed " << seed;
        ASSERT_EQ(evaluation.links[l].inbound.expected.value, flows.billed[l]) << "seed " << seed;
        ASSERT_LE(evaluation.links[l].inbound.low.value, flows.billed[l]) << "seed " << seed;
        ASSERT_GE(evaluation.links[l].inbound.high.value, flows.billed[l]) << "seed " << seed;
      }
      ASSERT_EQ(evaluation.unreachable.value, flows.unreachable) << "seed " << seed;
      ASSERT_LE(evaluation.bill.low, evaluation.bill.expected) << "seed " << seed;
      ASSERT_LE(evaluation.bill.expected, evaluation.bill.high) << "seed " << seed;
    }
  }
}

TEST(Forecast, ReplayedVolumesAddUpToTheLoadsOfTheState) {
  for (std::uint64_t seed = 8400; seed < 8500; ++seed) {
    const Instance instance = optimiser::testing::random_instance(
        seed, optimiser::testing::Volumes::any, optimiser::testing::Samples::some);
    const Baseline baseline(*instance.scenario, *instance.ingress);
    if (!baseline.bills().any_replay()) {
      continue;
    }
    const std::size_t links = instance.scenario->links.size();
    for (const LinksDown& down : sets_of_links(links)) {
      const Flows flows = forecast(baseline, random_plan(*instance.scenario, seed), down);
      for (std::size_t l = 0; l < links; ++l) {
        std::int64_t sum = 0;
        for (std::size_t profile = 0; profile < baseline.bills().profiles().count(); ++profile) {
          sum += flows.volumes[baseline.bills().place({profile, l})];
        }
        // Each home cell is rounded by itself here, each prefix as a whole there.
        ASSERT_NEAR(static_cast<double>(sum), static_cast<double>(flows.billed[l]), 50)
            << "seed " << seed;
      }
    }
  }
}

TEST(Forecast, IsTheSameOnAnyNumberOfThreads) {
  const Instance instance = instance_with_covers(8600);
  const Baseline baseline(*instance.scenario, *instance.ingress);
  const Plan plan = random_plan(*instance.scenario, 8600);
  EXPECT_EQ(forecast(baseline, plan, {0}, 4).high, forecast(baseline, plan, {0}, 1).high);
}

}  // namespace
}  // namespace bgpte::evaluation::testing
