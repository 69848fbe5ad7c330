// Other plans that were considered, and why each is not the advice.
#include <fmt/format.h>

#include <cmath>
#include <tuple>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "src/advice/parts.hpp"
#include "src/advice/quiet_hour.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

/// Links above their ceilings under a plan: "A at 98 %".
std::vector<std::string> above_ceiling(const NetworkToday& network,
                                       const evaluation::Evaluation& after) {
  std::vector<std::string> links;
  const model::Scenario& scenario = network.scenario;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Bps load = at_level(after.links[link].peak, scenario.policy.forecast);
    const model::Bps limit = model::ceiling(scenario, link);
    if (load > limit) {
      links.push_back(fmt::format("{} at {} ({} above its ceiling)", scenario.links[link].name,
                                  percent(utilisation_of(load, scenario.links[link].capacity)),
                                  forecast_rate(load - limit)));
    }
  }
  return links;
}

/// The fullest link under a plan, expected.
std::pair<std::string, double> fullest(const model::Scenario& scenario,
                                       const evaluation::Evaluation& after) {
  std::pair<std::string, double> found{"", -1};
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const double utilisation =
        utilisation_of(after.links[link].peak.expected, scenario.links[link].capacity);
    if (utilisation > found.second) {
      found = {scenario.links[link].name, utilisation};
    }
  }
  return found;
}

std::string why_not(const NetworkToday& network, const EvaluatedPlan& advice,
                    const evaluation::Evaluation& other) {
  const model::Scenario& scenario = network.scenario;
  const evaluation::Evaluation& mine = advice.after;
  std::vector<std::string> parts;
  if (other.excess > mine.excess) {
    parts.push_back("leaves " + join_some(above_ceiling(network, other), 3));
  } else if (other.excess < mine.excess) {
    parts.push_back(fmt::format("leaves {} less above the ceilings",
                                forecast_rate(mine.excess - other.excess)));
  }
  if (const model::Bps off = other.off_target - mine.off_target; off.value != 0) {
    parts.push_back(fmt::format("is {} {} the links' targets",
                                forecast_rate(std::max(off, model::Bps{} - off)),
                                off.value > 0 ? "farther from" : "nearer to"));
  }
  if (!other.harmless) {
    parts.emplace_back("may harm a link that has no room at the high end of the range");
  }
  const model::Money difference = other.bill.expected - mine.bill.expected;
  if (difference.pico != 0) {
    parts.push_back(fmt::format("{} {}", difference.pico > 0 ? "costs" : "saves",
                                money_a_month(difference, scenario.currency)) +
                    (difference.pico > 0 ? " more" : ""));
  } else {
    parts.emplace_back("costs the same");
  }
  if (other.phi != mine.phi && mine.phi > 0) {
    const double ratio = static_cast<double>(other.phi) / static_cast<double>(mine.phi) - 1;
    const auto [link, utilisation] = fullest(scenario, other);
    if (std::abs(ratio) >= 0.0005) {
      parts.push_back(fmt::format("has {} {} congestion (Fortz-Thorup; fullest link {} at {})",
                                  percent(std::abs(ratio)), ratio > 0 ? "more" : "less", link,
                                  percent(utilisation)));
    }
  }
  if (other.changes != mine.changes) {
    const std::size_t count =
        other.changes > mine.changes ? other.changes - mine.changes : mine.changes - other.changes;
    parts.push_back(fmt::format("needs {} change{} {}", count, count == 1 ? "" : "s",
                                other.changes > mine.changes ? "more" : "fewer"));
  }
  if (other.excess == mine.excess && other.value > mine.value &&
      scenario.policy.strategy == model::Strategy::balanced) {
    const model::Money worse{(other.value.atto - mine.value.atto) / 1'000'000};
    parts.push_back(fmt::format("is {} worse with congestion and changes priced in",
                                money_a_month(worse, scenario.currency)));
  }
  return join(parts);
}

/// Searches for comparison get an eighth of the work each, and share their forecasts. 20,000 of
/// these take a third of a second.
optimiser::Options share_of(const optimiser::Options& options) {
  optimiser::Options share = options;
  share.work_limit = options.work_limit / 8;
  share.most_forecasts = 20'000;
  share.most_candidates = 2'000'000;
  if (options.time_limit_s) {
    share.time_limit_s = *options.time_limit_s / 8;
  }
  return share;
}

bool interrupted(const optimiser::Options& options) {
  return options.interrupt != nullptr && options.interrupt->load(std::memory_order_relaxed);
}

constexpr std::string_view one_change = "one change only";
constexpr std::string_view certainty = "certainty";

