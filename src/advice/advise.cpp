// The advice as a whole, for a search's plan (advise) and for the operator's own (whatif).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "bgpte/advice/advice.hpp"
#include "bgpte/model/digest.hpp"
#include "bgpte/parallel/parallel_for.hpp"
#include "src/advice/parts.hpp"
#include "src/advice/quiet_hour.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice {
namespace {

struct StatusName {
  Status status;
  std::string_view name;
};
constexpr std::array<StatusName, 4> status_names{{
    {Status::change, "change"},
    {Status::partial, "partial"},
    {Status::keep, "keep"},
    {Status::no_safe_change, "no-safe-change"},
}};
static_assert([] {
  for (std::size_t i = 0; i < status_names.size(); ++i) {
    if (static_cast<std::size_t>(status_names[i].status) != i) {
      return false;
    }
  }
  return true;
}());

std::vector<LinkForecast> links_of(const NetworkToday& network,
                                   const evaluation::Evaluation& after) {
  const model::Scenario& scenario = network.scenario;
  const bool peaks = std::any_of(scenario.links.begin(), scenario.links.end(),
                                 [](const model::Link& link) { return link.peak.has_value(); });
  model::Bps all;
  for (const evaluation::LinkLoad& today : network.today.links) {
    all += today.inbound.expected;
  }
  std::vector<LinkForecast> links;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    const model::Link& at = scenario.links[link];
    const evaluation::LinkLoad& today = network.today.links[link];
    const evaluation::LinkLoad& then = after.links[link];
    LinkForecast forecast;
    forecast.name = at.name;
    forecast.capacity = at.capacity;
    forecast.ceiling = model::ceiling(scenario, link);
    forecast.before = today.inbound.expected;
    forecast.before_utilisation = utilisation_of(today.peak.expected, at.capacity);
    forecast.after = then.inbound;
    forecast.after_utilisation = utilisation_of(then.peak, at.capacity);
    if (peaks) {
      forecast.before_peak = today.peak.expected;
      forecast.after_peak = then.peak;
    }
    forecast.bill_before = network.today.link_bill[link];
    forecast.bill_after = after.link_bill[link];
    forecast.saturated = is_saturated(network, link);
    if (at.target_share && all.value > 0) {
      forecast.target =
          TargetForecast{at.target_share->as_double(), utilisation_of(today.inbound.expected, all),
                         utilisation_of(then.inbound.expected, all)};
    }
    links.push_back(std::move(forecast));
  }
  return links;
}

std::string unit_of(const model::Scenario& scenario) {
  return scenario.policy.strategy == model::Strategy::congestion ? "Mbps of Phi"
                                                                 : scenario.currency;
}

void set_gap(Proof& proof) {
  proof.could_still_gain.atto =
      std::max<model::Int128>(0, proof.value.atto - proof.lower_bound.atto);
  proof.gap = proof.could_still_gain.as_double() / std::max(1.0, std::abs(proof.value.as_double()));
}

Proof proof_of(const model::Scenario& scenario, const optimiser::Optimum& optimum) {
  Proof proof;
  proof.excess = optimum.after.excess;
  proof.excess_lower_bound = optimum.excess_lower_bound;
  if (optimum.today.loss.value > 0) {
    proof.loss = {optimum.after.loss, optimum.loss_lower_bound};
  }
  if (scenario.policy.n_minus_1 == model::NMinusOne::no_worse) {
    proof.failure_loss = {optimum.failure_loss, optimum.failure_loss_lower_bound};
  }
  if (model::has_targets(scenario)) {
    proof.off_target = {optimum.after.off_target, optimum.targets_lower_bound};
  }
  proof.value = optimum.after.value;
  proof.lower_bound = optimum.lower_bound;
  proof.unit = unit_of(scenario);
  proof.termination = optimiser::name_of(optimum.termination);
  proof.candidates = optimum.candidates;
  set_gap(proof);
  return proof;
}

/// Of the operator's own plan: no bill, congestion or excess is below nothing.
Proof proof_of(const model::Scenario& scenario, const EvaluatedPlan& own) {
  Proof proof;
  proof.excess = own.after.excess;
  proof.value = own.after.value;
  proof.unit = unit_of(scenario);
  proof.termination = not_searched;
  proof.candidates = "the operator's own changes";
  set_gap(proof);
  return proof;
}

Status status_of(const Advice& advice) {
  if (advice.changes.empty()) {
    return advice.violations.empty() ? Status::keep : Status::no_safe_change;
  }
  return advice.violations.empty() ? Status::change : Status::partial;
}

