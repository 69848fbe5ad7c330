#include "src/optimiser/bound/bundle_ascent.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace bgpte::optimiser::testing {
namespace {

struct Line {
  double value = 0;  ///< At 0.
  double slope = 0;
};

/// The least of some lines in one variable, and the slope of that which is least.
double least_of(const std::vector<Line>& lines, double z, std::vector<double>& slope) {
  const auto at = [&](const Line& line) { return line.value + line.slope * z; };
  const Line& least = *std::min_element(
      lines.begin(), lines.end(), [&](const Line& a, const Line& b) { return at(a) < at(b); });
  slope = {least.slope};
  return at(least);
}

TEST(BundleAscent, ReachesTheTopAgainWhereALineJoinsThatWasNotThere) {
  BundleAscent ascent({0.0}, {1.0}, {false}, {}, 1e9, 1.0);
  std::vector<Line> lines{{0, 100}, {2000, -100}};
  const auto up = [&] {
    std::vector<double> slope;
    ascent.renew(least_of(lines, ascent.centre()[0], slope), slope);
    ascent.ascend(
        40,
        [&](const std::vector<double>& at, std::vector<double>& gradient) {
          return least_of(lines, at[0], gradient);
        },
        [] { return false; }, [] {});
  };
  up();
  EXPECT_NEAR(ascent.value(), 1000, 1);
  // Standing at the top cost it nothing of its step.
  lines.push_back({200, -50});
  for (int round = 0; round < 3; ++round) {
    up();
  }
  EXPECT_NEAR(ascent.value(), 400.0 / 3, 1);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
