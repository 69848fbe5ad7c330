// Levers in advice: used where they are allowed, mentioned where they are not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "bgpte/advice/arguments.hpp"
#include "src/advice/rollout_order.hpp"
#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

bool has_finding(const Advice& advice, const std::string& rule) {
  return std::any_of(advice.findings.begin(), advice.findings.end(),
                     [&](const model::Finding& finding) { return finding.rule == rule; });
}

/// Link A is full of what no prepend moves; its provider has a community.
model::Scenario pinned_to_a(bool allowed) {
  model::Scenario scenario = link_a_link_b().finish();
  pin_sources_to_a(scenario);
  scenario.links[0].levers = {lower_preference()};
  scenario.policy.actions.community = allowed;
  return scenario;
}

TEST(Levers, AreAdvisedWhereNoPrependHelps) {
  const Advice advice = advise(pinned_to_a(true));
  EXPECT_EQ(advice.status, Status::change);
  ASSERT_EQ(advice.changes.size(), 1U);
  const ChangeText& change = advice.changes[0];
  EXPECT_EQ(change.prefix, "11.0.0.0/24");
  EXPECT_EQ(change.link, "A");
  EXPECT_EQ(change.from, 0);
  EXPECT_EQ(change.to, 0);
  EXPECT_FALSE(change.lever_from);
  ASSERT_TRUE(change.lever_to);
  EXPECT_EQ(change.lever_to->name, "lower-preference");
  EXPECT_EQ(model::to_string(change.lever_to->marks), "community 64496:80");
  EXPECT_EQ(advice.links[0].after.expected, mbps(980 - 630));
  EXPECT_THAT(advice.summary,
              HasSubstr("announce 11.0.0.0/24 on A with community 64496:80 (lower-preference)"));
  EXPECT_THAT(change.reason, HasSubstr("630 (360 to 810) of 900 Mbps from A to B"));
  ASSERT_EQ(advice.rollout.size(), 1U);
  EXPECT_THAT(advice.rollout[0].way_back,
              HasSubstr("Remove lower-preference from 11.0.0.0/24 on A."));
  EXPECT_FALSE(has_finding(advice, "lever-not-used"));
}

TEST(Levers, ThatThePolicyDoesNotAllowAreMentioned) {
  const Advice advice = advise(pinned_to_a(false));
  EXPECT_EQ(advice.status, Status::no_safe_change);
  EXPECT_TRUE(has_finding(advice, "lever-not-used"));
  ASSERT_FALSE(advice.violations.empty());
  EXPECT_THAT(advice.violations[0].message,
              HasSubstr("use lower-preference (community 64496:80) on A: policy.actions "
                        "does not have \"community\""));
}

TEST(Levers, WithoutAKnownEffectAreMentionedAndNeverChosen) {
  model::Scenario scenario = pinned_to_a(true);
  scenario.links[0].levers[0].retained.reset();
  const Advice advice = advise(scenario);
  EXPECT_EQ(advice.status, Status::no_safe_change);
  EXPECT_TRUE(has_finding(advice, "lever-not-used"));
  // What keeps all is no help.
  scenario.links[0].levers[0].retained = model::LeverEffect{1, 1, 1};
  scenario.policy.actions.community = false;
  EXPECT_FALSE(has_finding(advise(scenario), "lever-not-used"));
}

TEST(Levers, AMedWithoutASecondPortIsNotMentioned) {
  model::Scenario scenario = pinned_to_a(false);
  scenario.links[0].levers[0].marks = {{}, 100};
  EXPECT_FALSE(has_finding(advise(scenario), "lever-not-used"));
  scenario.links[1].neighbor_as = scenario.links[0].neighbor_as;
  EXPECT_FALSE(has_finding(advise(scenario), "lever-not-used")) << "B is prepended once more";
  scenario.prefixes[0].advertise[1] = scenario.prefixes[1].advertise[1] = 0;
  EXPECT_TRUE(has_finding(advise(scenario), "lever-not-used"));
}