void add_bill(const NetworkToday& network, const EvaluatedPlan& plan, Advice& advice) {
  const model::Scenario& scenario = network.scenario;
  advice.currency = scenario.currency;
  advice.cost_before = network.today.bill.expected;
  advice.cost_after = plan.after.bill;
  const evaluation::BillDetail detail =
      evaluation::bill_detail(network.baseline, plan.plan, network.down);
  advice.cost_fixed = detail.fixed;
  if (detail.this_month) {
    advice.cost_this_month = MonthCost{scenario.billing_period->from, scenario.billing_period->to,
                                       detail.this_month->before, detail.this_month->after};
  }
  for (const evaluation::SampledPercentile& entry : detail.percentiles) {
    PercentileForecast percentile;
    percentile.name = entry.name;
    for (const model::LinkIndex l : entry.links) {
      percentile.links.push_back(scenario.links[l].name);
    }
    percentile.rank = entry.rank.as_double();
    percentile.interval_s = entry.interval_s;
    percentile.expected = entry.expected;
    percentile.missing = entry.expected - entry.present;
    percentile.dropped = entry.dropped;
    percentile.before = entry.before;
    percentile.after = entry.after;
    percentile.samples_left = entry.samples_left;
    percentile.level = entry.level;
    advice.percentiles.push_back(std::move(percentile));
  }
}

/// Everything but violations, proof and alternatives.
Advice described(const NetworkToday& network, const EvaluatedPlan& plan) {
  const model::Scenario& scenario = network.scenario;
  Advice advice;
  advice.scenario = scenario.name;
  advice.scenario_sha256 = scenario.sha256;
  advice.local_as = scenario.local_as;
  advice.basis = network.ingress.basis();
  advice.measured_to = scenario.measured ? scenario.measured->to : "";
  advice.changes = reasoned_changes(network, plan);
  advice.change_id = change_id_of(scenario.local_as, advice.changes);
  advice.links = links_of(network, plan.after);
  add_bill(network, plan, advice);
  advice.findings = findings_of(network, plan.plan);
  advice.failures = failures_of(network, plan);
  mark_cured(network, plan, advice);
  advice.rollout = rollout_of(network, plan);
  return advice;
}

/// Sets what stands for "before" to the network as measured.
void keep_measured(const evaluation::Baseline& now, const evaluation::Evaluation& measured,
                   Advice& advice) {
  advice.cost_before = measured.bill.expected;
  for (model::LinkIndex l = 0; l < advice.links.size(); ++l) {
    LinkForecast& link = advice.links[l];
    const evaluation::LinkLoad& load = measured.links[l];
    link.before = load.inbound.expected;
    link.before_utilisation = utilisation_of(load.peak.expected, now.scenario().links[l].capacity);
    link.bill_before = measured.link_bill[l];
    link.saturated = now.saturated(l);
    if (link.before_peak) {
      link.before_peak = load.peak.expected;
    }
  }
  const evaluation::BillDetail bills = evaluation::bill_detail(now, {});
  for (std::size_t i = 0; i < std::min(advice.percentiles.size(), bills.percentiles.size()); ++i) {
    advice.percentiles[i].before = bills.percentiles[i].before;
  }
  if (advice.cost_this_month && bills.this_month) {
    advice.cost_this_month->before = bills.this_month->before;
  }
}

/// Puts the quiet hour before the other ways out of the links that it relieves.
void offer(const QuietHour& hour, std::vector<Violation>& violations) {
  for (Violation& violation : violations) {
    const std::size_t ways = violation.message.find(remediation_mark);
    if (ways != std::string::npos &&
        std::find(hour.links.begin(), hour.links.end(), violation.link) != hour.links.end()) {
      violation.message.insert(ways + remediation_mark.size(), hour.text + "; or ");
    }
  }
}

void append(std::vector<Violation>& violations, std::vector<Violation> more) {
  std::move(more.begin(), more.end(), std::back_inserter(violations));
}

}  // namespace

std::string change_id_of(model::Asn local_as, const std::vector<ChangeText>& changes) {
  std::string canonical = fmt::format("bgpte-change/1\nAS{}\n", local_as);
  for (const ChangeText& change : changes) {
    canonical += fmt::format("{}\t{}\t{}\t{}", change.prefix, change.link,
                             static_cast<int>(change.from), static_cast<int>(change.to));
    if (change.lever_from || change.lever_to) {
      const auto sent = [](const std::optional<LeverText>& lever) {
        return lever ? lever->name + " " + model::to_string(lever->marks) : std::string();
      };
      canonical += fmt::format("\t{}\t{}", sent(change.lever_from), sent(change.lever_to));
    }
    canonical += '\n';
  }
  return model::sha256_hex(canonical).substr(0, 12);
}

