// A replayed month: what a threshold would ring for more than fifty times is told a handful of
// times.
#include "tests/watch/month.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace bgpte::watch {
namespace {

using testing::begin;
using testing::MonthPlan;
using testing::Span;
using testing::step;

std::size_t count_of(const std::vector<Tell>& tells, Kind kind) {
  return static_cast<std::size_t>(std::ranges::count(tells, kind, &Tell::kind));
}

/// The tells of a kind about the link from the begin of the span to six hours after it.
std::size_t told_of(const std::vector<Tell>& tells, Kind kind, const Span& span) {
  const std::string link(1, static_cast<char>('A' + span.link));
  return static_cast<std::size_t>(std::ranges::count_if(tells, [&](const Tell& tell) {
    return tell.kind == kind && tell.subject == link && tell.at >= begin + step * span.from &&
           tell.at <= begin + step * span.to + 21'600;
  }));
}

int crossings(const model::Scenario& scenario, const std::vector<Interval>& intervals) {
  int count = 0;
  std::vector<bool> above(4);
  for (const Interval& interval : intervals) {
    for (std::size_t l = 0; l < 4; ++l) {
      const bool now = interval.links[l].in_bps > model::ceiling(scenario, l).value;
      count += now && !above[l] ? 1 : 0;
      above[l] = now;
    }
  }
  return count;
}

class Month : public ::testing::TestWithParam<unsigned> {
 protected:
  const model::Scenario scenario_ = testing::four_links();
  const MonthPlan plan_ = testing::random_month(GetParam());
  const std::vector<Interval> intervals_ = testing::intervals_of(plan_, GetParam());
};

TEST_P(Month, IncidentsAreToldOnceEachAndNothingElse) {
  EXPECT_GT(crossings(scenario_, intervals_), 50);
  const std::vector<Tell> tells = testing::replayed(scenario_, intervals_, "change");
  for (const Span& incident : plan_.incidents) {
    EXPECT_EQ(told_of(tells, Kind::raised, incident), 1U);
    EXPECT_EQ(told_of(tells, Kind::cleared, incident), 1U);
  }
  EXPECT_EQ(told_of(tells, Kind::attack, plan_.attack), 1U);
  EXPECT_EQ(told_of(tells, Kind::cleared, plan_.attack), 1U);
  EXPECT_EQ(count_of(tells, Kind::raised), 3U);
  EXPECT_EQ(count_of(tells, Kind::attack), 1U);
  EXPECT_EQ(count_of(tells, Kind::cleared), 4U);
  EXPECT_EQ(tells.size(), 8U);
}

TEST_P(Month, TheAttackIsNamedAndHasNoAdvice) {
  const std::vector<Tell> tells = testing::replayed(scenario_, intervals_, "change");
  const auto attack = std::ranges::find(tells, Kind::attack, &Tell::kind);
  ASSERT_NE(attack, tells.end());
  const std::string prefix = "10." + std::to_string(plan_.attack.link) + ".0.0/24";
  EXPECT_NE(attack->text.find(prefix + " alone brings"), std::string::npos) << attack->text;
  EXPECT_FALSE(attack->with_advice);
}

TEST_P(Month, BadCoverageSilencesAdviceAndNotTheAlarm) {
  const std::vector<Tell> tells = testing::replayed(scenario_, intervals_, "change");
  std::vector<Tell> raised;
  std::ranges::copy_if(tells, std::back_inserter(raised),
                       [](const Tell& tell) { return tell.kind == Kind::raised; });
  ASSERT_EQ(raised.size(), 3U);
  EXPECT_TRUE(raised[0].with_advice);
  EXPECT_TRUE(raised[1].with_advice);
  EXPECT_FALSE(raised[2].with_advice);
  EXPECT_NE(raised[2].note.find("flows account for 40 %"), std::string::npos) << raised[2].note;
}

TEST_P(Month, WhatWasSeenBeforeIsNotToldAgain) {
  std::vector<Tell> tells;
  State state = new_state(scenario_);
  for (const Interval& interval : intervals_) {
    // Every interval is given twice, and the state goes through its file now and then.
    if (interval.at % (16 * step) == 0) {
      const auto read = read_state(to_json(state));
      ASSERT_TRUE(std::holds_alternative<State>(read)) << std::get<std::string>(read);
      EXPECT_EQ(std::get<State>(read), state);
    }
    Outcome out = take(std::move(state), interval, scenario_);
    const Outcome again = take(out.state, interval, scenario_);
    EXPECT_EQ(again.state, out.state);
    EXPECT_TRUE(again.tells.empty());
    tells.insert(tells.end(), out.tells.begin(), out.tells.end());
    state = std::move(out.state);
  }
  EXPECT_EQ(tells.size(), 8U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Month, ::testing::Range(1U, 13U));

}  // namespace
}  // namespace bgpte::watch
