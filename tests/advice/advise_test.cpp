// The advice as a whole: status, changes, proof, violations, failures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(LinkALinkB, OneChangeAndLinkAEndsAt710) {
  const Advice advice = advise(cost_case());
  EXPECT_EQ(advice.status, Status::change);
  ASSERT_THAT(advice.changes, SizeIs(1));
  EXPECT_EQ(advice.changes[0].prefix, "11.0.0.0/24");
  EXPECT_EQ(advice.changes[0].link, "B");
  EXPECT_EQ(advice.changes[0].from, 1);
  EXPECT_EQ(advice.changes[0].to, 0);
  EXPECT_EQ(advice.changes[0].reason,
            "Moves 270 (120 to 465) of 900 Mbps from A to B; A falls from 98 % to 71 % (52-95 %) "
            "and B rises from 50 % to 53 % (51-55 %); the bill rises by 189.00 USD a month.");
  EXPECT_THAT(advice.violations, IsEmpty());
  const LinkForecast& a = advice.links[0];
  EXPECT_EQ(a.before, mbps(980));
  // The operator's own range, 50 % to 85 % of 900 Mbps, and what a share wanders by itself.
  EXPECT_NEAR(static_cast<double>(a.after.low.value), 530e6 - 1.645 * 0.01 * 900e6, 1);
  EXPECT_EQ(a.after.expected, mbps(710));
  // And a tenth more that the full link may hide.
  EXPECT_NEAR(static_cast<double>(a.after.high.value), 929.5e6 + 1.645 * 0.01 * 990e6, 1);
  EXPECT_TRUE(a.saturated);
  EXPECT_FALSE(advice.links[1].saturated);
  EXPECT_EQ(advice.links[1].after.expected, mbps(5270));
  EXPECT_EQ(model::format_money(advice.cost_after.expected - advice.cost_before), "189.00");
  EXPECT_EQ(advice.currency, "USD");
  EXPECT_EQ(advice.strategy, "balanced");
  EXPECT_FALSE(advice.basis.empty());
  EXPECT_THAT(advice.summary,
              AllOf(HasSubstr("Now: remove the prepend of 11.0.0.0/24 towards B (1 to 0)."),
                    HasSubstr("Link A falls from 98 % to 71 % (52-95 %)"),
                    HasSubstr("the bill rises by 189.00 USD a month")));
}

TEST(LinkALinkB, TheRolloutNamesTheSecondStep) {
  const Advice advice = advise(cost_case());
  ASSERT_THAT(advice.rollout, SizeIs(1));
  const RolloutStep& step = advice.rollout[0];
  EXPECT_EQ(step.wait_s, 1200);
  EXPECT_TRUE(step.warning.empty());
  // Not needed are 20 % of the prefix: at 80 % the link is at its ceiling.
  ASSERT_THAT(step.contingencies, SizeIs(1));
  const Contingency& second = step.contingencies[0];
  EXPECT_EQ(second.when.link, "A");
  EXPECT_EQ(second.when.prefix, "11.0.0.0/24");
  EXPECT_DOUBLE_EQ(second.when.high, 0.75);
  ASSERT_THAT(second.changes, SizeIs(1));
  EXPECT_EQ(second.changes[0].link, "A");
  EXPECT_EQ(second.changes[0].from, 0);
  EXPECT_EQ(second.changes[0].to, 1);
  EXPECT_THAT(second.text, HasSubstr("If A still carries more than 75 % of inbound to 11.0.0.0/24 "
                                     "after 20 minutes, prepend 11.0.0.0/24 once towards A too"));
}

