#include "bgpte/text/format.hpp"

#include <gtest/gtest.h>

namespace bgpte::text {
namespace {

TEST(Percent, IsWholeExceptBelowOne) {
  EXPECT_EQ(percent(0.98), "98 %");
  EXPECT_EQ(percent(0.803), "80 %");
  EXPECT_EQ(percent(0.004), "0.4 %");
  EXPECT_EQ(percent(0.0004), "0 %");
  EXPECT_EQ(percent_range(0.53, 0.93), "53-93 %");
  EXPECT_EQ(percent_with_range(0.53, 0.71, 0.93), "71 % (53-93 %)");
  EXPECT_EQ(percent_with_range(0.501, 0.5, 0.499), "50 %");
}

TEST(FinePercent, KeepsADecimalOnlyWhereThereIsOne) {
  EXPECT_EQ(fine_percent(0.98), "98 %");
  EXPECT_EQ(fine_percent(0.803), "80.3 %");
  EXPECT_EQ(fine_percent(0.80001), "80 %");
  EXPECT_EQ(fine_percent(0), "0 %");
  EXPECT_EQ(fine_percent(-0.0001), "0 %");
  EXPECT_EQ(fine_percent(2.98), "298 %");
  EXPECT_EQ(fine_percent_number(1), "100");
  EXPECT_EQ(fine_percent_with_range(0.53, 0.71, 0.93), "71 % (53-93)");
  EXPECT_EQ(fine_percent_with_range(0.5, 0.5, 0.5), "50 %");
}

TEST(Duration, ThreeWaysToSayOne) {
  EXPECT_EQ(duration(60), "1 minute");
  EXPECT_EQ(duration(61), "2 minutes");
  EXPECT_EQ(duration(7200), "2 hours");
  EXPECT_EQ(duration(9000), "2 hours 30 minutes");
  EXPECT_EQ(exact_duration(1200), "20 minutes");
  EXPECT_EQ(exact_duration(90), "90 s");
  EXPECT_EQ(exact_duration(0), "0 s");
  EXPECT_EQ(hours_and_minutes(69'300), "19 h 15 min");
  EXPECT_EQ(hours_and_minutes(2'759), "45 min");
}

TEST(Join, NamesTheFirstAndCountsTheRest) {
  EXPECT_EQ(join({}), "");
  EXPECT_EQ(join({"A"}), "A");
  EXPECT_EQ(join({"A", "B", "C"}), "A, B and C");
  EXPECT_EQ(join_some({"A", "B", "C"}, 2), "A, B and C");
  EXPECT_EQ(join_some({"A", "B", "C", "D"}, 2), "A, B and 2 more");
}

TEST(Words, CountsAndSentences) {
  EXPECT_EQ(count_of(1, "link"), "1 link");
  EXPECT_EQ(count_of(0, "link"), "0 links");
  EXPECT_EQ(times(1), "once");
  EXPECT_EQ(times(2), "twice");
  EXPECT_EQ(times(3), "3 times");
  EXPECT_EQ(capitalised("a b"), "A b");
  EXPECT_EQ(sentence("a b"), "A b.");
  EXPECT_EQ(sentence("A b."), "A b.");
  EXPECT_EQ(sentence(""), "");
}

}  // namespace
}  // namespace bgpte::text