std::string_view name_of(Status status) {
  return status_names[static_cast<std::size_t>(status)].name;
}

Advice advise(const model::Scenario& scenario, const ingress::IngressModel& ingress,
              const optimiser::Options& options) {
  const evaluation::Baseline baseline(scenario, ingress);
  const NetworkToday network = network_today(baseline, options.threads);
  optimiser::Options shared = options;
  if (!shared.forecasts) {
    shared.forecasts = optimiser::make_forecast_cache();
  }
  if (!network.failures.empty()) {
    auto loads = std::make_shared<std::vector<evaluation::Flows>>();
    for (const FailureToday& state : network.failures) {
      loads->push_back(state.load);
    }
    shared.failures_today = std::move(loads);
  }
  optimiser::PricedSearch search(baseline, shared);
  // The searches for comparison need nothing of the advice, only the forecasts that were made for
  // it. Those that store very many numbers (a load for each prefix, link and constrained failure)
  // take turns.
  constexpr std::size_t most_at_once = 40'000;
  const std::size_t states =
      scenario.policy.n_minus_1 == model::NMinusOne::require ? 1 + scenario.links.size() : 1;
  const bool at_once = options.threads > 1 &&
                       scenario.prefixes.size() * scenario.links.size() * states <= most_at_once;
  shared.threads = at_once ? 1 : options.threads;
  Comparisons comparisons(network);
  optimiser::Optimum optimum;
  EvaluatedPlan plan;
  Advice advice;
  parallel::parallel_for(
      at_once ? options.threads : 1, 1 + comparisons.searches(), [&](std::size_t task) {
        if (task == 0) {
          optimum = search.run();
          plan = {optimum.plan, optimum.after};
          advice = described(network, plan);
          append(advice.violations, broken_reachability(network, plan, network.today.unreachable));
          append(advice.violations, broken_ceilings(network, plan));
          append(advice.violations, broken_failures(network, plan));
          return;
        }
        // Beside each other the last, which takes longest, comes first.
        const std::size_t number =
            at_once ? (task + comparisons.searches() - 2) % comparisons.searches() : task - 1;
        if (at_once || comparisons.needs(number, plan)) {
          comparisons.search(number, shared);
        }
      });
  advice.strategy = model::name_of(scenario.policy.strategy);
  advice.objective = proof_of(scenario, optimum);
  const std::optional<QuietHour> hour = comparisons.quiet_hour(plan);
  advice.alternatives = comparisons.alternatives(plan, hour);
  if (hour) {
    offer(*hour, advice.violations);
  }
  advice.status = status_of(advice);
  advice.summary = summary_of(network, advice);
  return advice;
}

Advice whatif(const WhatIf& asked) {
  const model::Scenario& scenario = asked.then.scenario();
  const NetworkToday network = network_today(asked.then, 1, asked.down);
  const evaluation::Evaluation measured = evaluation::evaluate(asked.now, {});
  const EvaluatedPlan plan = evaluated(network, evaluation::plan_of(scenario, asked.changes));
  Advice advice = described(network, plan);
  advice.strategy = whatif_strategy;
  append(advice.violations, broken_reachability(network, plan, measured.unreachable));
  append(advice.violations, broken_rules(network, plan));
  // Where links are down, what that does comes before what a further failure would do.
  std::vector<Violation> failures = broken_failures(network, plan, PlanOf::operators);
  std::vector<Violation> ceilings = broken_ceilings(network, plan, PlanOf::operators);
  if (!asked.down.empty()) {
    std::swap(failures, ceilings);
  }
  append(advice.violations, std::move(failures));
  append(advice.violations, std::move(ceilings));
  advice.objective = proof_of(scenario, plan);
  if (!plan.plan.empty()) {
    advice.alternatives.push_back(compared(network, plan, std::string(do_nothing), {}));
  }
  if (asked.compare && asked.down.empty()) {
    const evaluation::Plan best = optimiser::optimise(asked.then, *asked.compare).plan;
    advice.alternatives.push_back(compared(network, plan, std::string(best_found), best));
    if (advice.alternatives.back().same_as_advice) {
      advice.alternatives.back().why_not = "Your own changes.";
    }
  }
  advice.status = status_of(advice);
  advice.summary = summary_of(network, advice);
  keep_measured(asked.now, measured, advice);
  return advice;
}

Advice whatif(const model::Scenario& scenario, const ingress::IngressModel& ingress,
              const std::vector<model::Change>& changes) {
  const evaluation::Baseline baseline(scenario, ingress);
  return whatif({baseline, baseline, changes});
}

}  // namespace bgpte::advice