TEST(Levers, ThatNobodyKnowsTheEffectOfAreToldInAWhatif) {
  model::Scenario scenario = pinned_to_a(false);
  const model::Change add{1, 0, 0, 0, 0, 1};
  EXPECT_FALSE(has_finding(whatif(scenario, {add}), "lever-effect-unknown"));
  scenario.links[0].levers[0].retained.reset();
  EXPECT_TRUE(has_finding(whatif(scenario, {add}), "lever-effect-unknown"));
  scenario.links[0].levers[0] = lower_preference();
  scenario.prefixes[1].advertise.set_lever(0, 1);
  const Advice off = whatif(scenario, {{1, 0, 0, 0, 1, 0}});
  EXPECT_TRUE(has_finding(off, "lever-effect-unknown"));
  EXPECT_THAT(off.summary,
              HasSubstr("Remove community 64496:80 (lower-preference) from 11.0.0.0/24"));
  EXPECT_FALSE(has_finding(whatif(scenario, {{1, 0, 0, -1, 1, 0}}), "lever-effect-unknown"));
}

std::string undo_of(const Advice& advice) {
  const std::string& text = advice.rollout.at(0).way_back;
  return text.substr(0, text.find(". Not everything"));
}

TEST(Levers, AreUndoneTogetherWithThePrepend) {
  model::Scenario scenario = pinned_to_a(true);
  EXPECT_EQ(undo_of(whatif(scenario, {{1, 0, 0, 3, 0, 1}})),
            "11.0.0.0/24 on A back to 0 prepends without lower-preference");
  EXPECT_EQ(undo_of(whatif(scenario, {{1, 0, 0, 2, 0, 0}})), "11.0.0.0/24 on A back to 0 prepends");
  scenario.prefixes[1].advertise[0] = 1;
  scenario.prefixes[1].advertise.set_lever(0, 1);
  EXPECT_EQ(undo_of(whatif(scenario, {{1, 0, 1, 0, 1, 0}})),
            "11.0.0.0/24 on A back to 1 prepend with lower-preference");
  EXPECT_EQ(undo_of(whatif(scenario, {{1, 0, 1, -1, 1, 0}})),
            "11.0.0.0/24 on A back to 1 prepend with lower-preference");
  EXPECT_EQ(undo_of(whatif(scenario, {{1, 0, 1, 1, 1, 0}})),
            "11.0.0.0/24 on A with lower-preference again");
}

/// 11.0.0.0/24 enters by both, and A by its lever gets little of it.
TEST(Levers, TakenOffMayBringAllAndTheAdviceSaysSo) {
  Case c;
  c.link("A", 1000, 300, 0.5);
  c.link("B", 10000, 5000, 0.5);
  c.prefix("11.0.0.0/24", {0, 0}, {200, 1500});
  model::Scenario scenario = c.finish();
  scenario.links[0].levers = {lower_preference()};
  scenario.prefixes[0].advertise.set_lever(0, 1);
  const Advice off = whatif(scenario, {{0, 0, 0, 0, 1, 0}});
  EXPECT_EQ(off.links[0].after.expected, mbps(300));
  EXPECT_EQ(off.links[0].after.high, mbps(300 + 1500));
  EXPECT_EQ(off.links[1].after.low, mbps(5000 - 1500));
  EXPECT_THAT(off.summary, HasSubstr("The effect is unknown and counted as none: it could "
                                     "leave link A anywhere at 30-180 %"));
  EXPECT_TRUE(std::any_of(off.violations.begin(), off.violations.end(), [](const Violation& one) {
    return one.rule == "do-no-harm" && one.link == "A";
  })) << "A could end above its ceiling";
  ASSERT_EQ(off.rollout.size(), 1U);
  for (const ShareCondition& condition : off.rollout[0].expect) {
    EXPECT_GT(condition.high - condition.low, 0.8) << condition.link;
  }
  // Left as it is, nothing is in doubt.
  EXPECT_EQ(whatif(scenario, {}).links[0].after.high, mbps(300));
}

std::string confirm_text(const Advice& advice) {
  std::string text;
  for (const model::Finding& finding : advice.findings) {
    if (finding.rule == "lever-to-confirm") {
      EXPECT_EQ(finding.severity, model::Severity::warning);
      EXPECT_EQ(finding.subject, "/links/0/levers/0");
      text += finding.message + " -> " + finding.suggestion + "|";
    }
  }
  return text;
}

