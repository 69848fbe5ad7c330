// An interrupt ends the searches and leaves a valid advice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

Advice advise_with(const std::atomic<bool>& interrupt) {
  Case c = link_a_link_b();
  c.retained("A", example_retained());
  const model::Scenario scenario = c.finish();
  optimiser::Options options;
  options.interrupt = &interrupt;
  return advice::advise(scenario, *ingress::make_ingress(scenario), options);
}

TEST(Interrupt, SkipsTheAlternativesAndKeepsToday) {
  const Advice advice = advise_with(std::atomic<bool>(true));
  EXPECT_EQ(advice.objective.termination, "interrupted");
  EXPECT_THAT(advice.changes, IsEmpty());
  ASSERT_THAT(advice.alternatives, SizeIs(1));
  EXPECT_EQ(advice.alternatives[0].name, "do nothing");
  EXPECT_EQ(advice.status, Status::no_safe_change);
  EXPECT_THAT(advice.summary,
              StartsWith("No safe change was found before an interrupt ended the search."));
  EXPECT_LE(advice.objective.lower_bound, advice.objective.value);
  EXPECT_LT(advice.objective.excess_lower_bound, advice.objective.excess);
}

TEST(Interrupt, WithoutOneThereAreAlternatives) {
  const Advice advice = advise_with(std::atomic<bool>(false));
  EXPECT_EQ(advice.objective.termination, "optimal");
  EXPECT_GT(advice.alternatives.size(), 2U);
}

}  // namespace
}  // namespace bgpte::advice::testing
