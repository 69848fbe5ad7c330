// The three tests of an attack: two must hold.
#include "bgpte/history/attack.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgpte/history/usual.hpp"
#include "tests/history/past_days.hpp"

namespace bgpte::history::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::int64_t mega = 1'000'000;
const CellName cell{"A", "192.0.2.0/24"};

/// Four weeks of 20 Mbps at night and 100 Mbps from 8 on, from 50 sources.
std::vector<Sample> four_weeks() {
  std::vector<Sample> samples = samples_of(
      cell, first_day, 28, [](std::int64_t, int hour) { return (hour < 8 ? 20 : 100) * mega; });
  for (Sample& sample : samples) {
    sample.sources = 50;
    sample.suspect_bps = sample.bps / 10;
  }
  return samples;
}

/// On the day after, at an hour.
CellNow at(int hour, std::int64_t mbps, std::int64_t sources = -1, std::int64_t suspect = -1) {
  return {cell,    (first_day + 28) * day_s + hour * hour_s, mbps * mega,
          sources, suspect < 0 ? -1 : suspect * mega,        1000 * mega};
}

struct Row {
  const char* what;
  CellNow now;
  int held;
};

TEST(LooksLikeAttack, TwoOfThreeTestsMustHold) {
  const History history = history_of(four_weeks());
  const std::vector<Row> rows{{"usual", at(12, 100, 50, 10), 0},
                              {"three times is not above three times", at(12, 300), 0},
                              {"grown", at(12, 301), 1},
                              {"grown at night, when less is usual", at(3, 61), 1},
                              {"the same by day", at(12, 61), 0},
                              {"grown, and less than 5 % of the link", at(3, 50 + 0), 0},
                              {"mostly suspect", at(12, 100, 50, 61), 1},
                              {"60 % suspect is not above it", at(12, 100, 50, 60), 0},
                              {"many sources", at(12, 100, 501, 10), 1},
                              {"ten times as many sources are not more", at(12, 100, 500, 10), 0},
                              {"grown and suspect", at(12, 400, 50, 300), 2},
                              {"grown from many sources", at(12, 400, 900, 0), 2},
                              {"suspect from many sources", at(12, 100, 900, 90), 2},
                              {"suspect and many sources, less than usual", at(12, 99, 900, 90), 0},
                              {"the same, and small to the link", at(3, 50, 900, 50), 0},
                              {"the same, and above that", at(3, 51, 900, 50), 2},
                              {"all three", at(12, 900, 900, 900), 3}};
  for (const Row& row : rows) {
    const AttackVerdict verdict = looks_like_attack(history, row.now, {});
    EXPECT_EQ(verdict.held(), row.held) << row.what;
    EXPECT_EQ(verdict.looks_like_attack(), row.held >= 2) << row.what;
    EXPECT_EQ(verdict.reasons().empty(), row.held == 0) << row.what;
  }
}

TEST(LooksLikeAttack, SaysWhichTestsHold) {
  const AttackVerdict verdict =
      looks_like_attack(history_of(four_weeks()), at(12, 500, 900, 400), {});
  EXPECT_EQ(verdict.reasons(),
            "5.0 times its usual 100 Mbps of that hour, 80 % of it from amplification ports, SYN "
            "only or fragments and 18.0 times its usual 50 sources");
}

