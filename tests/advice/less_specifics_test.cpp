// Prefixes whose sources follow, in part, the one around them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// A and B are providers, P and X a peer and an exchange; A is too full.
Case providers_and_peers(double room_on_b) {
  Case c;
  c.link("A", 1000, 900, 0.5).neighbor_as = 64501;
  c.link("B", 200 + room_on_b, 200, 1.2).neighbor_as = 64502;
  c.link("P", 10000, 300, 0).relationship = model::Relationship::peer;
  c.link("X", 10000, 300, 0).relationship = model::Relationship::ix;
  return c;
}

TEST(LessSpecifics, AWithdrawalTakesThoseAlongThatFollow) {
  Case c = providers_and_peers(800);
  c.prefix("198.18.0.0/20", {0, 0, 0, 0}, {500, 100, 100, 100});
  c.prefix("198.18.4.0/24", {-1, -1, 0, 0}, {400, 100, 200, 200});
  c.scenario().policy.max_prepend = 0;
  const Advice advice = advise(c.finish());
  ASSERT_FALSE(advice.violations.empty());
  // All 900 Mbps would go to B, which has room for 600.
  EXPECT_THAT(advice.violations.front().message, Not(HasSubstr("withdraw 198.18.0.0/20 from A")));
}

TEST(LessSpecifics, ManyWithinOneAreHeldWhileTheOneAroundThemMoves) {
  Case c = providers_and_peers(1800);
  c.prefix("10.0.0.0/8", {0, 0, 0, 0}, {300, 100, 0, 0});
  constexpr int many = 3000;
  for (int i = 0; i < many; ++i) {
    const std::string name = "10." + std::to_string(i / 256) + "." + std::to_string(i % 256);
    c.prefix(name + ".0/24", {-1, -1, 0, 0}, {0.2, 0.03, 0.1, 0.1});
  }
  const model::Scenario scenario = c.finish();
  const Advice advice = advise(scenario);
  ASSERT_EQ(advice.status, Status::change);
  for (const ChangeText& change : advice.changes) {
    EXPECT_EQ(change.prefix, "10.0.0.0/8");
  }
  EXPECT_THAT(advice.objective.candidates, HasSubstr("only the outer ones changed"));
  // The 900 Mbps on A follow the /8, though 600 of them belong to prefixes within it.
  EXPECT_LT(advice.links[0].after.expected, mbps(800));
  EXPECT_GT(advice.links[1].after.expected, mbps(300));
}

}  // namespace
}  // namespace bgpte::advice::testing
