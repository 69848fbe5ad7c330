#include "bgpte/optimiser/frontier.hpp"

#include <gtest/gtest.h>

#include "tests/optimiser/random_instance.hpp"

namespace bgpte::optimiser::testing {
namespace {

TEST(Frontier, HasOnlyPointsThatPayForThemselves) {
  std::size_t several = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Instance instance = random_instance(seed);
    const Frontier result = frontier({*instance.scenario, *instance.ingress});
    ASSERT_FALSE(result.cost_congestion.empty());
    ASSERT_FALSE(result.by_changes.empty());
    several += result.cost_congestion.size() > 1 ? 1 : 0;
    for (std::size_t i = 1; i < result.cost_congestion.size(); ++i) {
      const evaluation::Evaluation& cheaper = result.cost_congestion[i - 1].optimum.after;
      const evaluation::Evaluation& calmer = result.cost_congestion[i].optimum.after;
      EXPECT_LT(cheaper.bill.expected, calmer.bill.expected) << "seed " << seed;
      EXPECT_TRUE(calmer.phi < cheaper.phi) << "seed " << seed;
      EXPECT_EQ(cheaper.excess, calmer.excess) << "seed " << seed;
    }
    for (std::size_t i = 0; i < result.by_changes.size(); ++i) {
      const FrontierPoint& point = result.by_changes[i];
      EXPECT_LE(point.optimum.after.changes, point.most_changes) << "seed " << seed;
      if (i > 0) {
        const evaluation::Evaluation& before = result.by_changes[i - 1].optimum.after;
        EXPECT_TRUE(point.optimum.after.excess < before.excess ||
                    point.optimum.after.value < before.value)
            << "seed " << seed;
      }
    }
    EXPECT_EQ(result.by_changes.front().optimum.after.changes, 0U) << "seed " << seed;
  }
  EXPECT_GT(several, 5U);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