TEST(LooksLikeAttack, ThresholdsAreThePolicys) {
  const History history = history_of(four_weeks());
  model::AttackTests tests;
  tests.growth = {5'000'000};
  EXPECT_EQ(looks_like_attack(history, at(12, 450), tests).growth, TestResult::fails);
  tests = {};
  tests.link_share = {500'000};
  EXPECT_EQ(looks_like_attack(history, at(12, 450), tests).growth, TestResult::fails);
  tests = {};
  tests.suspect_share = {950'000};
  EXPECT_EQ(looks_like_attack(history, at(12, 100, 50, 90), tests).suspect, TestResult::fails);
  tests = {};
  tests.sources = {20'000'000};
  EXPECT_EQ(looks_like_attack(history, at(12, 100, 900), tests).sources, TestResult::fails);
}

TEST(LooksLikeAttack, AHandfulOfResolversIsNoAttackWhereOneIsUsual) {
  std::vector<Sample> samples = four_weeks();
  for (Sample& sample : samples) {
    sample.sources = 1;
  }
  const History history = history_of(samples);
  CellNow night = at(3, 0, 12, 0);
  night.bps = 20'000;
  night.suspect_bps = 19'000;
  EXPECT_EQ(looks_like_attack(history, night, {}).held(), 0);
  EXPECT_EQ(looks_like_attack(history, at(12, 100, 99, 0), {}).sources, TestResult::fails);
  EXPECT_EQ(looks_like_attack(history, at(12, 100, 100, 0), {}).sources, TestResult::holds);
}

TEST(LooksLikeAttack, WhatIsNotKnownDoesNotHold) {
  const AttackVerdict fresh = looks_like_attack({}, at(12, 900, 900), {});
  EXPECT_EQ(fresh.growth, TestResult::unknown);
  EXPECT_EQ(fresh.sources, TestResult::unknown);
  EXPECT_EQ(fresh.suspect, TestResult::unknown);
  EXPECT_FALSE(looks_like_attack(history_of(four_weeks()), at(12, 999), {}).looks_like_attack());
}

TEST(LooksLikeAttack, OneUnusualDayInFourWeeksDoesNotMakeTheNextUsual) {
  std::vector<Sample> samples = four_weeks();
  for (Sample& sample : samples) {
    if (sample.time / day_s == first_day + 20) {
      sample.bps *= 9;
    }
  }
  const History history = history_of(samples);
  EXPECT_EQ(usual_rate(history, cell, first_day + 28, 12), 100 * mega);
  EXPECT_EQ(looks_like_attack(history, at(12, 400), {}).growth, TestResult::holds);
}

TEST(LooksLikeAttack, AnAttackAmongTheFirstTenDaysDoesNotHideALaterOne) {
  std::vector<Sample> samples = samples_of(cell, first_day, 10, [](std::int64_t day, int) {
    return (day == first_day + 2 ? 900 : 100) * mega;
  });
  const History history = history_of(samples);
  EXPECT_EQ(usual_rate(history, cell, first_day + 10, 12), 100 * mega);
  CellNow later = at(12, 400, -1, 390);
  later.time = (first_day + 10) * day_s + 12 * hour_s;
  EXPECT_TRUE(looks_like_attack(history, later, {}).looks_like_attack());
}

TEST(Usual, NeedsSevenDaysOfTheFourWeeksBefore) {
  const auto rate = [](std::int64_t, int) { return mega; };
  EXPECT_FALSE(
      usual_rate(history_of(samples_of(cell, first_day, 6, rate)), cell, first_day + 6, 0));
  const History history = history_of(samples_of(cell, first_day, 7, rate));
  EXPECT_TRUE(usual_rate(history, cell, first_day + 7, 0));
  EXPECT_FALSE(usual_rate(history, cell, first_day + 6, 0));
  EXPECT_FALSE(usual_rate(history, cell, first_day + 29, 0));
}

/// One link A of 1 Gbps and the prefix of the cell.
model::Scenario scenario() {
  model::Scenario made;
  made.links.resize(1);
  made.links[0].name = "A";
  made.links[0].capacity = {1000 * mega};
  made.prefixes.resize(1);
  made.prefixes[0].prefix = model::parse_prefix(cell.prefix).prefix;
  return made;
}

/// The hour of 12 on the day after is an attack.
std::vector<Sample> attacked() {
  std::vector<Sample> samples = four_weeks();
  for (std::int64_t i = 0; i < 4; ++i) {
    samples.push_back(
        {(first_day + 28) * day_s + 12 * hour_s + i * 900, cell, 500 * mega, 2000, 450 * mega});
  }
  return samples;
}

TEST(LooksLikeAttack, TheNewestSamplesAreHeldAgainstTheHistory) {
  const History history = history_of(four_weeks());
  const std::vector<Sample> samples = attacked();
  const auto verdicts = newest_verdicts(history, scenario(), samples);
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_EQ(verdicts[0].held(), 3);
  EXPECT_EQ(verdicts[0].now.time, (first_day + 28) * day_s + 12 * hour_s + 2700);
  EXPECT_THAT(newest_verdicts(history, scenario(), four_weeks()), IsEmpty());
  model::Scenario demand = scenario();
  demand.prefixes[0].demand = true;
  EXPECT_THAT(newest_verdicts(history, demand, samples), IsEmpty());
  EXPECT_THAT(newest_verdicts(history, {}, samples), IsEmpty());
}

TEST(LooksLikeAttack, TheLastDayOfAHistoryIsHeldAgainstTheDaysBefore) {
  const auto verdicts = verdicts_of_last_day(history_of(attacked()), scenario());
  ASSERT_THAT(verdicts, SizeIs(1));
  EXPECT_TRUE(verdicts[0].looks_like_attack());
  EXPECT_EQ(verdicts[0].now.time, (first_day + 28) * day_s + 12 * hour_s);
  EXPECT_THAT(verdicts[0].reasons(), HasSubstr("90 % of it from amplification ports"));
  EXPECT_THAT(verdicts_of_last_day(history_of(four_weeks()), scenario()), IsEmpty());
  EXPECT_THAT(verdicts_of_last_day({}, scenario()), IsEmpty());
}

}  // namespace
}  // namespace bgpte::history::testing
