// The forecast for the operator's own changes, and which rules they break.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::HasSubstr;

TEST(WhatIf, TheSameForecastForTheOperatorsOwnChanges) {
  const model::Scenario scenario = cost_case();
  const Advice own = whatif(scenario, {{1, 1, 1, 0}});
  const Advice mine = advise(scenario);
  EXPECT_EQ(own.strategy, "whatif");
  EXPECT_EQ(own.status, Status::change);
  EXPECT_EQ(own.changes, mine.changes);
  EXPECT_EQ(own.links, mine.links);
  EXPECT_EQ(own.rollout, mine.rollout);
  EXPECT_EQ(own.objective.value, mine.objective.value);
  EXPECT_EQ(own.objective.termination, not_searched);
  EXPECT_EQ(alternative(own, "bgpte's advice"), nullptr);
}

TEST(WhatIf, TooLittleLeavesTheCeilingBroken) {
  const Advice own = whatif(cost_case(), {{0, 1, 1, 0}});  // Moves 10.0.0.0/24, 80 Mbps.
  EXPECT_EQ(own.status, Status::partial);
  ASSERT_FALSE(own.violations.empty());
  EXPECT_EQ(own.violations[0].rule, "ceiling");
  EXPECT_GT(own.objective.excess, own.objective.excess_lower_bound);
}

TEST(WhatIf, HarmIsSaid) {
  Case c = link_a_link_b(0.5, 0.5);
  c.scenario().links[1].inbound = mbps(7900);
  const Advice own = whatif(c.finish(), {{1, 0, 0, 3}, {1, 1, 1, 0}});
  EXPECT_TRUE(std::any_of(own.violations.begin(), own.violations.end(), [](const Violation& one) {
    return one.rule == "do-no-harm" && one.link == "B" && one.load > one.limit;
  }));
  EXPECT_EQ(own.status, Status::partial);
}

TEST(WhatIf, PinsCapAndLinksAreRulesToo) {
  Case c = link_a_link_b(0.5, 0.5);
  c.scenario().prefixes[0].pinned = true;
  const Advice own =
      whatif(c.finish(), {{0, 1, 1, 0}, {1, 0, 0, 4}, {2, 1, 0, model::not_announced}});
  const auto broken = [&](const std::string& rule) {
    return std::any_of(own.violations.begin(), own.violations.end(),
                       [&](const Violation& one) { return one.rule == rule; });
  };
  EXPECT_TRUE(broken("pin"));
  EXPECT_TRUE(broken("max-prepend"));
  EXPECT_TRUE(broken("min-links"));
}

TEST(WhatIf, APrependThatTheProviderDoesNotPassOnIsTold) {
  Case c;
  c.link("A", 1000, 500, 1);
  c.link("B", 1000, 500, 1);
  c.prefix("8.0.0.0/24", {0, 0}, {100, 100}).originated_by = 0;
  const Advice own = whatif(c.finish(), {{0, 0, 0, 2}});
  EXPECT_TRUE(std::any_of(own.violations.begin(), own.violations.end(), [](const Violation& one) {
    return one.rule == "originated-by" && one.message ==
                                              "8.0.0.0/24 is originated by the provider of A "
                                              "itself: no prepend of ours is on that "
                                              "path";
  }));
}

TEST(WhatIf, ARuleThatIsBrokenIsNamed) {
  model::Scenario pinned = cost_case();
  pinned.prefixes[1].pinned = true;
  const Advice own = whatif(pinned, {{1, 1, 1, 0}});
  EXPECT_EQ(own.violations.at(0).rule, "pin");

  model::Scenario few = cost_case();
  few.policy.max_changes = 1;
  const Advice many = whatif(few, {{0, 1, 1, 0}, {1, 1, 1, 0}});
  EXPECT_EQ(many.violations.at(0).rule, "max-changes");
  EXPECT_EQ(many.violations.at(0).message, "2 changes; the policy allows 1");
}

