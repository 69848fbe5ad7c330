// No advice cuts traffic off: links of peers and exchanges bring only what their networks send.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

/// Transit T is too full and dear, two exchanges are free: withdrawing from T would cure it and
/// save money, for the sources behind T have no other way.
Case transit_and_exchanges(const std::vector<int>& prepends) {
  Case c;
  c.link("IX1", 10000, 2000, 0).relationship = model::Relationship::ix;
  c.link("IX2", 10000, 2000, 0).relationship = model::Relationship::ix;
  c.link("T", 10000, 8800, 0.5);
  c.scenario().policy.actions.withdraw = true;
  c.prefix("198.51.100.0/24", prepends, {1200, 1300, 6000});
  c.prefix("203.0.113.0/24", prepends, {800, 700, 2800});
  return c;
}

TEST(Reachability, NothingIsWithdrawnFromTheOnlyTransit) {
  Case c = transit_and_exchanges({0, 0, 0});
  const Advice advice = advise(c.finish());
  for (const ChangeText& change : advice.changes) {
    EXPECT_FALSE(change.link == "T" && change.to < 0) << change.prefix;
  }
}

/// Withdrawing the last prefix from A and D would cure both and leave it on C and the peer B: all
/// but the peer's traffic would be lost when C fails.
TEST(Reachability, NoFailureLeavesOnlyAPeer) {
  Case c;
  c.link("A", 10000, 8600, 0);
  c.link("B", 10000, 2500, 0.2).relationship = model::Relationship::peer;
  c.link("C", 10000, 1750, 0);
  c.link("D", 10000, 9300, 0.2);
  c.scenario().policy.actions.withdraw = true;
  c.prefix("198.51.100.0/24", {0, -1, 0, 0}, {3140, -1, 210, 2200});
  c.prefix("192.0.2.0/24", {0, 2, 0, 1}, {3040, 640, 1290, 3450});
  c.prefix("203.0.113.0/24", {2, 0, 0, 1}, {2320, 1850, 250, 3650});
  const Advice advice = advise(c.finish());
  ASSERT_THAT(advice.changes, Not(IsEmpty()));
  for (const FailureForecast& failure : advice.failures) {
    EXPECT_LE(failure.unreachable.value, failure.unreachable_before.value_or(model::Bps{}).value)
        << failure.failure;
  }
}

TEST(Reachability, APartIsNotAnnouncedToAnExchangeAlone) {
  Case c;
  c.link("IX", 10000, 2000, 0).relationship = model::Relationship::ix;
  c.link("T", 10000, 9000, 0.5);
  c.scenario().policy.actions.announce = true;
  c.scenario().policy.actions.deaggregate = true;
  c.prefix("198.51.100.0/23", {0, 0}, {1500, 6000});
  c.prefix("198.51.100.0/24", {-1, -1}, {500, 3000}).part_of = 0;
  EXPECT_THAT(advise(c.finish()).changes, IsEmpty());
}

/// Each of eleven ports has a tenth of the excess of all and more; each change brings what its own
/// port needs.
TEST(LeastRelief, IsAskedOfTheWorstLinkNotOfAllTogether) {
  Case c;
  for (int i = 10; i < 21; ++i) {
    c.link(std::to_string(i) + "-busy", 1000, 860, 0);
    c.link(std::to_string(i) + "-idle", 1000, 200, 0);
  }
  for (int i = 0; i < 11; ++i) {
    std::vector<int> prepends(22, -1);
    std::vector<double> inbound(22, -1);
    const auto at = static_cast<std::size_t>(2 * i);
    prepends[at] = prepends[at + 1] = 0;
    inbound[at] = 460;
    inbound[at + 1] = 100;
    c.prefix("198.51." + std::to_string(100 + i) + ".0/24", prepends, inbound);
  }
  c.scenario().policy.max_changes = 20;
  const Advice advice = advise(c.finish());
  EXPECT_EQ(advice.changes.size(), 11U);
  EXPECT_EQ(advice.status, Status::change);
}

TEST(LeastRelief, ALinkThatNothingCanHelpHidesNoneThatIsEasyToHelp) {
  Case c;
  c.link("A", 1000, 920, 0);
  c.link("B", 1000, 220, 0);
  c.link("X", 1000, 2400, 0);
  c.prefix("198.51.100.0/24", {0, 0, -1}, {600, 100, -1});
  c.prefix("203.0.113.0/24", {-1, -1, 0}, {-1, -1, 2300});
  const Advice advice = advise(c.finish());
  EXPECT_EQ(advice.status, Status::partial);
  EXPECT_THAT(advice.changes, Not(IsEmpty()));
}

}  // namespace
}  // namespace bgpte::advice::testing
