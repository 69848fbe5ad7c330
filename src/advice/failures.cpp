// What each failure does before and after the changes.
#include <algorithm>

#include "src/advice/parts.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {

std::vector<FailureForecast> failures_of(const NetworkToday& network, const EvaluatedPlan& advice) {
  const model::Scenario& scenario = network.scenario;
  const model::ForecastLevel level = scenario.policy.forecast;
  std::vector<FailureForecast> forecasts;
  for (const FailureToday& state : network.failures) {
    const evaluation::FailureLoad after =
        advice.plan.empty() ? state.load
                            : evaluation::load_under(network.baseline, advice.plan, state.failure);
    FailureForecast forecast;
    forecast.failure = state.failure.name;
    forecast.unreachable = after.unreachable;
    forecast.after_utilisation = -1;
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      if (std::binary_search(state.failure.links.begin(), state.failure.links.end(), link)) {
        continue;
      }
      const model::Link& at = scenario.links[link];
      const model::Bps load = at_level(after.peak[link], level);
      const double utilisation = utilisation_of(load, at.capacity);
      if (load > at.capacity) {
        forecast.overloaded.push_back(at.name);
      }
      if (utilisation > forecast.after_utilisation) {
        forecast.after_utilisation = utilisation;
        forecast.link = at.name;
        forecast.before_utilisation =
            utilisation_of(at_level(state.load.peak[link], level), at.capacity);
      }
    }
    forecast.after_utilisation = std::max(0.0, forecast.after_utilisation);
    forecast.overload = !forecast.overloaded.empty();
    forecasts.push_back(std::move(forecast));
  }
  return forecasts;
}

}  // namespace bgpte::advice