TEST(Levers, AreToBeConfirmedOnceEachWithWhatTheCatalogueKnows) {
  model::Scenario scenario = pinned_to_a(true);
  scenario.links[0].neighbor_as = 64496;
  EXPECT_EQ(confirm_text(whatif(scenario, {})), "");
  const std::vector<model::Change> both{{0, 0, 0, 0, 0, 1}, {1, 0, 0, 0, 0, 1}};
  const std::string unknown = confirm_text(whatif(scenario, both));
  EXPECT_EQ(std::count(unknown.begin(), unknown.end(), '|'), 1) << unknown;
  EXPECT_THAT(unknown, HasSubstr("confirm with AS 64496 that it acts on community 64496:80."));
  EXPECT_THAT(unknown, HasSubstr("the catalogue does not know it ->"));
  scenario.catalogue.entries = {{64496, "Example Transit", "lower-preference",
                                 *model::parse_community("64496:80"), "LOCAL_PREF 80", false,
                                 "a letter", "2026-11", model::Confidence::medium}};
  EXPECT_THAT(confirm_text(whatif(scenario, both)),
              HasSubstr("the catalogue has 64496:80 (LOCAL_PREF 80; source: a letter, compared "
                        "2026-11, confidence medium)"));
  scenario.links[0].neighbor_as = 64500;
  EXPECT_THAT(confirm_text(whatif(scenario, both)), HasSubstr("nothing in it begins with 64500"));
  scenario.links[0].levers[0].marks = {{}, 100};
  EXPECT_THAT(confirm_text(whatif(scenario, both)),
              HasSubstr("confirm with AS 64500 that it honours customers' MED."));
}

TEST(Levers, WherePrependIsNoActionThatIsTheReason) {
  model::Scenario scenario = link_a_link_b().finish();
  scenario.policy.actions = {};
  scenario.policy.actions.prepend = false;
  scenario.policy.actions.community = true;
  const Advice advice = advise(scenario);
  EXPECT_EQ(advice.status, Status::no_safe_change);
  ASSERT_FALSE(advice.violations.empty());
  EXPECT_THAT(advice.violations[0].message,
              HasSubstr("may get no prepend, since policy.actions does not have \"prepend\""));
  EXPECT_THAT(advice.violations[0].message,
              HasSubstr("Remediation: add \"prepend\" to policy.actions; or "));
  EXPECT_THAT(advice.violations[0].message, Not(HasSubstr("even with all the prepends")));
}

TEST(Levers, ArePartOfTheChangeId) {
  model::Scenario scenario = pinned_to_a(true);
  const std::string one = advise(scenario).change_id;
  EXPECT_EQ(advise(scenario).change_id, one);
  scenario.links[0].levers[0].marks.communities[0].parts[1] = 90;
  EXPECT_NE(advise(scenario).change_id, one);
}

TEST(Levers, RepelAndAreMadeLast) {
  EXPECT_FALSE(attracts({0, 0, 1, 1, 0, 1}));
  EXPECT_FALSE(attracts({0, 0, 1, 0, 0, 1}));
  EXPECT_TRUE(attracts({0, 0, 1, 1, 1, 0}));
  EXPECT_TRUE(attracts({0, 0, 1, 0, 1, 1}));
}

TEST(Levers, HaveAValueForWhatif) {
  const model::Scenario scenario = pinned_to_a(true);
  EXPECT_EQ(set_value(scenario, {1, 0, 0, 2, 0, 0}), "2");
  EXPECT_EQ(set_value(scenario, {1, 0, 0, 0, 0, 1}), "lower-preference");
  EXPECT_EQ(set_value(scenario, {1, 0, 0, 2, 0, 1}), "2+lower-preference");
  EXPECT_EQ(set_value(scenario, {1, 0, 0, 0, 1, 0}), "none");
  EXPECT_EQ(set_value(scenario, {1, 0, 2, 1, 1, 0}), "1+none");
  EXPECT_EQ(set_value(scenario, {1, 0, 2, -1, 1, 0}), "withdraw");
}

TEST(Levers, AreTheSecondStepWherePrependsMayNotSuffice) {
  model::Scenario scenario = link_a_link_b().finish();
  scenario.policy.max_prepend = 1;
  scenario.links[0].levers = {lower_preference()};
  scenario.policy.actions.community = true;
  scenario.policy.weights.change = model::Ratio{0};
  // The prepend alone is expected to do; where it does not, the lever is left.
  scenario.links[0].levers[0].retained = model::LeverEffect{0.2, 0.5, 0.9};
  const Advice advice = advise(scenario);
  ASSERT_FALSE(advice.changes.empty());
  bool named = false;
  for (const RolloutStep& step : advice.rollout) {
    for (const Contingency& one : step.contingencies) {
      named = named ||
              (one.changes[0].lever_to && one.text.find("=lower-preference") != std::string::npos);
    }
  }
  EXPECT_TRUE(named) << advice.summary;
}

}  // namespace
}  // namespace bgpte::advice::testing