TEST(LinkALinkB, ConditionsCanBeReadByAMachine) {
  const Advice advice = advise(cost_case());
  const RolloutStep& step = advice.rollout.at(0);
  ASSERT_THAT(step.expect, SizeIs(2));
  EXPECT_EQ(step.expect[0].link, "A");
  EXPECT_DOUBLE_EQ(step.expect[0].low, 0.5 - 0.01645);
  EXPECT_DOUBLE_EQ(step.expect[0].expected, 0.7);
  EXPECT_DOUBLE_EQ(step.expect[0].high, 0.85 + 0.01645);
  // What a share wanders by itself is in the range, so the tolerance is that of a measurement.
  EXPECT_DOUBLE_EQ(step.expect[0].tolerance, 0.005);
  // Going on needs A below the threshold of the second step.
  ASSERT_THAT(step.continue_if.shares, SizeIs(2));
  EXPECT_DOUBLE_EQ(step.continue_if.shares[0].high + step.continue_if.shares[0].tolerance, 0.75);
  EXPECT_THAT(step.continue_if.ceilings,
              ElementsAre(CeilingCondition{"A", mbps(800)}, CeilingCondition{"B", mbps(8000)}));
  // B has room for all of it: a change that moves more than forecast is not undone. Too little
  // moved is answered by the second step.
  EXPECT_THAT(step.abort_if.shares, IsEmpty());
  EXPECT_THAT(step.abort_if.ceilings, ElementsAre(CeilingCondition{"B", mbps(8000)}));
  EXPECT_THAT(step.way_back, HasSubstr("11.0.0.0/24 on B back to 1 prepend."));
}

TEST(LinkALinkB, AlternativesAreCompared) {
  const Advice advice = advise(cost_case());
  const Alternative* nothing = alternative(advice, "do nothing");
  const Alternative* congestion = alternative(advice, "congestion only");
  const Alternative* cost = alternative(advice, "cost only");
  const Alternative* one = alternative(advice, "one change only");
  ASSERT_TRUE(nothing != nullptr && congestion != nullptr && cost != nullptr && one != nullptr);
  EXPECT_EQ(alternative(advice, "balanced"), nullptr);  // That is the advice.
  EXPECT_EQ(nothing->excess, mbps(180));
  EXPECT_THAT(nothing->why_not, AllOf(HasSubstr("A at 98 % (180 Mbps above its ceiling)"),
                                      HasSubstr("saves 189.00 USD")));
  EXPECT_GE(congestion->cost_difference.pico, 0);  // The advice is never dearer.
  EXPECT_EQ(congestion->cost - congestion->cost_difference, advice.cost_after.expected);
  EXPECT_TRUE(cost->same_as_advice);
  EXPECT_EQ(cost->why_not, "Same plan as recommended.");
  EXPECT_TRUE(one->same_as_advice);
  for (const Alternative& each : advice.alternatives) {
    EXPECT_EQ(each.same_as_advice, each.why_not == "Same plan as recommended.") << each.name;
    EXPECT_EQ(each.same_as_advice, [&] {
      std::vector<ChangeText> mine = advice.changes;
      std::for_each(mine.begin(), mine.end(), [](ChangeText& change) { change.reason.clear(); });
      return each.changes == mine;
    }()) << each.name;
  }
}

TEST(LinkALinkB, CertaintyHasItsPrice) {
  const Advice advice = advise(cost_case());
  const Alternative* certainty = alternative(advice, "certainty");
  ASSERT_NE(certainty, nullptr);
  EXPECT_GT(certainty->cost_difference.pico, 0);
  EXPECT_THAT(certainty->why_not,
              HasSubstr("Every ceiling holds even at the high end of the range"));
}

TEST(LinkALinkB, TheDefaultPriorGivesTheSameChangeAndSaysWhatItRestsOn) {
  const Advice advice = advise(link_a_link_b(0.5, 0.5).finish());
  EXPECT_EQ(advice.status, Status::change);
  ASSERT_THAT(advice.changes, SizeIs(1));
  EXPECT_EQ(advice.changes[0].prefix, "11.0.0.0/24");
  EXPECT_EQ(advice.changes[0].link, "B");
  EXPECT_THAT(advice.basis, HasSubstr("default prior"));
  ASSERT_THAT(advice.rollout, SizeIs(1));
  ASSERT_THAT(advice.rollout[0].contingencies, SizeIs(1));
  EXPECT_THAT(advice.rollout[0].contingencies[0].text,
              HasSubstr("more than 75 % of inbound to 11.0.0.0/24"));
}

