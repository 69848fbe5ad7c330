#include "bgpte/evaluation/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "bgpte/evaluation/objective_weights.hpp"
#include "bgpte/parallel/parallel_for.hpp"

namespace bgpte::evaluation {
namespace {

using model::Int128;

constexpr Int128 atto_in_one = static_cast<Int128>(1'000'000'000) * 1'000'000'000;

/// a / b rounded half up; both >= 0, b > 0.
Int128 rounded_quotient(Int128 a, Int128 b) {
  return (2 * a + b) / (2 * b);
}

model::Money total_bill(const billing::BillCalculator& bills, const Rates& billed,
                        const Rates& volumes) {
  model::Money total;
  for (std::size_t g = 0; g < bills.groups().size(); ++g) {
    total += bills.money(g, billed, volumes);
  }
  return total;
}

/// A contract's bill over its ports in proportion to load, equally where nothing is carried.
void split_bill(const billing::BillGroup& group, model::Money bill, const Rates& billed,
                std::vector<model::Money>& by_link) {
  Int128 load = 0;
  for (const model::LinkIndex l : group.links) {
    load += billed[l];
  }
  model::Money left = bill;
  for (std::size_t i = 0; i < group.links.size(); ++i) {
    const model::LinkIndex l = group.links[i];
    model::Money part = left;
    if (i + 1 < group.links.size()) {
      part.pico = load > 0 ? (bill.pico / load) * billed[l] + (bill.pico % load) * billed[l] / load
                           : bill.pico / static_cast<Int128>(group.links.size());
    }
    by_link[l] = part;
    left = left - part;
  }
}

/// Background of a saturated link in the high forecast.
std::int64_t uplifted(const Baseline& states, std::int64_t rate) {
  const model::Ratio uplift = states.scenario().policy.saturation.uplift;
  return static_cast<std::int64_t>((static_cast<Int128>(rate) * uplift.millionths + 999'999) /
                                   1'000'000);
}

/// Least and greatest bill over the variants, each applied to all changed prefixes at once, with
/// and without uplift, without drift.
MoneyRange bill_range(const Baseline& states, const Plan& plan, model::Money expected,
                      unsigned threads) {
  MoneyRange range{expected, expected, expected};
  const model::Scenario& scenario = states.scenario();
  const billing::BillCalculator& bills = states.bills();
  const std::size_t links = scenario.links.size();
  for (const bool uplift : {false, true}) {
    Rates base = states.background_billed();
    bool any = !uplift;
    for (model::LinkIndex l = 0; l < links; ++l) {
      if (uplift && states.saturated(l)) {
        any = true;
        base[l] = uplifted(states, base[l]);
      }
    }
    if (!any) {
      continue;
    }
    Rates base_volumes(bills.any_replay() ? bills.volumes() : 0, 0);
    for (model::LinkIndex l = 0; l < links && bills.any_replay(); ++l) {
      base_volumes[bills.place({l, l})] = base[l];
    }
    const auto add = [&](model::PrefixIndex p, const model::Advertisement& x, std::size_t variant,
                         Rates& billed, Rates& volumes) {
      const Rates part = states.variant_flows(p, x, variant, uplift);
      for (model::LinkIndex l = 0; l < links; ++l) {
        billed[l] += part[l];
      }
      if (bills.any_replay()) {
        states.add_variant_volumes(p, x, variant, uplift, volumes);
      }
    };
    for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
      if (!plan.contains(p)) {
        add(p, scenario.prefixes[p].advertise, 0, base, base_volumes);
      }
    }
    // One story after the other for each thread; their bills are compared in order.
    const std::size_t variants = plan.empty() ? 1 : states.ingress().variants();
    std::vector<model::Money> bill(variants);
    parallel::parallel_for(threads, variants, [&](std::size_t v) {
      Rates billed = base;
      Rates volumes = base_volumes;
      for (const auto& [p, x] : plan) {
        add(p, x, v, billed, volumes);
      }
      bill[v] = total_bill(bills, billed, volumes);
    });
    for (const model::Money one : bill) {
      range.low = std::min(range.low, one);
      range.high = std::max(range.high, one);
    }
  }
  return range;
}

const Rates& ceiling_loads(const model::Policy& policy, const Flows& flows) {
  switch (policy.forecast) {
    case model::ForecastLevel::low:
      return flows.low;
    case model::ForecastLevel::high:
      return flows.high;
    case model::ForecastLevel::expected:
      break;
  }
  return flows.peak;
}

}  // namespace

double Objective::as_double() const {
  return static_cast<double>(atto) / static_cast<double>(atto_in_one);
}

Int128 fortz_thorup(model::Bps load, model::Bps capacity) {
  // Break points in thirtieths of the capacity, and the slope from there on.
  struct Step {
    std::int64_t thirtieths;
    int slope;
  };
  constexpr Step steps[] = {{0, 1}, {10, 3}, {20, 10}, {27, 70}, {30, 500}, {33, 5000}};
  Int128 phi = 0;
  for (std::size_t i = 0; i < std::size(steps); ++i) {
    const std::int64_t from =
        static_cast<std::int64_t>(static_cast<Int128>(capacity.value) * steps[i].thirtieths / 30);
    std::int64_t to = load.value;
    if (i + 1 < std::size(steps)) {
      to = std::min(to, static_cast<std::int64_t>(static_cast<Int128>(capacity.value) *
                                                  steps[i + 1].thirtieths / 30));
    }
    if (to > from) {
      phi += static_cast<Int128>(steps[i].slope) * (to - from);
    }
  }
  return phi;
}

DerivedWeights derived_weights(const Baseline& states) {
  const model::Scenario& scenario = states.scenario();
  const Rates& billed = states.today().billed;
  const Int128 bill = total_bill(states.bills(), billed, states.today().volumes).pico;
  Int128 load = 0;
  for (const std::int64_t rate : billed) {
    load += rate;
  }
  // Without a bill, or without traffic, one Mbps counts as one unit of the currency.
  const bool priced = bill > 0 && load > 0;
  const Int128 money = priced ? bill : static_cast<Int128>(1'000'000'000'000);
  const Int128 rate = priced ? load : 1'000'000;
  const model::Weights& weights = scenario.policy.weights;
  DerivedWeights result;
  result.congestion = rounded_quotient(money * weights.congestion.millionths, rate);
  result.change = rounded_quotient(money * weights.change.millionths, rate);
  result.average_price = rounded_quotient(money * 1'000'000, rate);
  return result;
}

DerivedWeights derived_weights(const model::Scenario& scenario,
                               const ingress::IngressModel& ingress) {
  return derived_weights(Baseline(scenario, ingress));
}

ObjectiveWeights objective_weights(const Baseline& states) {
  const model::Scenario& scenario = states.scenario();
  // Everything that could ever enter one link bounds every term; compared in floating point with
  // room to spare, since the exact value would be the overflow.
  long double traffic = 0;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    traffic += static_cast<long double>(states.today().high[l]) +
               static_cast<long double>(states.today().peak[l]);
  }
  traffic += static_cast<long double>(scenario.prefixes.size() + 1);
  long double bill = 0;
  const billing::BillCalculator& bills = states.bills();
  const long double uplift =
      1 + static_cast<long double>(scenario.policy.saturation.uplift.as_double());
  for (std::size_t g = 0; g < bills.groups().size(); ++g) {
    const billing::BillGroup& group = bills.groups()[g];
    long double outbound = 0;
    for (const model::LinkIndex l : group.links) {
      outbound += static_cast<long double>(scenario.links[l].outbound.value_or(model::Bps{}).value);
    }
    const long double rate = traffic + outbound + uplift * bills.most_replayed(g);
    if (const auto* flat = std::get_if<model::FlatBilling>(&group.billing->model)) {
      bill += 2 * static_cast<long double>(flat->fee.pico);
    } else if (const auto* linear = std::get_if<model::PerMbpsBilling>(&group.billing->model)) {
      bill += 2 * static_cast<long double>(linear->price.micros) * rate;
    } else if (const auto* commit = std::get_if<model::CommitBilling>(&group.billing->model)) {
      bill += 2 * (static_cast<long double>(commit->price.micros) *
                       static_cast<long double>(commit->committed.value) +
                   static_cast<long double>(commit->overage_price.micros) * rate);
    } else if (const auto* tiers = std::get_if<model::TierBilling>(&group.billing->model)) {
      for (const model::Tier& tier : tiers->tiers) {
        bill += 2 * static_cast<long double>(tier.price.micros) * rate;
      }
    }
  }
  constexpr long double room = 1e36L;  // Int128 holds 1.7e38.
  const long double largest_ratio = static_cast<long double>(std::max(
      {scenario.policy.weights.cost.millionths, scenario.policy.weights.congestion.millionths,
       scenario.policy.weights.change.millionths, std::int64_t{1'000'000}}));
  if (bill * largest_ratio > room) {
    throw std::overflow_error(
        "the bill times its weight does not fit in 128 bits; prices, fees, rates or weights are "
        "too large");
  }
  const long double phi = 5000 * traffic;
  ObjectiveWeights result;
  if (scenario.policy.strategy == model::Strategy::congestion) {
    result.congestion = static_cast<Int128>(1'000'000'000'000);
  } else {
    const DerivedWeights derived = derived_weights(states);
    result.cost = scenario.policy.weights.cost.millionths;
    result.change = derived.change * 1'000'000;
    if (scenario.policy.strategy == model::Strategy::balanced) {
      result.congestion = derived.congestion;
    }
  }
  if (phi * static_cast<long double>(result.congestion) > room) {
    throw std::overflow_error(
        "congestion times its weight does not fit in 128 bits; rates, prices or weights.congestion "
        "are too large");
  }
  const auto cells = static_cast<long double>(scenario.prefixes.size() * scenario.links.size());
  if (cells * static_cast<long double>(result.change) > room) {
    throw std::overflow_error(
        "the price of the changes does not fit in 128 bits; prices or weights.change are too "
        "large");
  }
  return result;
}

Evaluation evaluate(const Baseline& states, const Plan& plan, unsigned threads) {
  const model::Scenario& scenario = states.scenario();
  const std::size_t links = scenario.links.size();
  const Flows flows = total_flows(states, plan, threads);
  const std::vector<billing::BillGroup>& groups = states.bills().groups();
  const ObjectiveWeights weights = objective_weights(states);

  Evaluation result;
  result.link_bill.resize(links);
  model::Money expected;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const model::Money bill = states.bills().money(g, flows.billed, flows.volumes);
    expected += bill;
    split_bill(groups[g], bill, flows.billed, result.link_bill);
  }
  result.bill = bill_range(states, plan, expected, threads);
  result.unreachable = model::Bps{flows.unreachable};
  result.changes = changes_of(scenario, plan).size();

