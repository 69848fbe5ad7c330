// Thresholds of the goals that come before money: loss, excess, harm.
#include "bgpte/evaluation/goals.hpp"

#include <algorithm>
#include <numeric>

#include "bgpte/model/allowed_changes.hpp"

namespace bgpte::evaluation {

const Rates& level_loads(const model::Policy& policy, const Flows& flows) {
  return model::at_level(policy.forecast, flows.low, flows.peak, flows.high);
}

Rates level_flows(const Baseline& baseline, model::PrefixIndex prefix,
                  const model::Advertisement& x) {
  const model::Scenario& scenario = baseline.scenario();
  if (scenario.policy.forecast != model::ForecastLevel::expected || x.carried_count() == 0 ||
      baseline.is_today(prefix, x)) {
    return level_loads(scenario.policy, baseline.flows(prefix, x));
  }
  Flows result;
  const ingress::IngressModel& ingress = baseline.ingress();
  baseline.expected(prefix, *ingress.transition(ingress.behaviour(prefix), x), result);
  return std::move(result.peak);
}

model::Bps excess_threshold(const Baseline& baseline, model::LinkIndex link) {
  const model::Scenario& scenario = baseline.scenario();
  const model::Bps ceiling = model::ceiling(scenario, link);
  const model::Bps today{level_loads(scenario.policy, baseline.today())[link]};
  const model::Bps tolerated =
      ceiling + model::floor_product(scenario.links[link].capacity, scenario.policy.tolerance);
  return today > ceiling && today <= tolerated ? today : ceiling;
}

model::Bps loss(const Baseline& baseline, const Flows& flows) {
  const model::Scenario& scenario = baseline.scenario();
  const Rates& loads = level_loads(scenario.policy, flows);
  model::Bps sum;
  for (model::LinkIndex l = 0; l < loads.size(); ++l) {
    sum += model::Bps{std::max<std::int64_t>(0, loads[l] - scenario.links[l].capacity.value)};
  }
  return sum;
}

model::Bps excess(const Baseline& baseline, const Flows& flows) {
  const Rates& loads = level_loads(baseline.scenario().policy, flows);
  model::Bps sum;
  for (model::LinkIndex l = 0; l < loads.size(); ++l) {
    sum += model::Bps{std::max<std::int64_t>(0, loads[l] - excess_threshold(baseline, l).value)};
  }
  return sum;
}

std::optional<TargetBand> target_band(const Baseline& baseline, model::LinkIndex link) {
  const std::optional<model::Ratio> share = baseline.scenario().links[link].target_share;
  if (!share) {
    return std::nullopt;
  }
  const Rates& billed = baseline.today().billed;
  const model::Bps all{std::accumulate(billed.begin(), billed.end(), std::int64_t{0})};
  const model::Bps wanted = model::floor_product(all, *share);
  const model::Bps point = target_tolerance(baseline);
  return TargetBand{std::max(model::Bps{}, wanted - point), wanted + point};
}

model::Bps off_target(const Baseline& baseline, const Flows& flows) {
  model::Bps sum;
  for (model::LinkIndex l = 0; l < flows.billed.size(); ++l) {
    if (const auto band = target_band(baseline, l)) {
      const model::Bps load{flows.billed[l]};
      sum += std::max({model::Bps{}, band->from - load, load - band->to});
    }
  }
  return sum;
}

model::Bps target_tolerance(const Baseline& baseline) {
  const Rates& billed = baseline.today().billed;
  return {std::accumulate(billed.begin(), billed.end(), std::int64_t{0}) / 100};
}

model::Bps relief_tolerance(const Baseline& baseline) {
  const model::Scenario& scenario = baseline.scenario();
  const Rates& loads = level_loads(scenario.policy, baseline.today());
  std::optional<model::Bps> least;
  for (model::LinkIndex l = 0; l < loads.size(); ++l) {
    if (loads[l] > excess_threshold(baseline, l).value) {
      least = std::min(least.value_or(scenario.links[l].capacity), scenario.links[l].capacity);
    }
  }
  return model::floor_product(least.value_or(model::Bps{}), scenario.policy.tolerance);
}

model::Bps failure_tolerance(const Baseline& baseline) {
  const model::Scenario& scenario = baseline.scenario();
  model::Bps least = scenario.links.front().capacity;
  for (const model::Link& link : scenario.links) {
    least = std::min(least, link.capacity);
  }
  return model::floor_product(least, scenario.policy.tolerance);
}

namespace {

/// A change need not bring more than this many times policy.least_relief of the worst link.
constexpr std::int64_t most_of_the_worst = 3;

/// [link] What prefixes that may change bring there today and could bring elsewhere, in
/// policy.forecast, bps.
Rates movable(const Baseline& baseline) {
  const model::Scenario& scenario = baseline.scenario();
  Rates sum(scenario.links.size(), 0);
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const bool elsewhere =
        scenario.policy.actions.announce || scenario.prefixes[p].advertise.carried_count() != 1;
    if (elsewhere && !model::is_pinned(scenario, p)) {
      add(sum, level_loads(scenario.policy, baseline.flows_today(p)));
    }
  }
  return sum;
}

}  // namespace

LeastRelief least_relief(const Baseline& baseline) {
  const model::Scenario& scenario = baseline.scenario();
  const Rates& loads = level_loads(scenario.policy, baseline.today());
  const Rates can_move = movable(baseline);
  const model::Ratio part = scenario.policy.least_relief;
  // Of what each link is above its limit.
  const auto least = [&](model::Ratio of_all, const auto& limit) {
    model::Bps all;
    model::Bps worst;
    for (model::LinkIndex l = 0; l < loads.size(); ++l) {
      const model::Bps above = std::max(model::Bps{}, model::Bps{loads[l]} - limit(l));
      const model::Bps helped = std::min(above, model::Bps{can_move[l]});
      all += helped;
      worst = std::max(worst, helped);
    }
    return std::min(
        model::floor_product(all, of_all),
        model::floor_product(worst, model::Ratio{most_of_the_worst * of_all.millionths}));
  };
  return {least({part.millionths / 5}, [&](auto l) { return scenario.links[l].capacity; }),
          least(part, [&](auto l) { return excess_threshold(baseline, l); })};
}

std::vector<HarmLimits> harm_limits(const Baseline& baseline, const Flows& before) {
  const model::Scenario& scenario = baseline.scenario();
  const model::Policy& policy = scenario.policy;
  const bool ask_expected =
      policy.do_no_harm != model::DoNoHarm::off && loss(baseline, before).value == 0;
  std::vector<HarmLimits> limits(scenario.links.size());
  for (model::LinkIndex l = 0; l < limits.size(); ++l) {
    if (ask_expected) {
      limits[l].expected = std::max(excess_threshold(baseline, l), model::Bps{before.peak[l]});
    }
    if (policy.do_no_harm == model::DoNoHarm::high) {
      limits[l].high =
          std::max(model::floor_product(scenario.links[l].capacity, policy.saturation.from),
                   model::Bps{before.harm[l]});
    }
  }
  return limits;
}

bool harmless(const Baseline& baseline, const Flows& before, const Flows& after) {
  const std::vector<HarmLimits> limits = harm_limits(baseline, before);
  for (model::LinkIndex l = 0; l < limits.size(); ++l) {
    const model::Bps expected{after.peak[l]};
    const model::Bps high{after.harm[l]};
    if (expected > limits[l].expected.value_or(expected) || high > limits[l].high.value_or(high)) {
      return false;
    }
  }
  return true;
}

}  // namespace bgpte::evaluation