TEST(LinkALinkB, TheProofIsOptimal) {
  const Advice advice = advise(cost_case());
  EXPECT_EQ(advice.objective.termination, "optimal");
  EXPECT_EQ(advice.objective.value, advice.objective.lower_bound);
  EXPECT_EQ(advice.objective.could_still_gain.atto, 0);
  EXPECT_EQ(advice.objective.excess.value, 0);
  EXPECT_EQ(advice.objective.unit, "USD");
  model::Scenario congestion = cost_case();
  congestion.policy.strategy = model::Strategy::congestion;
  EXPECT_EQ(advise(congestion).objective.unit, "Mbps of Phi");
}

TEST(Inert, NoSafeChangeNamesPrefixLinkAndWaysOut) {
  Case c = link_a_link_b(0.5, 0.5);
  model::Scenario scenario = c.finish();
  pin_sources_to_a(scenario);
  const Advice advice = advise(scenario);
  EXPECT_EQ(advice.status, Status::no_safe_change);
  EXPECT_THAT(advice.changes, IsEmpty());
  EXPECT_THAT(advice.rollout, IsEmpty());
  ASSERT_THAT(advice.violations, SizeIs(1));
  const Violation& broken = advice.violations[0];
  EXPECT_EQ(broken.rule, "ceiling");
  EXPECT_EQ(broken.link, "A");
  EXPECT_EQ(broken.load, mbps(980));
  EXPECT_EQ(broken.limit, mbps(800));
  EXPECT_THAT(broken.message,
              AllOf(HasSubstr("11.0.0.0/24 brings 900 Mbps of it and is pinned to A"),
                    HasSubstr("raise A to 1.225 Gbps"), HasSubstr("another link"),
                    HasSubstr("withdraw 11.0.0.0/24 from A (900 Mbps then enter elsewhere: B at 59 "
                              "%; with B down it could not be reached unless A then announces it "
                              "(conditional advertisement))"),
                    HasSubstr("community")));
  EXPECT_THAT(advice.summary,
              AllOf(HasSubstr("No safe change"), HasSubstr("11.0.0.0/24"), HasSubstr("Link A")));
}

TEST(Status, KeepWhereNothingIsWorthAChange) {
  Case c;
  c.link("A", 1000, 300, 0.5);
  c.link("B", 1000, 300, 0.5);
  c.prefix("8.0.0.0/24", {0, 0}, {150, 150});
  const Advice advice = advise(c.finish());
  EXPECT_EQ(advice.status, Status::keep);
  EXPECT_THAT(advice.changes, IsEmpty());
  EXPECT_THAT(advice.violations, IsEmpty());
  EXPECT_THAT(advice.rollout, IsEmpty());
  EXPECT_THAT(advice.summary, AllOf(HasSubstr("No change recommended"), Not(HasSubstr("down"))));
  EXPECT_EQ(advice.cost_before, advice.cost_after.expected);
}

TEST(Status, KeepNamesTheFailureForWhichThereIsNoRoom) {
  Case c;
  c.link("A", 1000, 600, 0.5);
  c.link("B", 1000, 500, 0.5);
  c.prefix("8.0.0.0/24", {0, 0}, {300, 250});
  const Advice advice = advise(c.finish());
  EXPECT_EQ(advice.status, Status::keep);
  EXPECT_THAT(advice.summary, HasSubstr(" But with A down B would be at 110 %."));
}

/// Two links, two prefixes; of the first, two prepends on BIG were seen to move nothing, the third
/// all. No source can do that.
model::Scenario cliff() {
  Case c;
  c.link("BIG", 1000, 930, 3);
  c.link("LOC", 1000, 240, 2);
  c.prefix("8.0.0.0/24", {0, 0}, {800, 200});
  c.prefix("8.0.1.0/24", {0, 0}, {130, 40});
  for (const auto& [prepends, big] : {std::pair{1, 780.0}, {2, 770.0}, {3, 4.0}}) {
    model::Observation seen;
    seen.prefix = 0;
    seen.advertise = model::Advertisement(2);
    seen.advertise[0] = static_cast<model::Prepend>(prepends);
    seen.advertise[1] = 0;
    seen.inbound = {mbps(big), mbps(1000 - big)};
    seen.source = "/ingress/observations/" + std::to_string(prepends - 1);
    c.scenario().ingress.observations.push_back(seen);
  }
  return c.finish();
}