TEST(WhatIf, TrafficWithoutALinkIsSaidFirst) {
  const Advice own = whatif(cost_case(), {{2, 1, 0, model::not_announced}});
  ASSERT_FALSE(own.violations.empty());
  EXPECT_EQ(own.violations[0].rule, "unreachable");
  EXPECT_EQ(own.violations[0].link, "B");
  EXPECT_EQ(own.violations[0].load, mbps(3000));
  EXPECT_EQ(own.summary.rfind("3 Gbps unreachable, since no link announces 12.0.0.0/24.", 0), 0U)
      << own.summary;
  EXPECT_THAT(own.changes.at(0).reason, HasSubstr("Leaves 3 Gbps of 3 Gbps from B unreachable"));
  EXPECT_FALSE(own.rollout.at(0).abort_if.ceilings.empty());
}

TEST(WhatIf, WithoutChangesItIsAForecast) {
  const Advice own = whatif(cost_case(), {});
  EXPECT_THAT(own.summary, ::testing::Not(HasSubstr("No safe change")));
  EXPECT_THAT(own.summary,
              HasSubstr("Under today's announcements link A stays 180 Mbps above its ceiling"));
  EXPECT_THAT(own.violations.at(0).message, HasSubstr("Remediation: raise A to 1.225 Gbps"));
}

TEST(WhatIf, NoFurtherFailureSendsTrafficToALinkThatIsDown) {
  Case c;
  c.link("A", 1000, 0, 1);
  c.link("B", 1000, 400, 1);
  c.link("C", 1000, 300, 1);
  c.prefix("8.0.0.0/24", {-1, 0, 0}, {-1, 100, 100});
  const model::Scenario scenario = c.finish();
  const auto model = ingress::make_ingress(scenario);
  const evaluation::Baseline baseline(scenario, *model);
  const Advice own = advice::whatif({baseline, baseline, {}, {0}});
  ASSERT_EQ(own.failures.size(), 2U);
  EXPECT_EQ(own.failures[0].failure, "B");
  EXPECT_EQ(own.failures[0].link, "C");
  EXPECT_DOUBLE_EQ(own.failures[0].after_utilisation, 0.7);  // All of B's, none of it on A.
  EXPECT_EQ(own.failures[1].failure, "C");
  EXPECT_EQ(own.failures[1].link, "B");
}

TEST(WhatIf, NowIsAsMeasuredAndThenIsTheStateThatIsAskedAbout) {
  const model::Scenario now = cost_case();
  model::Scenario then = now;
  then.links[1].capacity = mbps(20000);
  then.links[1].billing.model = model::PerMbpsBilling{price(2)};
  const auto model_now = ingress::make_ingress(now);
  const auto model_then = ingress::make_ingress(then);
  const evaluation::Baseline baseline(now, *model_now);
  const evaluation::Baseline other(then, *model_then);
  const Advice own = advice::whatif({baseline, other, {}, {0}});  // And A is down.
  EXPECT_EQ(own.links[0].before, mbps(980));
  EXPECT_EQ(own.links[0].after.expected, mbps(0));
  EXPECT_DOUBLE_EQ(own.links[1].before_utilisation, 0.5);
  EXPECT_DOUBLE_EQ(own.links[1].after_utilisation.expected, 0.299);
  EXPECT_EQ(own.links[1].bill_before, advice::whatif(now, *model_now, {}).links[1].bill_before);
  EXPECT_DOUBLE_EQ(own.links[1].bill_after.as_double(), 2 * 5980);
}

TEST(WhatIf, TrafficThatAFailureCutsOffIsAViolation) {
  const model::Scenario scenario = cost_case();
  const auto model = ingress::make_ingress(scenario);
  const evaluation::Baseline baseline(scenario, *model);
  const Advice own = advice::whatif({baseline, baseline, {}, {1}});  // 12/24 is on B only.
  ASSERT_FALSE(own.violations.empty());
  EXPECT_EQ(own.violations[0].rule, "unreachable");
  EXPECT_EQ(own.violations[0].load, mbps(3000));
  EXPECT_THAT(own.violations[0].message, HasSubstr("no link that is up announces 12.0.0.0/24"));
}

}  // namespace
}  // namespace bgpte::advice::testing
