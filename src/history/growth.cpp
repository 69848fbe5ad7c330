// The trend of a link's busy hour, and when it reaches a ceiling.
#include "bgpte/history/growth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "bgpte/text/format.hpp"

namespace bgpte::history {
namespace {

constexpr std::int64_t week = 7;
constexpr double days_of_month = 30.4375;
/// Standard deviations that a range of nine times in ten reaches to either side.
constexpr double ninety_percent = 1.645;

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  const double upper = *middle;
  if (values.size() % 2 == 1) {
    return upper;
  }
  return (upper + *std::max_element(values.begin(), middle)) / 2;
}

struct Point {
  std::int64_t day = 0;
  double log = 0;
};

/// Slopes between days that are whole weeks apart, in rising order.
std::vector<double> slopes_of(const std::vector<Point>& points) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      const std::int64_t apart = points[j].day - points[i].day;
      if (apart % week == 0) {
        slopes.push_back((points[j].log - points[i].log) / static_cast<double>(apart));
      }
    }
  }
  std::sort(slopes.begin(), slopes.end());
  return slopes;
}

/// Of Kendall's S under no trend, summed over the days of the week.
double variance_of_s(const std::vector<Point>& points) {
  std::array<std::int64_t, week> counts{};
  for (const Point& point : points) {
    ++counts[static_cast<std::size_t>(point.day % week)];
  }
  double variance = 0;
  for (const std::int64_t count : counts) {
    const auto n = static_cast<double>(count);
    variance += n * (n - 1) * (2 * n + 5) / 18;
  }
  return variance;
}

/// The spread about the trend, each day of the week about its own median.
double spread_of(const std::vector<Point>& points, double slope) {
  std::array<std::vector<double>, week> rest;
  for (const Point& point : points) {
    rest[static_cast<std::size_t>(point.day % week)].push_back(
        point.log - slope * static_cast<double>(point.day - points.front().day));
  }
  std::vector<double> off;
  for (const std::vector<double>& one : rest) {
    if (one.empty()) {
      continue;
    }
    const double middle = median_of(one);
    for (const double value : one) {
      off.push_back(std::abs(value - middle));
    }
  }
  constexpr double of_normal = 1.4826;  // The standard deviation over the median absolute one.
  return of_normal * median_of(std::move(off));
}

std::string month_after(std::int64_t day, double months) {
  const auto days = static_cast<std::int64_t>(std::floor(months * days_of_month));
  constexpr std::size_t length = 7;
  return day_text(day + days).substr(0, length);
}

}  // namespace

DailyRates busy_hours(const History& history, const std::string& link) {
  constexpr std::size_t enough_hours = 20;
  DailyRates rates;
  for (const auto& [day, values] : history.days) {
    const auto found = values.cells.find(CellName{link, {}});
    if (found == values.cells.end() || found->second.size() < enough_hours) {
      continue;
    }
    std::int64_t busiest = 0;
    for (const auto& [number, hour] : found->second) {
      busiest = std::max(busiest, hour.p95);
    }
    rates.emplace_back(day, busiest);
  }
  return rates;
}

std::optional<model::Growth> growth_of(const DailyRates& rates) {
  std::vector<Point> points;
  for (const auto& [day, bps] : rates) {
    if (bps > 0) {
      points.push_back({day, std::log(static_cast<double>(bps))});
    }
  }
  if (points.size() < least_known_days ||
      points.back().day - points.front().day + 1 < least_span_days) {
    return std::nullopt;
  }
  const std::vector<double> slopes = slopes_of(points);
  if (slopes.empty()) {
    return std::nullopt;
  }
  const double reach = ninety_percent * std::sqrt(variance_of_s(points));
  const auto count = static_cast<double>(slopes.size());
  const auto at = [&](double rank) {
    return slopes[static_cast<std::size_t>(std::clamp(rank, 0.0, count - 1))];
  };
  model::Growth growth;
  growth.expected = median_of(slopes);
  growth.low = std::min(growth.expected, at(std::floor((count - reach) / 2) - 1));
  growth.high = std::max(growth.expected, at(std::ceil((count + reach) / 2)));
  growth.spread = spread_of(points, growth.expected);
  growth.days = std::ssize(points);
  growth.from = points.front().day;
  growth.to = points.back().day;
  return growth;
}

double monthly_growth(double per_day) {
  return std::expm1(per_day * days_of_month);
}

std::optional<RunOut> run_out(const model::Growth& growth, model::Bps low, model::Bps high,
                              model::Bps ceiling) {
  if (ceiling.value <= 0 || high.value <= 0) {
    return std::nullopt;
  }
  const auto to_ceiling = [&](model::Bps load) {
    return std::log(static_cast<double>(ceiling.value) /
                    static_cast<double>(std::max<std::int64_t>(1, load.value)));
  };
  // A percentile of some weeks rests on about two of its highest days.
  const double reach = ninety_percent * growth.spread / std::sqrt(2.0);
  RunOut result;
  if (high >= ceiling) {
    result.earliest = 0;
  } else if (growth.high <= 0) {
    return std::nullopt;
  } else {
    result.earliest = std::max(0.0, to_ceiling(high) - reach) / growth.high / days_of_month;
  }
  if (result.earliest > most_run_out_months) {
    return std::nullopt;
  }
  if (low >= ceiling) {
    result.latest = 0;
  } else if (growth.low > 0) {
    result.latest = (to_ceiling(low) + reach) / growth.low / days_of_month;
  }
  if (result.latest && *result.latest > most_run_out_months) {
    result.latest.reset();
  }
  return result;
}

std::string run_out_text(std::int64_t day, const RunOut& run_out) {
  const auto whole = [](double months) { return static_cast<std::int64_t>(months); };
  const std::int64_t first = whole(std::floor(run_out.earliest));
  const std::string from = month_after(day, run_out.earliest);
  if (!run_out.latest) {
    return first == 0
               ? fmt::format("now or later (from {} on)", from)
               : fmt::format("in {} or later (from {} on)", text::count_of(first, "month"), from);
  }
  const std::int64_t last = whole(std::ceil(*run_out.latest));
  const std::string to = month_after(day, *run_out.latest);
  if (last == 0) {
    return "now";
  }
  const std::string when = from == to ? from : fmt::format("{} to {}", from, to);
  return first == 0      ? fmt::format("within {} ({})", text::count_of(last, "month"), when)
         : first == last ? fmt::format("in {} ({})", text::count_of(last, "month"), when)
                         : fmt::format("in {} to {} months ({})", first, last, when);
}

std::string growth_text(const model::Growth& growth) {
  const auto percent = [](double per_day) { return monthly_growth(per_day) * 100; };
  return fmt::format("{:.1f} % a month ({:.1f} to {:.1f} %), {} from {} to {}",
                     percent(growth.expected), percent(growth.low), percent(growth.high),
                     text::count_of(growth.days, "day"), day_text(growth.from),
                     day_text(growth.to));
}

}  // namespace bgpte::history
