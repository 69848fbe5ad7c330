#include "src/optimiser/search/relief_search.hpp"

#include <gtest/gtest.h>

#include "bench/instance_generator.hpp"
#include "bgpte/optimiser/optimise.hpp"

namespace bgpte::optimiser::testing {
namespace {

/// A network with a link too full, whose candidates can be stored or shared.
model::Scenario network(std::uint64_t seed) {
  bench::InstanceShape shape;
  shape.seed = seed;
  shape.links = 3 + seed % 4;
  shape.prefixes = 5 + seed % 12;
  shape.advertisements = 4;
  shape.max_changes_per_prefix = 2;
  shape.do_no_harm = seed % 3 != 0;
  model::Scenario scenario = bench::make_instance(shape);
  scenario.policy.max_changes = 2 + seed % 4;
  scenario.policy.least_relief =
      model::Ratio{static_cast<std::int64_t>(100'000 + 50'000 * (seed % 4))};
  scenario.policy.tolerance = model::Ratio{static_cast<std::int64_t>(4'000 * (seed % 4))};
  return scenario;
}

TEST(ReliefSearch, SharedCandidatesGiveThePlanOfStoredOnes) {
  std::size_t relieved = 0;
  std::size_t proven = 0;
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const model::Scenario scenario = network(seed);
    const auto ingress = ingress::make_ingress(scenario);
    const evaluation::Baseline baseline(scenario, *ingress);
    Options sharing;
    sharing.most_stored_candidates = 0;
    const Optimum stored = optimise(baseline);
    const Optimum shared = optimise(baseline, sharing);
    if (stored.termination != Termination::optimal || stored.today.excess.value == 0) {
      continue;
    }
    ++relieved;
    EXPECT_LE(shared.lower_bound.atto, stored.after.value.atto) << "seed " << seed;
    if (shared.termination == Termination::optimal) {
      ++proven;
      EXPECT_EQ(shared.plan, stored.plan) << "seed " << seed;
      EXPECT_EQ(shared.after.excess, stored.after.excess) << "seed " << seed;
      EXPECT_EQ(shared.after.value.atto, stored.after.value.atto) << "seed " << seed;
      EXPECT_EQ(shared.lower_bound.atto, stored.lower_bound.atto) << "seed " << seed;
    }
  }
  EXPECT_GT(relieved, 8);
  EXPECT_GT(2 * proven, relieved);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