std::vector<Variation> variations(const NetworkToday& network) {
  const model::Scenario& scenario = network.scenario;
  std::vector<Variation> all;
  const auto strategy = [&](std::string name, model::Strategy value) {
    if (scenario.policy.strategy != value) {
      model::Policy policy = scenario.policy;
      policy.strategy = value;
      all.push_back({std::move(name), policy});
    }
  };
  strategy("balanced", model::Strategy::balanced);
  strategy("congestion only", model::Strategy::congestion);
  strategy("cost only", model::Strategy::cost);
  model::Policy single = scenario.policy;
  single.max_changes = 1;
  all.push_back({std::string(one_change), single});
  model::Policy savings = scenario.policy;
  savings.weights.change = model::Ratio{5'000'000};
  savings.weights.step = model::Ratio{0};
  savings.least_relief = model::Ratio{0};
  if (savings.n_minus_1 == model::NMinusOne::no_worse) {
    savings.n_minus_1 = model::NMinusOne::report;
  }
  if (scenario.policy.strategy != model::Strategy::congestion && savings != scenario.policy) {
    all.push_back({"maximum savings", savings});
  }
  if (scenario.policy.forecast != model::ForecastLevel::high) {
    model::Policy policy = scenario.policy;
    policy.forecast = model::ForecastLevel::high;
    // The high ends of one link do not happen together with those of another, so that a loss under
    // failures summed over them would say nothing.
    policy.n_minus_1 = model::NMinusOne::report;
    all.push_back({std::string(certainty), policy});
  }
  if (scenario.policy.do_no_harm == model::DoNoHarm::high &&
      network.today.excess > evaluation::relief_tolerance(network.baseline)) {
    model::Policy policy = scenario.policy;
    policy.do_no_harm = model::DoNoHarm::expected;
    all.push_back({std::string(in_a_quiet_hour), policy});
  }
  return all;
}

/// What is left above the ceilings at the range's bad end.
std::string certainty_note(const model::Bps excess_at_high) {
  return excess_at_high.value > 0
             ? fmt::format(
                   "the least excess at the high end of the range: {} stays above the "
                   "ceilings even then",
                   forecast_rate(excess_at_high))
             : "every ceiling holds even at the high end of the range";
}

}  // namespace

Alternative compared(const NetworkToday& network, const EvaluatedPlan& advice, std::string name,
                     const evaluation::Plan& plan, const std::string& note) {
  const model::Scenario& scenario = network.scenario;
  Alternative result;
  result.name = std::move(name);
  result.changes = texts_of(scenario, plan);
  result.same_as_advice = result.changes == texts_of(scenario, advice.plan);
  const evaluation::Evaluation after =
      result.same_as_advice ? advice.after : evaluated(network, plan).after;
  result.cost = after.bill.expected;
  result.cost_difference = after.bill.expected - advice.after.bill.expected;
  result.excess = after.excess;
  result.why_not =
      result.same_as_advice ? "same plan as recommended" : why_not(network, advice, after);
  if (!plan.empty() && !result.same_as_advice &&
      !broken_failures(network, {plan, after}, PlanOf::operators).empty() &&
      broken_failures(network, advice, PlanOf::operators).empty()) {
    result.why_not = "breaks n_minus_1, which is require; " + result.why_not;
  }
  if (!note.empty()) {
    result.why_not = note + "; " + result.why_not;
  }
  result.why_not = sentence(std::move(result.why_not));
  return result;
}

Comparisons::Comparisons(const NetworkToday& network)
    : network_(network), variations_(variations(network)) {
  optima_.resize(variations_.size());
}

bool Comparisons::needs(std::size_t number, const EvaluatedPlan& advice) const {
  const std::string& name = variations_[number].name;
  if (name == in_a_quiet_hour) {
    return advice.after.excess > evaluation::relief_tolerance(network_.baseline);
  }
  // The best plan of at most one change is the best plan, where that has no more.
  return name != one_change || advice.after.changes > 1;
}

void Comparisons::search(std::size_t number, const optimiser::Options& options) {
  // Who interrupts wants the advice now; a search cut short would be no comparison.
  if (interrupted(options)) {
    return;
  }
  optimiser::Optimum optimum = optimiser::optimise(
      network_.baseline.with_policy(variations_[number].policy), share_of(options));
  if (optimum.termination != optimiser::Termination::interrupted) {
    optima_[number] = std::move(optimum);
  }
}

std::optional<QuietHour> Comparisons::quiet_hour(const EvaluatedPlan& advice) const {
  for (std::size_t i = 0; i < variations_.size(); ++i) {
    if (variations_[i].name != in_a_quiet_hour || !needs(i, advice) || !optima_[i]) {
      continue;
    }
    const evaluation::Evaluation& then = optima_[i]->after;
    // Loss goes before excess.
    if (std::tie(then.loss, then.excess) < std::tie(advice.after.loss, advice.after.excess)) {
      return advice::quiet_hour(network_, optima_[i]->plan);
    }
  }
  return std::nullopt;
}

std::vector<Alternative> Comparisons::alternatives(const EvaluatedPlan& advice,
                                                   const std::optional<QuietHour>& hour) const {
  std::vector<Alternative> all;
  all.push_back(compared(network_, advice, std::string(do_nothing), {}));
  for (std::size_t i = 0; i < variations_.size(); ++i) {
    if (!needs(i, advice)) {
      continue;
    }
    if (!optima_[i]) {
      return all;
    }
    const optimiser::Optimum& optimum = *optima_[i];
    const bool certain = variations_[i].name == certainty;
    if (certain && optimum.plan == advice.plan) {
      continue;  // Certainty costs nothing.
    }
    std::string note = certain ? certainty_note(optimum.after.excess) : "";
    if (variations_[i].name == in_a_quiet_hour) {
      if (!hour) {
        continue;
      }
      note = hour->condition;
    }
    all.push_back(compared(network_, advice, variations_[i].name, optimum.plan, note));
    if (optimum.termination != optimiser::Termination::optimal) {
      all.back().why_not +=
          fmt::format(" (search ended at the {})", optimiser::name_of(optimum.termination));
    }
    if (optimum.candidates != "all") {
      all.back().why_not += fmt::format(" (considered: {})", optimum.candidates);
    }
  }
  if (advice.after.changes <= 1) {
    all.push_back(compared(network_, advice, std::string(one_change), advice.plan));
  }
  return all;
}

}  // namespace bgpte::advice
