// What congestion and changes count in money, and whether all sums fit in 128 bits.
#include "bgpte/evaluation/objective_weights.hpp"

#include <algorithm>
#include <stdexcept>

#include "bgpte/evaluation/fortz_thorup.hpp"

namespace bgpte::evaluation {
namespace {

using model::Int128;

/// a / b rounded half up; both >= 0, b > 0.
Int128 rounded_quotient(Int128 a, Int128 b) {
  return (2 * a + b) / (2 * b);
}

constexpr long double room = 1e36L;  // Int128 holds 1.7e38: a factor of 100 for rounding and sums.

/// Bps that could ever enter by one link: everything, in every state.
long double most_traffic(const Baseline& baseline) {
  const model::Scenario& scenario = baseline.scenario();
  long double traffic = 0;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    traffic += static_cast<long double>(baseline.today().high[l]) +
               static_cast<long double>(baseline.today().peak[l]);
  }
  return traffic + static_cast<long double>(scenario.prefixes.size() + 1);
}

/// In 1e-12 of the currency, at least what any plan could cost.
long double most_money(const Baseline& baseline, long double traffic) {
  const model::Scenario& scenario = baseline.scenario();
  const billing::BillCalculator& bills = baseline.bills();
  const long double uplift =
      1 + static_cast<long double>(scenario.policy.saturation.uplift.as_double());
  long double bill = 0;
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
  return bill;
}

/// What the links whose bill depends on their traffic cost.
struct UnitPrices {
  Int128 money = 0;  ///< 1e-12 of the currency for `rate`, fees apart.
  Int128 rate = 0;   ///< bps.
  Int128 load = 0;   ///< bps that these links carry today.
  bool any = false;
};

std::int64_t committed(const model::Billing& billing) {
  const auto* commit = std::get_if<model::CommitBilling>(&billing.model);
  return commit == nullptr ? 0 : commit->committed.value;
}

UnitPrices unit_prices(const Baseline& baseline) {
  UnitPrices weighted;
  UnitPrices plain;  // Where nothing is carried: the mean of the price of each one's first Mbps.
  for (const billing::BillGroup& group : baseline.bills().groups()) {
    if (std::holds_alternative<model::FlatBilling>(group.billing->model)) {
      continue;
    }
    Int128 load = 0;
    for (const model::LinkIndex l : group.links) {
      load += baseline.today().billed[l];
    }
    const Int128 rate = std::max<Int128>({load, committed(*group.billing), 1'000'000});
    const Int128 money =
        model::bill(*group.billing, model::Bps{static_cast<std::int64_t>(rate)}).pico;
    weighted.any = plain.any = true;
    weighted.load += load;
    weighted.money += money / rate * load + money % rate * load / rate;
    weighted.rate += load;
    plain.money += money / rate * 1'000'000 + money % rate * 1'000'000 / rate;
    plain.rate += 1'000'000;
  }
  return weighted.rate > 0 ? weighted : plain;
}

}  // namespace

DerivedWeights derived_weights(const Baseline& baseline) {
  const model::Weights& weights = baseline.scenario().policy.weights;
  UnitPrices prices = unit_prices(baseline);
  if (!prices.any) {
    for (const std::int64_t load : baseline.today().billed) {
      prices.load += load;
    }
  }
  // Without such a bill one Mbps counts as one unit of the currency.
  const bool priced = prices.money > 0;
  const Int128 money = priced ? prices.money : static_cast<Int128>(1'000'000'000'000);
  const Int128 rate = priced ? prices.rate : 1'000'000;
  // The larger of 5 Mbps and 2 % of what is carried, at most 500 Mbps.
  const Int128 by_size = std::clamp<Int128>(prices.load / 50, 5'000'000, 500'000'000);
  const Int128 change = weights.change ? weights.change->millionths : by_size;
  DerivedWeights result;
  result.congestion = rounded_quotient(money * weights.congestion.millionths, rate);
  result.change = rounded_quotient(money * change, rate);
  result.unit_price = rounded_quotient(money * 1'000'000, rate);
  return result;
}

ObjectiveWeights objective_weights(const Baseline& baseline) {
  const model::Scenario& scenario = baseline.scenario();
  const model::Policy& policy = scenario.policy;
  // Bounds are compared in floating point with room to spare: exact values could overflow here.
  const long double traffic = most_traffic(baseline);
  const long double largest_ratio = static_cast<long double>(
      std::max({policy.weights.cost.millionths, policy.weights.congestion.millionths,
                policy.weights.change.value_or(model::Ratio{500'000'000}).millionths,
                std::int64_t{1'000'000}}));
  if (most_money(baseline, traffic) * largest_ratio > room) {
    throw std::overflow_error(
        "the bill times its weight does not fit in 128 bits; prices, fees, rates or weights are "
        "too large");
  }
  ObjectiveWeights result;
  if (policy.strategy == model::Strategy::congestion) {
    result.congestion = static_cast<Int128>(1'000'000'000'000);
  } else {
    const DerivedWeights derived = derived_weights(baseline);
    result.cost = policy.weights.cost.millionths;
    result.change = derived.change;
    if (policy.strategy == model::Strategy::balanced) {
      result.congestion = derived.congestion;
    }
  }
  const auto steepest = static_cast<long double>(fortz_thorup_steps.back().slope);
  if (steepest * traffic * static_cast<long double>(result.congestion) > room) {
    throw std::overflow_error(
        "congestion times its weight does not fit in 128 bits; rates, prices or weights.congestion "
        "are too large");
  }
  const auto cells = static_cast<long double>(scenario.prefixes.size() * scenario.links.size());
  const long double most_steps =
      1e6L + static_cast<long double>(policy.weights.step.millionths) * model::max_prepend;
  if (cells * most_steps * static_cast<long double>(result.change) > room) {
    throw std::overflow_error(
        "the price of the changes does not fit in 128 bits; prices or weights.change are too "
        "large");
  }
  return result;
}

billing::Piecewise congestion_curve(const model::Policy& policy, const ObjectiveWeights& weights,
                                    model::Bps capacity) {
  const billing::Piecewise phi = fortz_thorup_curve(capacity);
  if (policy.strategy != model::Strategy::balanced || weights.congestion == 0) {
    return weights.congestion * phi;
  }
  // Two thirds of the capacity is where the third piece begins.
  const auto& pieces = phi.segments();
  std::vector<billing::Piecewise::Segment> above{{0, 0, 0}};
  const Int128 base = pieces[2].value;
  for (std::size_t i = 2; i < pieces.size(); ++i) {
    if (pieces[i].from == above.back().from) {
      above.pop_back();  // A capacity of nothing: all pieces begin at 0.
    }
    above.push_back({pieces[i].from, pieces[i].value - base, pieces[i].slope});
  }
  return weights.congestion * billing::Piecewise(std::move(above)) + phi;
}

std::int64_t priced_changes(const model::Advertisement& today, const model::Advertisement& x,
                            model::Ratio step) {
  std::int64_t priced = 0;
  for (model::LinkIndex l = 0; l < x.size(); ++l) {
    if (x[l] == today[l] && x.lever(l) == today.lever(l)) {
      continue;
    }
    const std::int64_t added = today[l] >= 0 ? x[l] - today[l] : 1;
    priced += 1'000'000 + step.millionths * (std::max<std::int64_t>(1, added) - 1);
  }
  return priced;
}

}  // namespace bgpte::evaluation