TEST(Summary, SaysWhereObservationsOfAChangedPrefixDisagreeWithTheirFit) {
  constexpr const char* told = "The observations of 8.0.0.0/24 disagree with their best fit";
  const model::Scenario scenario = cliff();
  const auto summary_with = [&](model::PrefixIndex prefix) {
    return whatif(scenario, {{prefix, 0, 0, 1}}).summary;
  };
  EXPECT_THAT(summary_with(0), HasSubstr(told));
  EXPECT_THAT(summary_with(1), Not(HasSubstr("disagree")));
}

TEST(Summary, SaysNothingOfObservationsThatAreMet) {
  model::Scenario scenario = cliff();
  scenario.ingress.observations.resize(1);
  EXPECT_THAT(whatif(scenario, {{0, 0, 0, 1}}).summary, Not(HasSubstr("disagree")));
}

TEST(Status, PartialWhereChangesHelpAndSomeCeilingStaysBroken) {
  Case c = link_a_link_b(0.5, 0.5);
  // Background that nothing steers holds A above its ceiling whatever else moves.
  c.scenario().links[0].capacity = mbps(2000);
  c.scenario().links[0].inbound = mbps(2650);
  const Advice advice = advise(c.finish());
  EXPECT_EQ(advice.status, Status::partial);
  EXPECT_FALSE(advice.changes.empty());
  ASSERT_THAT(advice.violations, SizeIs(1));
  EXPECT_EQ(advice.violations[0].link, "A");
  EXPECT_THAT(advice.violations[0].message, HasSubstr("background alone is 1.67 Gbps"));
  EXPECT_THAT(advice.summary, HasSubstr("But link A stays"));
}

TEST(Status, NoChangeCanHelpWhereAllLinksTogetherAreFull) {
  Case c;
  c.link("A", 1000, 950, 0.5);
  c.link("B", 1000, 900, 0.5);
  c.prefix("8.0.0.0/24", {0, 0}, {500, 450});
  const Advice advice = advise(c.finish());
  ASSERT_FALSE(advice.violations.empty());
  EXPECT_THAT(advice.violations[0].message,
              HasSubstr("the links together carry 250 Mbps more than their ceilings add up to"));
}

TEST(Status, PinnedAndSingleLinkPrefixesAreNamedAsWhatBinds) {
  Case c;
  c.link("A", 1000, 900, 0.5);
  c.link("B", 1000, 100, 0.5);
  c.prefix("8.0.0.0/24", {0, 0}, {500, 0}).pinned = true;
  c.prefix("8.0.1.0/24", {0, -1}, {400, -1});
  const Advice advice = advise(c.finish());
  EXPECT_EQ(advice.status, Status::no_safe_change);
  ASSERT_THAT(advice.violations, SizeIs(1));
  EXPECT_THAT(advice.violations[0].message, HasSubstr("8.0.0.0/24 brings 500 Mbps of it and is "
                                                      "pinned by the operator"));
  EXPECT_THAT(advice.violations[0].message, Not(HasSubstr("withdraw")));
}

TEST(ChangeId, DependsOnTheChangesAndTheLocalAsOnly) {
  const model::Scenario base = cost_case();
  const std::string id = advise(base).change_id;
  EXPECT_THAT(id, SizeIs(12));
  EXPECT_TRUE(
      std::all_of(id.begin(), id.end(), [](unsigned char c) { return std::isxdigit(c) != 0; }));
  model::Scenario renamed = base;
  renamed.name = "another name";
  renamed.links[0].inbound = mbps(981);
  EXPECT_EQ(advise(renamed).change_id, id);
  model::Scenario other_as = base;
  other_as.local_as = 65001;
  EXPECT_NE(advise(other_as).change_id, id);
  EXPECT_NE(whatif(base, {{1, 0, 0, 1}}).change_id, id);
  EXPECT_EQ(whatif(base, {{1, 1, 1, 0}}).change_id, id);
}

