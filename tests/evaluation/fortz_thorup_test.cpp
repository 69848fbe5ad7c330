// The congestion function: the values of the paper, and the curve against the sum of its steps.
#include "bgpte/evaluation/fortz_thorup.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace bgpte::evaluation {
namespace {

std::int64_t phi(std::int64_t load, std::int64_t capacity) {
  return static_cast<std::int64_t>(fortz_thorup_curve(model::Bps{capacity}).at(load));
}

/// The same, step by step.
model::Int128 plain(std::int64_t load, std::int64_t capacity) {
  model::Int128 sum = 0;
  for (std::size_t i = 0; i < fortz_thorup_steps.size(); ++i) {
    const auto begin = [&](std::size_t step) {
      return static_cast<std::int64_t>(static_cast<model::Int128>(capacity) *
                                       fortz_thorup_steps[step].thirtieths / 30);
    };
    const std::int64_t to = i + 1 < fortz_thorup_steps.size() ? std::min(load, begin(i + 1)) : load;
    sum += static_cast<model::Int128>(fortz_thorup_steps[i].slope) *
           std::max<std::int64_t>(0, to - begin(i));
  }
  return sum;
}

TEST(FortzThorup, IsTheFunctionOfThePaper) {
  // Of a capacity of 1 the break points are 1/3, 2/3, 9/10, 1 and 11/10.
  struct Row {
    std::int64_t load, value;  ///< Of a capacity of 3000.
  };
  for (const Row& row : {Row{0, 0}, Row{1000, 1000}, Row{2000, 4000}, Row{2700, 11'000},
                         Row{3000, 32'000}, Row{3300, 182'000}, Row{6000, 13'682'000}}) {
    EXPECT_EQ(phi(row.load, 3000), row.value) << row.load;
  }
  const std::int64_t slopes[] = {1, 3, 10, 70, 500, 5000};
  const std::int64_t from[] = {0, 1000, 2000, 2700, 3000, 3300};
  for (std::size_t i = 0; i < std::size(from); ++i) {
    EXPECT_EQ(phi(from[i] + 1, 3000) - phi(from[i], 3000), slopes[i]) << from[i];
    if (i > 0) {
      EXPECT_EQ(phi(from[i], 3000) - phi(from[i] - 1, 3000), slopes[i - 1]) << from[i];
    }
  }
}

TEST(FortzThorup, IsTheSumOfItsStepsAroundEveryBreakPoint) {
  for (const std::int64_t capacity :
       {std::int64_t{1}, std::int64_t{2}, std::int64_t{7}, std::int64_t{29}, std::int64_t{3001},
        std::int64_t{1'000'000'007}, std::int64_t{400'000'000'000'001}}) {
    const billing::Piecewise curve = fortz_thorup_curve(model::Bps{capacity});
    for (const CongestionStep& step : fortz_thorup_steps) {
      const auto at =
          static_cast<std::int64_t>(static_cast<model::Int128>(capacity) * step.thirtieths / 30);
      for (const std::int64_t load : {at - 1, at, at + 1}) {
        if (load >= 0) {
          EXPECT_TRUE(curve.at(load) == plain(load, capacity)) << load << " of " << capacity;
        }
      }
    }
    const std::int64_t far = 5 * capacity;
    EXPECT_TRUE(curve.at(far) == plain(far, capacity)) << capacity;
  }
}

}  // namespace
}  // namespace bgpte::evaluation
