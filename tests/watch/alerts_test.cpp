// Alerts of another program, and times that cannot be.
#include <gtest/gtest.h>

#include "tests/watch/intervals.hpp"

namespace bgpte::watch {
namespace {

using testing::begin;
using testing::firing;
using testing::four_links;
using testing::hour;
using testing::kinds;
using testing::none;
using testing::of_a;
using testing::resolved;
using testing::step;

using testing::Kinds;
using testing::nothing;

TEST(Alerts, RaiseAtOnceAndClearWhenTheyAreResolved) {
  const model::Scenario scenario = four_links();
  Outcome out = take(new_state(scenario), Alert{"A", true, begin}, scenario);
  ASSERT_EQ(out.tells.size(), 1U);
  EXPECT_EQ(out.tells.front().name(), "A-20261101T000000Z-raised");
  out = take(out.state, Alert{"A", true, begin}, scenario);
  EXPECT_TRUE(out.tells.empty()) << "Alertmanager repeats what fires";
  out = take(out.state, Alert{"A", false, begin, begin + 600}, scenario);
  ASSERT_EQ(out.tells.size(), 1U);
  EXPECT_EQ(out.tells.front().kind, Kind::cleared);
  out = take(out.state, Alert{"A", true, begin}, scenario);
  EXPECT_TRUE(out.tells.empty()) << "an old body that arrives late";
  out = take(out.state, Alert{"A", true, begin + 900}, scenario);
  EXPECT_EQ(out.tells.size(), 1U);
}

/// What is told of these alerts, in their order; the state goes through its file between them.
std::vector<Tell> told_of(State& state, const std::vector<Alert>& alerts) {
  const model::Scenario scenario = four_links();
  std::vector<Tell> told;
  for (const Alert& alert : alerts) {
    Outcome out = take(std::move(state), alert, scenario);
    told.insert(told.end(), out.tells.begin(), out.tells.end());
    state = std::get<State>(read_state(to_json(out.state)));
    EXPECT_EQ(state, out.state);
  }
  return told;
}

TEST(Alerts, TheLastOneOfALinkClearsIt) {
  State state = new_state(four_links());
  const std::vector<Tell> told =
      told_of(state, {firing("80", begin), firing("90", begin + 900), firing("80", begin),
                      resolved("90", begin + 900, begin + 1800), firing("80", begin)});
  EXPECT_EQ(told.size(), 1U) << "80 % still fires";
  EXPECT_TRUE(told_of(state, {resolved("90", begin + 900, begin + 1800)}).empty());
  EXPECT_EQ(told_of(state, {resolved("80", begin, begin + 3600)}).size(), 1U);
  EXPECT_FALSE(state.links.at("A").incident);
}

TEST(Alerts, SoManyOfALinkAreRemembered) {
  State state = new_state(four_links());
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(told_of(state, {firing("k" + std::to_string(i), begin)}).size(), i == 0 ? 1U : 0U);
  }
  EXPECT_EQ(state.links.at("A").incident->alerts.size(), most_alerts);
}

TEST(Alerts, CountersOfBeforeDoNotClearWhatTheyRaised) {
  const model::Scenario scenario = four_links();
  State state = new_state(scenario);
  EXPECT_EQ(kinds(state, scenario, of_a(std::vector<int>(12, 50))), nothing);
  EXPECT_EQ(told_of(state, {firing("a", begin + hour + 480)}).size(), 1U);
  std::vector<int> low(13, 50);
  EXPECT_EQ(kinds(state, scenario, of_a(low, begin + hour)), nothing)
      << "the first two begin before the alert";
  EXPECT_EQ(kinds(state, scenario, of_a({50}, begin + hour + 13 * step)), Kinds{Kind::cleared});
  EXPECT_TRUE(told_of(state, {firing("a", begin + hour + 480)}).empty()) << "it is over";
}

TEST(Alerts, EveryIncidentHasANameOfItsOwn) {
  const model::Scenario scenario = four_links();
  State state = new_state(scenario);
  std::vector<Tell> told = told_of(state, {firing("a", begin), resolved("a", begin, begin + 60)});
  for (const Interval& interval : of_a({81, 81, 81})) {
    Outcome out = take(std::move(state), interval, scenario);
    told.insert(told.end(), out.tells.begin(), out.tells.end());
    state = std::move(out.state);
  }
  ASSERT_EQ(told.size(), 3U);
  EXPECT_EQ(told[0].name(), "A-20261101T000000Z-raised");
  EXPECT_EQ(told[2].name(), "A-20261101T000100Z-raised");
}

TEST(Alerts, AWrongClockDoesNotMuteThemForLong) {
  constexpr std::int64_t year = 365 * 24 * hour;
  State state = new_state(four_links());
  const std::vector<Tell> told = told_of(
      state, {firing("a", begin), resolved("a", begin, begin + 70 * year),
              firing("a", begin + 48 * hour), resolved("a", begin + 48 * hour, begin + 49 * hour)});
  EXPECT_EQ(told.size(), 4U);
}

TEST(Alerts, AreToldAsWhatTheyAre) {
  State state = new_state(four_links());
  Alert alert = firing("a", begin);
  alert.name = "BgpSessionDown";
  EXPECT_EQ(told_of(state, {alert}).at(0).text,
            "An alert of Alertmanager (\"BgpSessionDown\") is about A since "
            "2026-11-01T00:00:00Z.");
}

TEST(Clock, WhatIsFarAheadOfAllElseIsRefused) {
  const State state = new_state(four_links());
  std::vector<Interval> all = of_a({50, 50});
  EXPECT_EQ(clock_fault(state, all, {}), "");
  all.push_back(of_a({50}, begin + 90 * 24 * hour).front());
  EXPECT_NE(clock_fault(state, all, {}).find("2027-01-30T00:00:00Z"), std::string::npos);
  const Alert alert = firing("a", begin + 100 * 365 * 24 * hour);
  EXPECT_EQ(clock_fault(state, {}, {alert}), "") << "nothing else is known";
  EXPECT_NE(clock_fault(state, of_a({50}), {alert}), "");
}

TEST(Clock, AnOutageOfDaysIsNone) {
  const model::Scenario scenario = four_links();
  State state = new_state(scenario);
  kinds(state, scenario, of_a({50}));
  EXPECT_EQ(clock_fault(state, of_a({50}, begin + 200 * hour), {firing("a", begin + 200 * hour)}),
            "");
  EXPECT_NE(clock_fault(state, of_a({50}, begin + 2000 * hour), {}), "");
  EXPECT_NE(clock_fault(state, {}, {firing("a", begin + 2000 * hour)}), "");
}

TEST(Clock, WhatEndedBeforeWhatWasSeenIsNamedByLink) {
  const model::Scenario scenario = four_links();
  State state = new_state(scenario);
  kinds(state, scenario, of_a({50, 50, 50}));
  EXPECT_TRUE(older_than_seen(state, scenario, of_a({50, 50, 50})).empty()) << "the same again";
  std::vector<Interval> old = of_a({50});
  old[0].links[1].in_bps = none;
  const std::vector<std::string> sentences = older_than_seen(state, scenario, old);
  ASSERT_EQ(sentences.size(), 3U);
  EXPECT_TRUE(sentences[0].starts_with("the observations of A end at 2026-11-01T00:05:00Z"));
}

TEST(Alerts, DoNotClearWhatSamplesRaised) {
  const model::Scenario scenario = four_links();
  State state = new_state(scenario);
  kinds(state, scenario, of_a({81, 81, 81}));
  const Outcome out = take(state, Alert{"A", false, begin, begin + 600}, scenario);
  EXPECT_TRUE(out.tells.empty());
}

}  // namespace
}  // namespace bgpte::watch