TEST(Failures, BeforeAndAfterWithTheOverloadedLinks) {
  const Advice advice = advise(cost_case());
  ASSERT_THAT(advice.failures, SizeIs(2));
  EXPECT_EQ(advice.failures[0].failure, "A");
  EXPECT_EQ(advice.failures[0].link, "B");
  EXPECT_FALSE(advice.failures[0].overload);
  EXPECT_NEAR(advice.failures[0].after_utilisation, 0.598, 1e-6);
  EXPECT_EQ(advice.failures[1].failure, "B");
  EXPECT_TRUE(advice.failures[1].overload);
  EXPECT_THAT(advice.failures[1].overloaded, ElementsAre("A"));
  EXPECT_EQ(advice.failures[1].unreachable, mbps(3000));  // 12.0.0.0/24 is on B only.
  model::Scenario off = cost_case();
  off.policy.n_minus_1 = model::NMinusOne::off;
  EXPECT_THAT(advise(off).failures, IsEmpty());
  model::Scenario require = cost_case();
  require.policy.n_minus_1 = model::NMinusOne::require;
  const Advice strict = advise(require);
  EXPECT_EQ(strict.status, Status::partial);
  EXPECT_TRUE(std::any_of(strict.violations.begin(), strict.violations.end(),
                          [](const Violation& one) { return one.rule == "n-1"; }));
}

TEST(Binding, TheNumberOfChangesIsNamedWhereItBinds) {
  Case c;
  c.link("A", 1000, 980, 1);
  c.link("B", 10000, 1000, 1);
  for (int i = 0; i < 7; ++i) {
    c.prefix("8.0." + std::to_string(i) + ".0/24", {0, 1}, {140, 0});
  }
  c.retained("A", {{0.6}, {0.7}, {0.8}});
  c.scenario().policy.max_changes = 1;
  const Advice advice = advise(c.finish());
  ASSERT_EQ(advice.changes.size(), 1U);
  ASSERT_FALSE(advice.violations.empty());
  EXPECT_THAT(advice.violations[0].message,
              HasSubstr("would need one change more than max_changes = 1 allows"));
  EXPECT_THAT(advice.violations[0].message, HasSubstr("Remediation: raise max_changes above 1"));
}

TEST(Advise, TheSameInputGivesTheSameAdvice) {
  EXPECT_EQ(advise(cost_case()), advise(cost_case()));
}

/// One Mbps above a soft ceiling is no reason for a change, and no reason to deny it.
TEST(Advise, AKeptLinkAboveItsCeilingIsNamed) {
  Case c;
  c.link("A", 10000, 8001, 1);
  c.link("B", 10000, 2000, 1);
  c.prefix("8.0.0.0/24", {0, 0}, {7000, 2000});
  c.scenario().policy.weights.change = model::Ratio{500'000'000};
  const Advice advice = advise(c.finish());
  EXPECT_EQ(advice.status, Status::keep);
  EXPECT_THAT(advice.summary, HasSubstr("A is 1 Mbps above its ceiling of 8 Gbps, within the "
                                        "tolerance (policy.tolerance)"));
  EXPECT_THAT(advice.summary, Not(HasSubstr("every link is at or below")));
}

/// Where one withdrawal alone would not do, those that do together are named.
TEST(Advise, WithdrawalsAreNamedTogetherWhereOneWouldNotDo) {
  Case c;
  c.link("A", 1000, 980, 1);
  c.link("B", 10000, 500, 1);
  for (int i = 0; i < 8; ++i) {
    c.prefix("8.0." + std::to_string(i) + ".0/24", {0, 0}, {120, 10});
  }
  c.retained("A", {{1, 1, 1}, {1, 1, 1}, {1, 1, 1}});
  const Advice advice = advise(c.finish());
  ASSERT_FALSE(advice.violations.empty());
  EXPECT_THAT(advice.violations[0].message,
              HasSubstr("withdraw 8.0.0.0/24 and 8.0.1.0/24 from A (240 Mbps then enter elsewhere: "
                        "B at 7 %)"));
}

}  // namespace
}  // namespace bgpte::advice::testing
