// What each failure does before and after the changes.
#include <algorithm>

#include "src/advice/parts.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

/// How an overload under a failure compares with today's announcements. What the N-1 table prints
/// alike is the same.
OverloadChange change_of(bool was_overloaded, double before, bool overloaded, double after) {
  constexpr double told_apart = 0.001;
  if (!was_overloaded || !overloaded) {
    return overloaded ? OverloadChange::added : OverloadChange::gone;
  }
  return after >= before + told_apart   ? OverloadChange::worse
         : after <= before - told_apart ? OverloadChange::better
                                        : OverloadChange::same;
}

FailureForecast forecast_of(const NetworkToday& network, const evaluation::FailureCase& failure,
                            const evaluation::Flows& before, const evaluation::Flows& after) {
  const model::Scenario& scenario = network.scenario;
  const model::ForecastLevel level = scenario.policy.forecast;
  FailureForecast forecast;
  forecast.failure = failure.name;
  forecast.unreachable_before = model::Bps{before.unreachable};
  forecast.unreachable = model::Bps{after.unreachable};
  forecast.after_utilisation = -1;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    if (std::binary_search(failure.links.begin(), failure.links.end(), link)) {
      continue;
    }
    const model::Link& at = scenario.links[link];
    const evaluation::RateRange today = peak_range(before, link);
    const evaluation::RateRange then = peak_range(after, link);
    const double share_today = utilisation_of(at_level(today, level), at.capacity);
    const double share_then = utilisation_of(at_level(then, level), at.capacity);
    if (share_then > forecast.after_utilisation) {
      forecast.after_utilisation = share_then;
      forecast.link = at.name;
      forecast.before_utilisation = share_today;
    }
    const bool overloaded = at_level(then, level) > at.capacity;
    if (overloaded) {
      forecast.overloaded.push_back(at.name);
    }
    const bool was_overloaded = at_level(today, level) > at.capacity;
    if (overloaded || was_overloaded) {
      forecast.overloads.push_back(
          {at.name, today, then, utilisation_of(today, at.capacity),
           utilisation_of(then, at.capacity),
           change_of(was_overloaded, share_today, overloaded, share_then)});
    }
  }
  forecast.after_utilisation = std::max(0.0, forecast.after_utilisation);
  forecast.overload = !forecast.overloaded.empty();
  return forecast;
}

}  // namespace

std::vector<FailureForecast> failures_of(const NetworkToday& network, const EvaluatedPlan& advice) {
  std::vector<FailureForecast> forecasts;
  for (const FailureToday& state : network.failures) {
    forecasts.push_back(forecast_of(
        network, state.failure, state.load,
        evaluation::forecast_from(network.baseline, state.load, advice.plan, state.failure.links)));
  }
  return forecasts;
}

}  // namespace bgpte::advice