  const model::Policy& policy = scenario.policy;
  const Rates& ceiling_load = ceiling_loads(policy, flows);
  Rates billed_low = flows.low;
  Rates billed_high = flows.high;
  if (states.has_peaks()) {
    billed_low = states.background_billed();
    billed_high = billed_low;
    for (model::LinkIndex l = 0; l < links; ++l) {
      if (states.saturated(l)) {
        billed_high[l] = uplifted(states, billed_high[l]);
      }
    }
    for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
      const auto [low, high] = states.billed_range(p, advertisement(scenario, plan, p));
      for (model::LinkIndex l = 0; l < links; ++l) {
        billed_low[l] += low[l];
        billed_high[l] += high[l];
      }
    }
  }
  for (model::LinkIndex l = 0; l < links; ++l) {
    LinkLoad load;
    load.peak = {model::Bps{flows.low[l]}, model::Bps{flows.peak[l]}, model::Bps{flows.high[l]}};
    load.inbound = {model::Bps{billed_low[l]}, model::Bps{flows.billed[l]},
                    model::Bps{billed_high[l]}};
    load.harm =
        model::Bps{policy.do_no_harm == model::DoNoHarm::expected ? flows.peak[l] : flows.harm[l]};
    const std::int64_t top = ceiling(scenario, l).value;
    result.excess += model::Bps{std::max<std::int64_t>(0, ceiling_load[l] - top)};
    result.phi += fortz_thorup(load.peak.expected, scenario.links[l].capacity);
    const std::int64_t before = policy.do_no_harm == model::DoNoHarm::expected
                                    ? states.today().peak[l]
                                    : states.today().harm[l];
    if (policy.do_no_harm != model::DoNoHarm::off && load.harm.value > std::max(top, before)) {
      result.harmless = false;
    }
    result.links.push_back(load);
  }
  result.value.atto = weights.cost * expected.pico + weights.congestion * result.phi +
                      weights.change * static_cast<Int128>(result.changes);
  return result;
}

Evaluation evaluate(const model::Scenario& scenario, const ingress::IngressModel& ingress,
                    const Plan& plan) {
  return evaluate(Baseline(scenario, ingress), plan);
}

}  // namespace bgpte::evaluation
