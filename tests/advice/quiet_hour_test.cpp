// What may be tried in a quiet hour, where only the high end of the range forbids it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// A is 60 Mbps above its ceiling by one prefix, which one prepend would move in part to B; at the
/// high end of the range more comes than B has room for. `on_b`: what B carries, in Mbps.
model::Scenario too_wide_a_range(double on_b) {
  Case c;
  c.link("A", 1000, 860, 0.5);
  c.link("B", 1000, on_b, 0.5);
  c.prefix("198.51.100.0/24", {0, 0}, {850, 100});
  return c.scenario();
}

TEST(QuietHour, TheRemediationSaysWhatToTryAndWhen) {
  const Advice advice = advise(too_wide_a_range(250));
  EXPECT_EQ(advice.status, Status::no_safe_change);
  ASSERT_THAT(advice.violations, SizeIs(1));
  EXPECT_THAT(advice.violations[0].message,
              HasSubstr("Remediation: in a quiet hour prepend 198.51.100.0/24 once towards A (0 to "
                        "1), which is safe to try while B carries less than 161 Mbps; or raise A"));
  const auto quiet =
      std::find_if(advice.alternatives.begin(), advice.alternatives.end(),
                   [](const Alternative& other) { return other.name == "quiet hour"; });
  ASSERT_NE(quiet, advice.alternatives.end());
  EXPECT_THAT(quiet->why_not, HasSubstr("Safe to try while B carries less than 161 Mbps"));
}

/// All links are above their ceilings, so nothing that moves makes less excess in all; but A drops.
TEST(QuietHour, IsNamedWhereItEndsALossThoughTheExcessStays) {
  Case c;
  c.link("A", 1000, 1030, 0.5);
  c.link("B", 2000, 1700, 0.5);
  c.prefix("198.51.100.0/24", {0, 0}, {300, 100});
  const Advice advice = advise(c.scenario());
  EXPECT_EQ(advice.status, Status::no_safe_change);
  ASSERT_FALSE(advice.violations.empty());
  EXPECT_EQ(advice.violations[0].link, "A");
  EXPECT_THAT(advice.violations[0].message,
              HasSubstr("Remediation: in a quiet hour prepend 198.51.100.0/24 once towards A (0 to "
                        "1), which is safe to try while B carries less than "));
}

TEST(QuietHour, WhereBCarriesLessTheSameChangeIsTheAdvice) {
  const Advice less = advise(too_wide_a_range(161));
  ASSERT_THAT(less.changes, SizeIs(1));
  EXPECT_EQ(less.changes[0].link, "A");
  EXPECT_EQ(less.changes[0].to, 1);
  EXPECT_THAT(less.violations, IsEmpty());
  EXPECT_THAT(advise(too_wide_a_range(163)).changes, IsEmpty());
}

TEST(QuietHour, NoHourIsQuietEnoughForALinkThatTheTrafficWouldFill) {
  Case c;
  c.link("A", 10000, 8600, 0.5);
  c.link("B", 3000, 100, 0.5);
  c.prefix("198.51.100.0/24", {0, 0}, {8500, 100});
  const Advice advice = advise(c.scenario());
  for (const Violation& violation : advice.violations) {
    EXPECT_THAT(violation.message, Not(HasSubstr("quiet hour")));
  }
}

TEST(QuietHour, IsNotOfferedWhereThePolicyDoesNotAskForTheHighEnd) {
  model::Scenario scenario = too_wide_a_range(250);
  scenario.policy.do_no_harm = model::DoNoHarm::expected;
  const Advice advice = advise(scenario);
  EXPECT_THAT(advice.changes, SizeIs(1));
  for (const Alternative& other : advice.alternatives) {
    EXPECT_NE(other.name, "quiet hour");
  }
}

}  // namespace
}  // namespace bgpte::advice::testing
