// The hours of the day in which a plan may be tried, by the history of its links.
#include "bgpte/advice/quiet_hours.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/history/usual.hpp"
#include "bgpte/text/format.hpp"

namespace bgpte::advice {
namespace {

constexpr int hours_of_day = 24;

/// What a prefix brings in an hour of a usual day, as a part of its peak; 1 where that is not
/// known.
double part_of_peak(const evaluation::Baseline& baseline, model::PrefixIndex prefix, int hour) {
  const model::Past& past = *baseline.scenario().past;
  const auto& home = baseline.ingress().today().home[prefix];
  double peak = 0;
  double then = 0;
  for (model::LinkIndex l = 0; l < home.size(); ++l) {
    if (home[l].value <= 0) {
      continue;
    }
    const auto cell = std::find_if(
        past.cells.begin(), past.cells.end(),
        [&](const model::CellPast& one) { return one.prefix == prefix && one.link == l; });
    if (cell == past.cells.end() || !cell->usual[static_cast<std::size_t>(hour)]) {
      return 1;
    }
    peak += static_cast<double>(home[l].value) * baseline.peak_factor(l);
    then += static_cast<double>(cell->usual[static_cast<std::size_t>(hour)]->value);
  }
  return peak > 0 ? std::min(1.0, then / peak) : 1;
}

std::string clock_text(int hour) {
  return fmt::format("{:02}:00", hour);
}

}  // namespace

std::optional<std::vector<int>> quiet_hours(const evaluation::Baseline& baseline,
                                            const evaluation::Plan& plan) {
  const model::Scenario& scenario = baseline.scenario();
  if (!scenario.past || plan.empty()) {
    return std::nullopt;
  }
  const evaluation::Flows before = evaluation::forecast(baseline, {});
  const evaluation::Flows after = evaluation::forecast(baseline, plan);
  std::vector<int> hours;
  for (int hour = 0; hour < hours_of_day; ++hour) {
    double part = 0;
    for (const auto& [prefix, announce] : plan) {
      part = std::max(part, part_of_peak(baseline, prefix, hour));
    }
    bool fits = true;
    for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
      const std::int64_t more = after.harm[l] - before.harm[l];
      if (more <= 0) {
        continue;
      }
      const auto& usual = scenario.past->links[l].usual[static_cast<std::size_t>(hour)];
      if (!usual) {
        return std::nullopt;
      }
      const double high = static_cast<double>(usual->value) + part * static_cast<double>(more);
      fits = fits && high <= static_cast<double>(model::ceiling(scenario, l).value);
    }
    if (fits) {
      hours.push_back(hour);
    }
  }
  return hours;
}

std::string hours_text(const std::optional<std::vector<int>>& hours) {
  if (!hours) {
    return "";
  }
  if (hours->empty()) {
    return "no hour of a usual day";
  }
  if (hours->size() == hours_of_day) {
    return "any hour of a usual day";
  }
  const auto has = [&](int hour) {
    return std::find(hours->begin(), hours->end(), hour % hours_of_day) != hours->end();
  };
  std::vector<std::string> parts;
  for (int first = 0; first < hours_of_day; ++first) {
    if (!has(first) || has(first + hours_of_day - 1)) {
      continue;
    }
    int end = first + 1;
    while (has(end)) {
      ++end;
    }
    parts.push_back(fmt::format("{} to {}", clock_text(first), clock_text(end % hours_of_day)));
  }
  return text::join(parts) + " UTC";
}

std::string quiet_hours_text(const evaluation::Baseline& baseline, const evaluation::Plan& plan) {
  std::string hours = hours_text(quiet_hours(baseline, plan));
  const std::optional<model::Past>& past = baseline.scenario().past;
  if (!hours.empty() && past && past->days_old > history::most_days_old_for_attacks) {
    hours += fmt::format(", as it was until {}", history::day_text(past->newest));
  }
  return hours;
}

}  // namespace bgpte::advice
