// Envelopes and bundles where a number is infinite or none.
#include "src/optimiser/bound/concave_envelope.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "src/optimiser/bound/proximal_bundle.hpp"

namespace bgpte::optimiser::testing {
namespace {

TEST(ConcaveEnvelope, EndsAtItsLastLineWhateverTheNumbers) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const double far = std::numeric_limits<double>::infinity();
  const ConcaveEnvelope lines({{0, 3}, {1, 1}, {5, -2}});
  EXPECT_EQ(lines.slope(far), -2);
  EXPECT_EQ(lines.step(0, 10, 1, -far), 8);
  EXPECT_TRUE(std::isnan(lines.step(0, none, 1, -far)) || lines.step(0, none, 1, -far) >= 0);
  EXPECT_EQ(lines.step(0, far, 1, -far), far);
}

TEST(ProximalBundle, ComesBackWhereNothingIsANumber) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  ProximalBundle bundle({ConcaveEnvelope({{0, 1}, {4, -1}})}, {0.0});
  bundle.add({none}, 0);
  bundle.add({-none}, none);
  EXPECT_FALSE(bundle.solve(1, {0.0}).expected > 0);
  EXPECT_FALSE(bundle.solve(none, {none}).expected > 0);
}

}  // namespace
}  // namespace bgpte::optimiser::testing
