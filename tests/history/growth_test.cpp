// How a link grows, and when it reaches its ceiling.
#include "bgpte/history/growth.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

#include "tests/history/past_days.hpp"

namespace bgpte::history::testing {
namespace {

constexpr double days_of_month = 30.4375;

/// A normal deviate from a generator that is the same everywhere (Box and Muller).
double normal(std::mt19937& random) {
  const double u = (static_cast<double>(random()) + 1) / 4294967297.0;
  const double v = static_cast<double>(random()) / 4294967296.0;
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::acos(-1.0) * v);
}

struct Synthetic {
  double monthly = 0.03;  ///< Growth of a month.
  double noise = 0.05;    ///< Of a day, of the logarithm.
  std::int64_t days = 180;
};

/// Busy hours with weekly seasons: 4 Gbps on the first Monday, a tenth less on Saturdays and more
/// on Sundays.
DailyRates synthetic(const Synthetic& of, unsigned seed) {
  constexpr std::array<double, 7> season{1, 1.02, 1.01, 1, 0.98, 0.9, 1.1};
  std::mt19937 random(seed);
  DailyRates rates;
  for (std::int64_t d = 0; d < of.days; ++d) {
    const double trend = std::pow(1 + of.monthly, static_cast<double>(d) / days_of_month);
    rates.emplace_back(first_day + d,
                       std::llround(4e9 * trend * season[static_cast<std::size_t>(d % 7)] *
                                    std::exp(of.noise * normal(random))));
  }
  return rates;
}

/// The 95th percentile of the last three weeks: what a scenario's inbound is.
model::Bps measured(const DailyRates& rates) {
  std::vector<std::int64_t> last;
  for (std::size_t i = rates.size() - 21; i < rates.size(); ++i) {
    last.push_back(rates[i].second);
  }
  return {percentile(last, 95)};
}

struct Outcomes {
  int inside = 0;
  double mean_width = 0;
};

/// In how many of 200 runs the true month is inside the range, for a ceiling that the trend of
/// Sundays, the busiest day, reaches in `months`.
Outcomes tried(const Synthetic& of, double months) {
  constexpr int runs = 200;
  Outcomes outcomes;
  for (int seed = 1; seed <= runs; ++seed) {
    const DailyRates rates = synthetic(of, static_cast<unsigned>(seed));
    const std::optional<model::Growth> growth = growth_of(rates);
    if (!growth) {
      ADD_FAILURE() << "no growth";
      return outcomes;
    }
    const double end = static_cast<double>(of.days - 1) / days_of_month + months;
    const model::Bps ceiling{std::llround(4e9 * 1.1 * std::pow(1 + of.monthly, end))};
    const model::Bps load = measured(rates);
    const std::optional<RunOut> found = run_out(*growth, load, load, ceiling);
    if (found && found->earliest <= months && (!found->latest || *found->latest >= months)) {
      ++outcomes.inside;
    }
    outcomes.mean_width +=
        found ? (found->latest.value_or(most_run_out_months) - found->earliest) / runs : 0;
  }
  return outcomes;
}

TEST(RunOut, TheTrueMonthIsInsideTheRangeNineTimesOfTen) {
  for (const double months : {4.0, 8.0, 14.0}) {
    for (const std::int64_t days : {120, 180, 365}) {
      const Outcomes outcomes = tried({.days = days}, months);
      EXPECT_GE(outcomes.inside, 180) << months << " months, " << days << " days";
    }
  }
}

TEST(RunOut, TheRangeOfHalfAYearIsNarrowEnoughToPlanWith) {
  EXPECT_LE(tried({.days = 180}, 8).mean_width, 8);
  EXPECT_LE(tried({.days = 365}, 8).mean_width, 5);
}

TEST(Growth, WeeklySeasonsAloneAreNoGrowth) {
  const std::optional<model::Growth> growth = growth_of(synthetic({.monthly = 0, .noise = 0}, 1));
  ASSERT_TRUE(growth);
  EXPECT_NEAR(growth->expected, 0, 1e-9);
  EXPECT_FALSE(run_out(*growth, {4'000'000'000}, {4'000'000'000}, {8'000'000'000}));
}

TEST(Growth, OneDayInTwentyThatIsTenTimesHigherChangesLittle) {
  DailyRates rates = synthetic({}, 3);
  for (std::size_t i = 0; i < rates.size(); i += 20) {
    rates[i].second *= 10;
  }
  const std::optional<model::Growth> growth = growth_of(rates);
  ASSERT_TRUE(growth);
  EXPECT_NEAR(monthly_growth(growth->expected), 0.03, 0.01);
}

TEST(Growth, NeedsEightWeeks) {
  EXPECT_FALSE(growth_of(synthetic({.days = 55}, 1)));
  EXPECT_TRUE(growth_of(synthetic({.days = 56}, 1)));
  EXPECT_FALSE(growth_of({}));
  DailyRates sparse = synthetic({.days = 180}, 1);
  for (std::size_t i = 0; i < sparse.size(); ++i) {
    sparse.erase(sparse.begin() + static_cast<std::ptrdiff_t>(i),
                 sparse.begin() + static_cast<std::ptrdiff_t>(std::min(i + 7, sparse.size())));
  }
  EXPECT_FALSE(growth_of(sparse));  // 23 days of 180.
}

TEST(Growth, TakesTheBusyHourOfDaysThatAreKnown) {
  History history = history_of(samples_of({"A", ""}, first_day, 2, [](std::int64_t, int hour) {
    return hour == 20 ? std::int64_t{900} : std::int64_t{100};
  }));
  history.days.at(first_day).cells.at({"A", ""}).erase(3);
  EXPECT_EQ(busy_hours(history, "A"), (DailyRates{{first_day, 900}, {first_day + 1, 900}}));
  for (int hour = 4; hour < 8; ++hour) {
    history.days.at(first_day).cells.at({"A", ""}).erase(hour);
  }
  EXPECT_EQ(busy_hours(history, "A"), (DailyRates{{first_day + 1, 900}}));
  EXPECT_EQ(busy_hours(history, "B"), DailyRates{});
}

TEST(RunOut, ALoadAboveTheCeilingIsThereNow) {
  const std::optional<model::Growth> growth = growth_of(synthetic({}, 1));
  ASSERT_TRUE(growth);
  const std::optional<RunOut> found =
      run_out(*growth, {9'000'000'000}, {9'000'000'000}, {8'000'000'000});
  ASSERT_TRUE(found);
  EXPECT_EQ(run_out_text(growth->to, *found), "now");
}

TEST(RunOut, IsToldInMonthsAndAsACalendarSaysThem) {
  // From 2026-11-28 on.
  EXPECT_EQ(run_out_text(20'785, {5.2, 8.4}), "in 5 to 9 months (2027-05 to 2027-08)");
  EXPECT_EQ(run_out_text(20'785, {5.2, {}}), "in 5 months or later (from 2027-05 on)");
  EXPECT_EQ(run_out_text(20'785, {0.3, 2.1}), "within 3 months (2026-12 to 2027-01)");
  EXPECT_EQ(run_out_text(20'785, {1, 1}), "in 1 month (2026-12)");
}

}  // namespace
}  // namespace bgpte::history::testing
