// A deadline comes by its time, or by its flag.
#include "bgpte/parallel/deadline.hpp"

#include <gtest/gtest.h>

namespace bgpte::parallel {
namespace {

TEST(Deadline, WithoutATimeItNeverComes) {
  EXPECT_FALSE(Deadline().passed());
  EXPECT_FALSE(Deadline(std::nullopt).passed());
  EXPECT_EQ(Deadline().left(), std::nullopt);
}

TEST(Deadline, OfNoSecondsHasPassed) {
  EXPECT_TRUE(Deadline(0.0).passed());
  EXPECT_EQ(Deadline(0.0).left(), 0.0);
}

TEST(Deadline, ComesOnceItsFlagIsSet) {
  std::atomic<bool> stop{false};
  const Deadline never(std::nullopt, &stop);
  const Deadline later(1000.0, &stop);
  EXPECT_FALSE(never.passed());
  EXPECT_FALSE(later.passed());
  stop = true;
  EXPECT_TRUE(never.passed());
  EXPECT_EQ(never.left(), 0.0);
  EXPECT_TRUE(later.passed());
}

}  // namespace
}  // namespace bgpte::parallel
