// A history: the same whatever the order, bounded, written and read strictly.
#include "bgpte/history/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/history/past_days.hpp"

namespace bgpte::history::testing {
namespace {

using ::testing::HasSubstr;

const CellName link_a{"A", ""};
const CellName prefix_on_a{"A", "192.0.2.0/24"};

/// Twelve intervals of one hour of first_day, 1 to 12 Mbps.
std::vector<Sample> one_hour() {
  std::vector<Sample> samples;
  for (std::int64_t i = 0; i < 12; ++i) {
    samples.push_back({first_day * day_s + i * 300, link_a, (i + 1) * 1'000'000});
  }
  return samples;
}

TEST(History, ACompleteHourKeepsItsFiguresAndNoSamples) {
  const History history = history_of(one_hour(), 300);
  const Hour& hour = history.days.at(first_day).cells.at(link_a).at(0);
  EXPECT_EQ(hour.n, 12);
  EXPECT_EQ(hour.mean, 6'500'000);
  EXPECT_EQ(hour.p50, 6'000'000);  // The 7th largest of 12, as bills count.
  EXPECT_EQ(hour.p95, 12'000'000);
  EXPECT_EQ(hour.p99, 12'000'000);
  EXPECT_TRUE(hour.samples.empty());
}

TEST(History, AnHourWithAGapKeepsItsSamplesUntilTheyAreThere) {
  std::vector<Sample> samples = one_hour();
  const Sample late = samples.back();
  samples.pop_back();
  History history = history_of(samples, 300);
  EXPECT_EQ(history.days.at(first_day).cells.at(link_a).at(0).samples.size(), 11U);
  ASSERT_TRUE(std::holds_alternative<Added>(add(history, std::vector{late}, 300)));
  EXPECT_EQ(history, history_of(one_hour(), 300));
}

TEST(History, ShuffledAndRepeatedSamplesGiveTheSameBytes) {
  std::vector<Sample> samples =
      samples_of(link_a, first_day, 3, [](std::int64_t day, int hour) { return day * 7 + hour; });
  const std::vector<Sample> others = samples_of(
      prefix_on_a, first_day, 3, [](std::int64_t day, int hour) { return day * 3 + hour; });
  samples.insert(samples.end(), others.begin(), others.end());
  samples.erase(samples.begin() + 5);  // A gap.
  const History at_once = history_of(samples);
  std::mt19937 random(1);
  for (int run = 0; run < 5; ++run) {
    std::shuffle(samples.begin(), samples.end(), random);
    History history;
    for (std::size_t i = 0; i < samples.size(); i += 100) {
      const auto end = std::min(samples.size(), i + 150);  // Every second half block again.
      ASSERT_TRUE(
          std::holds_alternative<Added>(add(history, std::span(samples).subspan(i, end - i), 900)));
    }
    ASSERT_EQ(history.days.size(), at_once.days.size());
    for (const auto& [day, values] : history.days) {
      EXPECT_EQ(to_json(day, values), to_json(day, at_once.days.at(day)));
    }
  }
}

TEST(History, PrefixesAreForgottenAfterFiveWeeksAndLinksAfterFourHundredDays) {
  const auto constant = [](std::int64_t, int) { return std::int64_t{1}; };
  std::vector<Sample> samples = samples_of(link_a, first_day, 500, constant, 3600);
  const std::vector<Sample> others = samples_of(prefix_on_a, first_day, 500, constant, 3600);
  samples.insert(samples.end(), others.begin(), others.end());
  const History history = history_of(samples, 3600);
  EXPECT_EQ(history.days.size(), 400U);
  EXPECT_EQ(history.days.begin()->first, first_day + 100);
  EXPECT_EQ(std::count_if(history.days.begin(), history.days.end(),
                          [](const auto& day) { return day.second.cells.contains(prefix_on_a); }),
            35);
}

TEST(History, TheOrderOfOldAndNewDaysDoesNotMatterToWhatIsForgotten) {
  const auto constant = [](std::int64_t, int) { return std::int64_t{1}; };
  const std::vector<Sample> before = samples_of(prefix_on_a, first_day, 2, constant);
  const std::vector<Sample> after = samples_of(prefix_on_a, first_day + 36, 1, constant);
  History one;
  History other;
  ASSERT_TRUE(std::holds_alternative<Added>(add(one, before, 900)));
  ASSERT_TRUE(std::holds_alternative<Added>(add(one, after, 900, {.gap_days = 400})));
  ASSERT_TRUE(std::holds_alternative<Added>(add(other, after, 900)));
  const auto late = add(other, before, 900);
  ASSERT_TRUE(std::holds_alternative<Added>(late));
  EXPECT_EQ(std::get<Added>(late).forgotten, before.size());
  EXPECT_EQ(one, other);
}

TEST(History, SamplesOfAnotherEpochDoNotEraseIt) {
  History history = history_of(one_hour(), 300);
  const History before = history;
  std::vector<Sample> wrong = one_hour();
  wrong.front().time += 9'000 * day_s;
  const auto added = add(history, wrong, 300);
  ASSERT_TRUE(std::holds_alternative<std::string>(added));
  EXPECT_THAT(std::get<std::string>(added), HasSubstr("is their time right?"));
  EXPECT_EQ(history, before);
}

TEST(History, DaysAfterALongGapAreTakenOnlyWhereItIsSaidToBeOne) {
  const auto constant = [](std::int64_t, int) { return std::int64_t{1}; };
  const History before = history_of(samples_of(prefix_on_a, first_day, 10, constant));
  for (const std::int64_t gap : {8, 36, 40, 399}) {
    History history = before;
    const std::vector<Sample> late = samples_of(prefix_on_a, first_day + 9 + gap, 1, constant);
    const auto refused = add(history, late, 900);
    ASSERT_TRUE(std::holds_alternative<std::string>(refused)) << gap;
    EXPECT_THAT(std::get<std::string>(refused), HasSubstr(std::to_string(gap) + " days after"));
    EXPECT_EQ(history, before);
    const auto taken = add(history, late, 900, {.gap_days = 400});
    ASSERT_TRUE(std::holds_alternative<Added>(taken));
    EXPECT_EQ(std::get<Added>(taken).dropped_days,
              gap < 35 ? 0U : std::min<std::size_t>(10, static_cast<std::size_t>(gap) - 25));
    EXPECT_EQ(std::get<Added>(taken).dropped_cells, gap < 35 ? 0U : 1U);
  }
}

TEST(History, AWeekWithoutSamplesIsNoLongGapAndNeitherIsAMonthOfDays) {
  const auto constant = [](std::int64_t, int) { return std::int64_t{1}; };
  History history = history_of(samples_of(link_a, first_day, 1, constant));
  EXPECT_TRUE(std::holds_alternative<Added>(
      add(history, samples_of(link_a, first_day + 7, 31, constant), 900)));
  EXPECT_EQ(history.newest(), first_day + 37);
}

TEST(History, IntervalsThatDoNotFillHoursOrDifferAreRefused) {
  History history = history_of(one_hour(), 300);
  EXPECT_THAT(std::get<std::string>(add(history, one_hour(), 7200)), HasSubstr("do not fill"));
  EXPECT_THAT(std::get<std::string>(add(history, {}, 420)), HasSubstr("do not fill"));
  std::vector<Sample> odd = one_hour();
  odd[3].time += 1;
  EXPECT_THAT(std::get<std::string>(add(history, odd, 300)), HasSubstr("no multiple"));
  EXPECT_THAT(std::get<std::string>(add(history, std::vector{one_hour()[0]}, 900)),
              HasSubstr("has intervals of 300 s, and these are of 900 s"));
}

TEST(History, WhatCouldNotBeReadBackIsNotTaken) {
  History history;
  for (const Sample& absurd :
       {Sample{first_day * day_s, link_a, 9'000'000'000'000'000'000}, Sample{0, link_a, -1},
        Sample{0, link_a, 5, 9'000'000'000'000'000'000}, Sample{0, link_a, 5, 1, 6}}) {
    const auto added = add(history, std::vector{absurd}, 300);
    ASSERT_TRUE(std::holds_alternative<std::string>(added));
    EXPECT_THAT(std::get<std::string>(added), HasSubstr("a rate that cannot be"));
  }
  EXPECT_TRUE(history.empty());
}

TEST(History, OfTwoValuesOfOneIntervalTheLargerOneCountsInAnyOrder) {
  const Sample small{first_day * day_s, link_a, 5, 3, 0};
  const Sample large{first_day * day_s, link_a, 9, 2, 1};
  EXPECT_EQ(history_of({small, large}), history_of({large, small}));
  const Hour hour = history_of({small, large}).days.at(first_day).cells.at(link_a).at(0);
  EXPECT_EQ(hour.samples.at(0), (KeptSample{9, 3, 1}));
}

TEST(HistoryFile, WhatIsWrittenIsReadBack) {
  std::vector<Sample> samples = one_hour();
  samples.push_back({first_day * day_s + 3600, prefix_on_a, 7, 12, 3});
  samples.push_back({first_day * day_s + 3600, {"B \"x\"", "2001:db8::/32"}, 7});
  const History history = history_of(samples, 300);
  const Day& day = history.days.at(first_day);
  const std::string text = to_json(first_day, day);
  const auto read = read_day(first_day, text);
  ASSERT_TRUE(std::holds_alternative<Day>(read)) << std::get<std::string>(read);
  EXPECT_EQ(std::get<Day>(read), day);
  EXPECT_EQ(to_json(first_day, std::get<Day>(read)), text);
}

TEST(HistoryFile, IsCalledLikeItsDay) {
  EXPECT_EQ(file_name(first_day), "2026-06-01.json");
  EXPECT_EQ(day_of_file("2026-06-01.json"), first_day);
  for (const char* name : {"2026-06-01.json.tmp", "2026-02-30.json", "notes.json", "2026-06-1.json",
                           "../../-06-01.json", ""}) {
    EXPECT_EQ(day_of_file(name), -1) << name;
  }
}

/// The day of one_hour() with `from` replaced by `to` must be refused, with `why` in the message.
void expect_refused(const std::string& from, const std::string& to, const std::string& why) {
  std::string text = to_json(first_day, history_of(one_hour(), 300).days.at(first_day));
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const auto read = read_day(first_day, text);
  ASSERT_TRUE(std::holds_alternative<std::string>(read)) << text;
  EXPECT_THAT(std::get<std::string>(read), HasSubstr(why));
}

TEST(HistoryFile, IsReadStrictly) {
  expect_refused("bgpte-history/1", "bgpte-history/2", "format");
  expect_refused("2026-06-01", "2026-06-02", "as its file is called");
  expect_refused("\"n\": 12", "\"n\": 13", "from 1 to 12");
  expect_refused("\"n\": 12", "\"n\": 11", "where intervals are missing");
  expect_refused("\"n\": 12", "\"n\": 12, \"x\": 1", "unknown key x");
  expect_refused("\"mean\": 6500000", "\"mean\": -1", "mean");
  expect_refused("\"mean\": 6500000", "\"mean\": 1e99", "mean");
  expect_refused("\"mean\": 6500000", "\"mean\": NaN", "not JSON");
  expect_refused("\"mean\": 6500000", "\"mean\": 0.5", "mean");
  expect_refused("\"p50\": 6000000", "\"p50\": 13000000", "in rising order");
  expect_refused("\"link\": \"A\"", "\"link\": \"\\u001b[2J\"", "control characters");
  expect_refused("\"prefix\": \"\"", "\"prefix\": \"192.0.2.1/24\"", "prefix");
  expect_refused("\"interval_s\": 300", "\"interval_s\": 7", "divisor");
  expect_refused("\n  ]\n}", "\n}", "not JSON");
}

TEST(HistoryFile, ADayThatIsTooLargeIsRefused) {
  std::vector<Sample> samples;
  for (int i = 0; i <= static_cast<int>(most_cells); ++i) {
    samples.push_back(
        {first_day * day_s,
         {"A", "10." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ".0/24"},
         1});
  }
  History history;
  const auto added = add(history, samples, 300);
  ASSERT_TRUE(std::holds_alternative<std::string>(added));
  EXPECT_THAT(std::get<std::string>(added), HasSubstr("more than 5000"));
}

}  // namespace
}  // namespace bgpte::history::testing
