// The rules of watch, one by one: when a link is told, when it is over, when there is advice.
#include <gtest/gtest.h>

#include "bgpte/model/allowed_changes.hpp"
#include "tests/watch/intervals.hpp"

namespace bgpte::watch {
namespace {

using testing::begin;
using testing::firing;
using testing::four_links;
using testing::gbps;
using testing::hour;
using testing::kinds;
using testing::of_a;
using testing::step;

using testing::Kinds;
using testing::nothing;
const Kinds raised{Kind::raised};

TEST(Raise, AfterThreeIntervalsAboveTheCeiling) {
  const model::Scenario scenario = four_links();
  EXPECT_EQ(kinds(scenario, {60, 81, 81}), nothing);
  EXPECT_EQ(kinds(scenario, {60, 81, 81, 81}), raised);
  EXPECT_EQ(kinds(scenario, {81, 81, 60, 81, 81}), nothing);
  EXPECT_EQ(kinds(scenario, {80, 80, 80, 80}), nothing) << "at the ceiling is not above it";
}

TEST(Raise, OnceAsLongAsItIsNotOver) {
  EXPECT_EQ(kinds(four_links(), {81, 81, 81, 75, 81, 81, 81, 60, 60, 90, 90, 90, 90}), raised);
}

TEST(Raise, AFewIntervalsThatAreMissingAreNotLow) {
  const model::Scenario scenario = four_links();
  EXPECT_EQ(kinds(scenario, {81, 81, -1, 81}), raised);
  EXPECT_EQ(kinds(scenario, {81, -1, 81, -1, -1, 81}), raised) << "every one within 6 intervals";
  EXPECT_EQ(kinds(scenario, {81, -1, -1, 81, -1, -1, 81}), nothing) << "the first is too old";
  EXPECT_EQ(kinds(scenario, {81, 81, -1, 60, 81}), nothing);
}

TEST(Raise, NotWithinTheToleranceThatAdviceHas) {
  const model::Scenario coarse = four_links(R"({"tolerance": 0.02})");
  EXPECT_EQ(kinds(coarse, {82, 82, 82, 82}), nothing);
  EXPECT_EQ(kinds(coarse, {83, 83, 83}), raised);
}

TEST(Raise, ThePolicySaysAfterHowMany) {
  EXPECT_EQ(kinds(four_links(R"({"watch": {"raise_after": 1}})"), {60, 81}), raised);
  const model::Scenario five = four_links(R"({"watch": {"raise_after": 5}})");
  EXPECT_EQ(kinds(five, {81, 81, 81, 81}), nothing);
  EXPECT_EQ(kinds(five, {81, 81, 81, 81, 81}), raised);
}

TEST(Raise, TheIncidentIsNamedByLinkAndBegin) {
  const model::Scenario scenario = four_links();
  State state = new_state(scenario);
  for (const Interval& interval : of_a({60, 81, 82, 83})) {
    Outcome out = take(std::move(state), interval, scenario);
    if (!out.tells.empty()) {
      EXPECT_EQ(out.tells.front().name(), "A-20261101T000500Z-raised");
      EXPECT_EQ(out.tells.front().text,
                "A carries 8.1 Gbps to 8.3 Gbps in 3 intervals, above its ceiling of 8 Gbps (83 % "
                "of 10 Gbps).");
    }
    state = std::move(out.state);
  }
  ASSERT_TRUE(state.links.at("A").incident);
}

TEST(Clear, TenPointsBelowTheCeilingForAnHour) {
  const model::Scenario scenario = four_links();
  std::vector<int> tenths{81, 81, 81};
  tenths.insert(tenths.end(), 11, 70);
  EXPECT_EQ(kinds(scenario, tenths), raised) << "55 minutes";
  tenths.push_back(70);
  EXPECT_EQ(kinds(scenario, tenths), (Kinds{Kind::raised, Kind::cleared}));
  tenths[8] = 71;
  EXPECT_EQ(kinds(scenario, tenths), raised) << "one interval was not low enough";
}

TEST(Clear, AGapIsNotLow) {
  std::vector<int> tenths{81, 81, 81};
  tenths.insert(tenths.end(), 6, 60);
  tenths.push_back(-1);
  tenths.insert(tenths.end(), 11, 60);
  tenths.resize(3 + 6 + 1 + 5);
  EXPECT_EQ(kinds(four_links(), tenths), raised) << "11 that were measured";
  tenths.push_back(60);
  EXPECT_EQ(kinds(four_links(), tenths), (Kinds{Kind::raised, Kind::cleared}));
  tenths.insert(tenths.begin() + 9, 3, -1);
  EXPECT_EQ(kinds(four_links(), tenths), raised) << "a gap of 4 begins the hour anew";
}

TEST(Clear, AtZeroWhereTheShareIsLargerThanTheCeiling) {
  std::vector<int> tenths{81, 81, 81};
  tenths.insert(tenths.end(), 12, 0);
  EXPECT_EQ(kinds(four_links(R"({"watch": {"clear_below": 0.9}})"), tenths),
            (Kinds{Kind::raised, Kind::cleared}));
}

TEST(Flapping, FromTheThirdTimeOnOneADayIsTold) {
  const model::Scenario scenario = four_links();
  State state = new_state(scenario);
  std::vector<int> tenths;
  for (int day_and_a_half = 0; day_and_a_half < 24; ++day_and_a_half) {
    tenths.insert(tenths.end(), 6, 85);
    tenths.insert(tenths.end(), 12, 60);
  }
  std::vector<Tell> tells;
  for (const Interval& interval : of_a(tenths)) {
    Outcome out = take(std::move(state), interval, scenario);
    const auto read = read_state(to_json(out.state));
    ASSERT_TRUE(std::holds_alternative<State>(read)) << std::get<std::string>(read);
    EXPECT_EQ(std::get<State>(read), out.state);
    tells.insert(tells.end(), out.tells.begin(), out.tells.end());
    state = std::move(out.state);
  }
  ASSERT_EQ(tells.size(), 8U) << "three times both, and both once more on the next day";
  EXPECT_NE(tells[4].text.find("raised 3 times in 24 hours"), std::string::npos) << tells[4].text;
  EXPECT_EQ(tells[6].at - tells[4].at, 24 * 3600);
}

TEST(Clear, AnotherIncidentIsToldAgain) {
  const model::Scenario scenario = four_links(R"({"watch": {"clear_after_s": 0}})");
  EXPECT_EQ(kinds(scenario, {81, 81, 81, 60, 81, 81, 81}),
            (Kinds{Kind::raised, Kind::cleared, Kind::raised}));
}

TEST(Attack, ASuspectOfAnotherTestIsToldOnceAndEndsAdvice) {
  const model::Scenario scenario = four_links();
  State state = new_state(scenario);
  std::vector<Interval> all = of_a({81, 81, 81, 81, 81});
  all[3].suspects = {{0, 0, "10.0.0.0/24 brings 5 times its usual rate by A"}};
  all[4].suspects = all[3].suspects;
  EXPECT_EQ(kinds(state, scenario, all), (Kinds{Kind::raised, Kind::attack}));
  const Question question = may_advise(state, scenario, begin + 5 * step);
  EXPECT_FALSE(question.ask);
  EXPECT_TRUE(question.incidents.empty());
}

TEST(Time, WhatIsNotNewerChangesNothing) {
  const model::Scenario scenario = four_links();
  State state = new_state(scenario);
  EXPECT_EQ(kinds(state, scenario, of_a({81, 81})), nothing);
  const State before = state;
  EXPECT_EQ(kinds(state, scenario, of_a({81, 81})), nothing);
  EXPECT_EQ(kinds(state, scenario, of_a({99, 99, 99}, begin - 3600)), nothing);
  EXPECT_EQ(state, before);
}

class Advice : public ::testing::Test {
 protected:
  /// A is above its ceiling at `begin`; the question that follows.
  Question raise(const std::string& policy = "{}") {
    scenario_ = four_links(policy);
    state_ = new_state(scenario_);
    kinds(state_, scenario_, of_a({81, 81, 81}));
    return ask(begin + 3 * step);
  }
  Question ask(std::int64_t at) { return may_advise(state_, scenario_, at); }
  /// Advice for A is found at that time; what is told.
  std::vector<Tell> settle_with(const std::string& change, std::int64_t at) {
    Question question;
    question.ask = true;
    question.incidents = {"A"};
    Outcome out =
        settle({std::move(state_), {}}, question, {change, {"10.0.0.0/24"}, "Prepend.", "{}"}, at);
    state_ = std::move(out.state);
    return out.tells;
  }
  void clear_and_raise(std::int64_t at) {
    std::vector<int> tenths(13, 50);
    tenths.insert(tenths.end(), 3, 85);
    kinds(state_, scenario_, of_a(tenths, at));
  }

