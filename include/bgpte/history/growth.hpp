#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/history/history.hpp"
#include "bgpte/model/past.hpp"

/// How a link grows, and when it reaches its ceiling (docs/history.md).
namespace bgpte::history {

/// A day and its busy hour: the largest 95th percentile of an hour, bps.
using DailyRates = std::vector<std::pair<std::int64_t, std::int64_t>>;

/// Of the link's own counter, in order of days. Days of which fewer than 20 hours are known are
/// left out.
[[nodiscard]] DailyRates busy_hours(const History& history, const std::string& link);

/// The days that a trend needs, from the first to the last, and known ones among them.
inline constexpr std::int64_t least_span_days = 56;
inline constexpr std::size_t least_known_days = 28;

/// The trend of the logarithm: the seasonal Kendall slope (Hirsch, Slack and Smith 1982, with the
/// days of the week as seasons), the median over pairs of days that are whole weeks apart, with its
/// range for nine times in ten. Nothing where the days are too few.
[[nodiscard]] std::optional<model::Growth> growth_of(const DailyRates& rates);

/// The growth of a month (30.4375 days) as a share: 0.03 is 3 %. `per_day`: as in model::Growth.
[[nodiscard]] double monthly_growth(double per_day);

/// When a load that grows so reaches a ceiling, in such months from the day of the load on.
struct RunOut {
  double earliest = 0;
  std::optional<double> latest = {};  ///< Nothing: perhaps never.
};
/// A load between `low` and `high` bps today. Nothing where it does not grow at all within the
/// range, or not to the ceiling within `most_run_out_months`. 0 where it is there already.
[[nodiscard]] std::optional<RunOut> run_out(const model::Growth& growth, model::Bps low,
                                            model::Bps high, model::Bps ceiling);
inline constexpr double most_run_out_months = 60;

/// "in 5 to 9 months (2027-04 to 2027-08)", "in 14 months or later (from 2028-01 on)", "now".
/// `day` is that of the load, counted from 1970-01-01.
[[nodiscard]] std::string run_out_text(std::int64_t day, const RunOut& run_out);
/// "3.0 % a month (2.1 to 3.9 %), 180 days from 2026-06-01 to 2026-11-28".
[[nodiscard]] std::string growth_text(const model::Growth& growth);

}  // namespace bgpte::history
