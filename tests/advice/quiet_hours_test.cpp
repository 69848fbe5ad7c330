// The hours in which a plan may be tried, by the history of its links.
#include "bgpte/advice/quiet_hours.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "bgpte/evaluation/forecast.hpp"
#include "tests/advice/cases.hpp"

namespace bgpte::advice::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int hours_of_day = 24;

/// What the busiest hour, 20:00, brings is 1; 05:00 brings three tenths.
double part_of_day(int hour) {
  return 0.65 + 0.35 * std::cos((hour - 20) * std::acos(-1.0) / 12);
}

/// A is 60 Mbps above its ceiling, and one prepend could fill B. All of it breathes with the day.
Case breathing(bool prefix_known) {
  Case c;
  c.link("A", 1000, 860, 0.5);
  c.link("B", 1000, 250, 0.5);
  c.prefix("198.51.100.0/24", {0, 0}, {850, 100});
  model::Past past;
  past.links.resize(2);
  if (prefix_known) {
    past.cells = {{0, 0, {}}, {0, 1, {}}};
  }
  for (int hour = 0; hour < hours_of_day; ++hour) {
    const auto at = static_cast<std::size_t>(hour);
    past.links[0].usual[at] = mbps(860 * part_of_day(hour));
    past.links[1].usual[at] = mbps(250 * part_of_day(hour));
    if (prefix_known) {
      past.cells[0].usual[at] = mbps(850 * part_of_day(hour));
      past.cells[1].usual[at] = mbps(100 * part_of_day(hour));
    }
  }
  c.scenario().past = past;
  return c;
}

evaluation::Plan one_prepend_on_a(const model::Scenario& scenario) {
  model::Advertisement announce = scenario.prefixes[0].advertise;
  announce[0] = 1;
  return {{0, announce}};
}

std::vector<int> hours_of(const model::Scenario& scenario) {
  const auto ingress = ingress::make_ingress(scenario);
  const evaluation::Baseline baseline(scenario, *ingress);
  return quiet_hours(baseline, one_prepend_on_a(scenario)).value_or(std::vector<int>{-1});
}

/// The network as it is in that hour, forecast on its own: does the high end fit the ceilings?
bool fits_at(int hour) {
  const double part = part_of_day(hour);
  Case c;
  c.link("A", 1000, 860 * part, 0.5);
  c.link("B", 1000, 250 * part, 0.5);
  c.prefix("198.51.100.0/24", {0, 0}, {850 * part, 100 * part});
  const model::Scenario scenario = c.finish();
  const auto ingress = ingress::make_ingress(scenario);
  const evaluation::Baseline baseline(scenario, *ingress);
  const evaluation::Flows after = evaluation::forecast(baseline, one_prepend_on_a(scenario));
  return after.harm[1] <= model::ceiling(scenario, 1).value;
}

TEST(QuietHours, AreThoseInWhichTheHighEndOfTheForecastOfThatHourFits) {
  std::vector<int> expected;
  for (int hour = 0; hour < hours_of_day; ++hour) {
    if (fits_at(hour)) {
      expected.push_back(hour);
    }
  }
  ASSERT_GT(expected.size(), 2U);
  ASSERT_LT(expected.size(), 22U);
  EXPECT_EQ(hours_of(breathing(true).finish()), expected);
}

TEST(QuietHours, WhereThePrefixIsNotKnownAsMuchMovesAsAtThePeak) {
  const std::vector<int> known = hours_of(breathing(true).finish());
  const std::vector<int> unknown = hours_of(breathing(false).finish());
  EXPECT_LT(unknown.size(), known.size());
  EXPECT_TRUE(std::includes(known.begin(), known.end(), unknown.begin(), unknown.end()));
}

TEST(QuietHours, WithoutAHistoryNoneIsNamed) {
  Case c = breathing(true);
  c.scenario().past.reset();
  EXPECT_EQ(hours_of(c.finish()), std::vector<int>{-1});
  Case gap = breathing(true);
  gap.scenario().past->links[1].usual[3].reset();
  EXPECT_EQ(hours_of(gap.finish()), std::vector<int>{-1});
}

TEST(QuietHours, TheRemediationNamesThem) {
  const model::Scenario scenario = breathing(true).finish();
  const Advice advice = advise(scenario);
  ASSERT_FALSE(advice.violations.empty());
  const std::string hours = hours_text(hours_of(scenario));
  EXPECT_THAT(advice.violations[0].message,
              HasSubstr("safe to try while B carries less than 161 Mbps (by its history, with the "
                        "traffic of the hour: " +
                        hours));
}

TEST(QuietHours, AreToldAsSpansOfTheDay) {
  EXPECT_THAT(hours_text(std::nullopt), IsEmpty());
  EXPECT_EQ(hours_text(std::vector<int>{}), "no hour of a usual day");
  EXPECT_EQ(hours_text(std::vector{0, 1, 2, 23}), "23:00 to 03:00 UTC");
  EXPECT_EQ(hours_text(std::vector{1, 2, 5}), "01:00 to 03:00 and 05:00 to 06:00 UTC");
  EXPECT_EQ(hours_text(std::vector{23}), "23:00 to 00:00 UTC");
  std::vector<int> all(hours_of_day);
  for (int hour = 0; hour < hours_of_day; ++hour) {
    all[static_cast<std::size_t>(hour)] = hour;
  }
  EXPECT_EQ(hours_text(all), "any hour of a usual day");
}

}  // namespace
}  // namespace bgpte::advice::testing
