// When a plan that the range's high end forbids can be tried: while the links have room for that.
#include "src/advice/quiet_hour.hpp"

#include <fmt/format.h>

#include "bgpte/advice/quiet_hours.hpp"
#include "bgpte/advice/text_format.hpp"
#include "bgpte/evaluation/forecast.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "bgpte/text/decimal.hpp"

namespace bgpte::advice {
namespace {

/// Rounded down to three digits, so that the figure is safe.
model::Bps rounded_down(model::Bps rate) {
  const std::int64_t step = text::digit_step(rate.value, 3);
  return model::Bps{rate.value / step * step};
}

}  // namespace

std::optional<QuietHour> quiet_hour(const NetworkToday& network, const evaluation::Plan& plan) {
  const model::Scenario& scenario = network.scenario;
  const evaluation::Flows before = evaluation::forecast(network.baseline, {});
  const evaluation::Flows after = evaluation::forecast(network.baseline, plan);
  const std::vector<evaluation::HarmLimits> limits =
      evaluation::harm_limits(network.baseline, before);
  QuietHour result;
  std::vector<std::string> conditions;
  for (model::LinkIndex l = 0; l < limits.size(); ++l) {
    const std::string& name = scenario.links[l].name;
    if (before.peak[l] > model::ceiling(scenario, l).value && after.peak[l] < before.peak[l]) {
      result.links.push_back(name);
    }
    if (!limits[l].high || after.harm[l] <= limits[l].high->value) {
      continue;
    }
    // In a quiet hour less moves too: as much as at the peak is on the safe side.
    const std::int64_t room = limits[l].high->value - (after.harm[l] - before.harm[l]);
    if (room <= 0) {
      return std::nullopt;
    }
    conditions.push_back(fmt::format("{} carries less than {}", name,
                                     model::format_rate(rounded_down(model::Bps{room}))));
  }
  if (result.links.empty() || conditions.empty()) {
    return std::nullopt;
  }
  std::vector<std::string> orders;
  for (const ChangeText& change : texts_of(scenario, plan)) {
    orders.push_back(instruction(change));
  }
  result.condition = "safe to try while " + join(conditions);
  if (const std::string hours = quiet_hours_text(network.baseline, plan); !hours.empty()) {
    result.condition += fmt::format(" (by its history, with the traffic of the hour: {})", hours);
  }
  result.text = fmt::format("in a quiet hour {}, which is {}", join(orders), result.condition);
  return result;
}

}  // namespace bgpte::advice