  model::Scenario scenario_;
  State state_;
};

TEST_F(Advice, IsSoughtWhenALinkIsRaised) {
  EXPECT_TRUE(raise().ask);
  EXPECT_EQ(ask(begin + 3 * step).incidents, std::vector<std::string>{"A"});
}

TEST_F(Advice, IsNotSoughtForALinkThatIsLowAgain) {
  raise();
  kinds(state_, scenario_, of_a({60}, begin + 3 * step));
  EXPECT_FALSE(ask(begin + 4 * step).ask);
  kinds(state_, scenario_, of_a({90}, begin + 4 * step));
  EXPECT_FALSE(ask(begin + 5 * step).ask) << "a spike";
  kinds(state_, scenario_, of_a({90, 90}, begin + 5 * step));
  EXPECT_TRUE(ask(begin + 7 * step).ask);
}

TEST_F(Advice, WhatWasRaisedAndIsLowerInTheSameRunSaysSo) {
  scenario_ = four_links();
  Outcome all{new_state(scenario_), {}};
  for (const Interval& interval : of_a({81, 81, 81, 60})) {
    Outcome one = take(std::move(all.state), interval, scenario_);
    all.state = std::move(one.state);
    all.tells.insert(all.tells.end(), one.tells.begin(), one.tells.end());
  }
  const Question question = may_advise(all.state, scenario_, begin + 4 * step);
  EXPECT_FALSE(question.ask);
  const Outcome out = settle(std::move(all), question, {}, begin + 4 * step);
  ASSERT_EQ(out.tells.size(), 1U);
  EXPECT_EQ(out.tells[0].note, "In the newest intervals it is not above it: no advice was sought.");
}

TEST_F(Advice, IsToldOnceForAChange) {
  raise();
  EXPECT_EQ(settle_with("c1", begin + hour).size(), 1U);
  EXPECT_EQ(state_.step->change_id, "c1");
  state_.step.reset();
  EXPECT_TRUE(settle_with("c1", begin + 50 * hour).empty());
}

TEST_F(Advice, WaitsForTheVerdictOfTheStepOnItsWay) {
  raise(R"({"watch": {"changes_per_day": 9}})");
  settle_with("c1", begin + hour);
  clear_and_raise(begin + 2 * hour);
  const Question waiting = ask(begin + 4 * hour);
  EXPECT_FALSE(waiting.ask);
  EXPECT_NE(waiting.withheld.find("waits for its verdict"), std::string::npos);
  Outcome out = settle_step(state_, {true, "worked", ""}, begin + 4 * hour);
  EXPECT_EQ(out.tells.size(), 1U);
  EXPECT_EQ(out.tells.front().kind, Kind::verdict);
  state_ = out.state;
  EXPECT_TRUE(ask(begin + 4 * hour).ask);
}

TEST_F(Advice, AStepThatNobodyMadeIsLetGoAfterADay) {
  raise();
  settle_with("c1", begin + hour);
  EXPECT_TRUE(expire_step(state_, begin + 24 * hour).state.step);
  const Outcome out = expire_step(state_, begin + 25 * hour);
  EXPECT_FALSE(out.state.step);
  EXPECT_TRUE(out.tells.empty());
}

TEST_F(Advice, AStepThatWasMadeAndCannotBeJudgedIsTold) {
  raise();
  settle_with("c1", begin + hour);
  state_.step->made_at = begin + 2 * hour;
  EXPECT_TRUE(expire_step(state_, begin + 25 * hour).state.step);
  const Outcome out = expire_step(state_, begin + 26 * hour);
  EXPECT_FALSE(out.state.step);
  ASSERT_EQ(out.tells.size(), 1U);
  EXPECT_FALSE(out.tells.front().settled);
}

TEST_F(Advice, OneChangeADay) {
  raise();
  settle_with("c1", begin + hour);
  state_.step.reset();
  clear_and_raise(begin + 2 * hour);
  EXPECT_EQ(ask(begin + 24 * hour).withheld, "No new advice: policy.watch allows 1 change a day.");
  EXPECT_TRUE(ask(begin + 25 * hour).ask);
}

TEST_F(Advice, AWrongClockDoesNotSilenceItForLong) {
  raise();
  settle_with("c1", begin + 50'000 * hour);
  EXPECT_FALSE(expire_step(state_, begin + hour).state.step);
  state_.step.reset();
  clear_and_raise(begin + 2 * hour);
  EXPECT_TRUE(ask(begin + 4 * hour).ask);
  EXPECT_TRUE(ask(begin + 4 * hour).resting.empty());
}

TEST_F(Advice, APrefixRestsForSixHours) {
  raise(R"({"watch": {"changes_per_day": 9}})");
  settle_with("c1", begin + hour);
  state_.step.reset();
  clear_and_raise(begin + 2 * hour);
  EXPECT_EQ(ask(begin + 6 * hour).resting, std::vector<model::PrefixIndex>{0});
  EXPECT_TRUE(ask(begin + 7 * hour).resting.empty());
  const Question question = ask(begin + 6 * hour);
  EXPECT_EQ(as_seen(scenario_, state_, question).policy.pinned_prefixes,
            std::vector<model::PrefixIndex>{0});
}

TEST_F(Advice, WhereNothingIsSafeItIsSoughtAgainAnHourLater) {
  raise();
  const Question question = ask(begin + 900);
  Outcome out = settle({std::move(state_), {}}, question, {}, begin + 900);
  state_ = std::move(out.state);
  EXPECT_FALSE(ask(begin + 900 + hour - 1).ask);
  EXPECT_TRUE(ask(begin + 900 + hour).ask);
}

TEST_F(Advice, IsSoughtAgainWhereNobodyMadeTheStep) {
  raise();
  settle_with("c1", begin + hour);
  EXPECT_FALSE(ask(begin + 25 * hour).ask);
  state_ = expire_step(state_, begin + 25 * hour).state;
  EXPECT_TRUE(ask(begin + 25 * hour).ask);
}

TEST_F(Advice, ALinkThatLeftTheScenarioDoesNotWithholdIt) {
  raise();
  state_.links["gone"].incident =
      Incident{"gone-20261101T000000Z", begin, false, AdviceStand::withheld};
  EXPECT_TRUE(ask(begin + 3 * step).ask);
}

TEST_F(Advice, ATimeOfAWrongClockDoesNotDelayIt) {
  raise();
  state_.links["A"].incident->asked_at = begin + 50'000 * hour;
  EXPECT_TRUE(ask(begin + hour).ask);
}

TEST_F(Advice, SaysFirstWhatIsSaidOfTheTicketsOwnLink) {
  scenario_ = four_links();
  state_ = new_state(scenario_);
  Outcome all{state_, {}};
  for (Interval interval : of_a({81, 81, 81})) {
    interval.links[0].flow_bps = gbps;
    interval.links[1].in_bps = 9 * gbps;
    Outcome one = take(std::move(all.state), interval, scenario_);
    all.state = std::move(one.state);
    all.tells.insert(all.tells.end(), one.tells.begin(), one.tells.end());
  }
  const Question question = may_advise(all.state, scenario_, begin + 3 * step);
  const Outcome out = settle(std::move(all), question, {}, begin + 3 * step);
  ASSERT_EQ(out.tells.size(), 2U);
  EXPECT_TRUE(out.tells[0].note.starts_with("No advice: flows account for")) << out.tells[0].note;
  EXPECT_TRUE(out.tells[1].note.starts_with("Advice for B waits for A. No advice: flows"))
      << out.tells[1].note;
}

TEST_F(Advice, RestsOnWhatTheLinkCarriesNow) {
  const Question question = raise();
  const model::Scenario seen = as_seen(scenario_, state_, question);
  EXPECT_EQ(seen.links[0].inbound.value, 81 * gbps / 10);
  EXPECT_EQ(seen.prefixes[0].by_link[0]->value, 27 * gbps / 10);
  EXPECT_EQ(seen.links[1].inbound, scenario_.links[1].inbound) << "less than the scenario has";
  EXPECT_EQ(seen.flooding, model::flooding_prefixes(seen));
}

TEST_F(Advice, RestsOnTheLinksOwnNewestInterval) {
  const Question question = raise();
  state_.newest = begin + 90 * 24 * hour;  // Of another link, by a wrong clock.
  EXPECT_EQ(as_seen(scenario_, state_, question).links[0].inbound.value, 81 * gbps / 10);
}

TEST_F(Advice, WaitsUntilCountersShowWhatAnAlertRaised) {
  scenario_ = four_links();
  Outcome out = take(new_state(scenario_), firing("a", begin), scenario_);
  const Question none_yet = may_advise(out.state, scenario_, begin);
  EXPECT_FALSE(none_yet.ask);
  out = settle(std::move(out), none_yet, {}, begin);
  EXPECT_EQ(out.tells.at(0).note,
            "Counters do not show the load yet: no advice is sought until they do.");
  state_ = out.state;
  kinds(state_, scenario_, of_a({60}));
  EXPECT_FALSE(ask(begin + step).ask);
  kinds(state_, scenario_, of_a({90}, begin + step));
  EXPECT_TRUE(ask(begin + 2 * step).ask) << "at once, not an hour later";
}

}  // namespace
}  // namespace bgpte::watch
