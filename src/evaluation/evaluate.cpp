// What a plan costs and what its links carry, in exact arithmetic (docs/evaluation.md).
#include "bgpte/evaluation/evaluate.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "bgpte/evaluation/fortz_thorup.hpp"
#include "bgpte/evaluation/goals.hpp"
#include "bgpte/evaluation/objective_weights.hpp"
#include "bgpte/parallel/parallel_for.hpp"

namespace bgpte::evaluation {
namespace {

using model::Int128;

constexpr Int128 atto_in_one = static_cast<Int128>(1'000'000'000) * 1'000'000'000;

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
std::int64_t uplifted(const Baseline& baseline, std::int64_t rate) {
  const model::Ratio uplift = baseline.scenario().policy.saturation.uplift;
  return static_cast<std::int64_t>((static_cast<Int128>(rate) * uplift.millionths + 999'999) /
                                   1'000'000);
}

/// One state of the network.
struct State {
  const LinksDown& down;
  Plan followed;  ///< `effective` of it.
};

/// Least and greatest bill where all changed prefixes err alike, either way (Baseline::Lean), with
/// and without uplift.
MoneyRange bill_range(const Baseline& baseline, const State& state, model::Money expected,
                      unsigned threads) {
  const Plan& plan = state.followed;
  MoneyRange range{expected, expected, expected};
  const model::Scenario& scenario = baseline.scenario();
  const billing::BillCalculator& bills = baseline.bills();
  const std::size_t links = scenario.links.size();
  for (const Baseline::Uplift uplift : {Baseline::Uplift::without, Baseline::Uplift::with}) {
    const bool uplifts = uplift == Baseline::Uplift::with;
    Rates base = baseline.background_billed();
    bool any = !uplifts;
    for (model::LinkIndex l = 0; l < links; ++l) {
      if (uplifts && baseline.saturated(l)) {
        any = true;
        base[l] = uplifted(baseline, base[l]);
      }
    }
    if (!any) {
      continue;
    }
    Rates base_volumes = background_volumes(baseline, state.down, base);
    base = re_entered(scenario, state.down, std::move(base));
    for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
      if (!plan.contains(p)) {
        baseline.add_leaning(p, baseline.followed_today(p), Baseline::Lean::none, uplift, base,
                             base_volumes);
      }
    }
    constexpr std::array leans{Baseline::Lean::none, Baseline::Lean::stays, Baseline::Lean::leaves};
    std::vector<model::Money> bill(plan.empty() ? 1 : leans.size());
    parallel::parallel_for(threads, bill.size(), [&](std::size_t i) {
      Rates billed = base;
      Rates volumes = base_volumes;
      for (const auto& [p, x] : plan) {
        baseline.add_leaning(p, x, leans[i], uplift, billed, volumes);
      }
      bill[i] = bills.total(billed, volumes);
    });
    for (const model::Money one : bill) {
      range.low = std::min(range.low, one);
      range.high = std::max(range.high, one);
    }
  }
  return range;
}

/// Low and high of each link's load at the measured statistic.
std::pair<Rates, Rates> billed_ranges(const Baseline& baseline, const State& state,
                                      const Flows& flows) {
  if (!baseline.has_peaks()) {
    return {flows.low, flows.high};
  }
  const model::Scenario& scenario = baseline.scenario();
  const std::size_t links = scenario.links.size();
  Rates lows = baseline.background_billed();
  Rates highs = lows;
  for (model::LinkIndex l = 0; l < links; ++l) {
    if (baseline.saturated(l)) {
      highs[l] = uplifted(baseline, highs[l]);
    }
  }
  Background background = background_under(scenario, state.down, lows, highs);
  lows = std::move(background.low);
  highs = std::move(background.high);
  for (model::PrefixIndex p = 0; p < scenario.prefixes.size(); ++p) {
    const auto followed = state.followed.find(p);
    const auto [low, high] = baseline.billed_range(
        p, followed == state.followed.end() ? baseline.followed_today(p) : followed->second);
    for (model::LinkIndex l = 0; l < links; ++l) {
      lows[l] += low[l];
      highs[l] += high[l];
    }
  }
  return {std::move(lows), std::move(highs)};
}

/// Loads of the links, and whether they do no harm.
void add_loads(const Baseline& baseline, const State& state, const Flows& flows,
               Evaluation& result) {
  const model::Scenario& scenario = baseline.scenario();
  const auto [billed_low, billed_high] = billed_ranges(baseline, state, flows);
  result.harmless = harmless(
      baseline, state.down.empty() ? baseline.today() : forecast(baseline, {}, state.down), flows);
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    LinkLoad load;
    load.peak = {model::Bps{flows.low[l]}, model::Bps{flows.peak[l]}, model::Bps{flows.high[l]}};
    load.inbound = {model::Bps{billed_low[l]}, model::Bps{flows.billed[l]},
                    model::Bps{billed_high[l]}};
    load.harm = model::Bps{flows.harm[l]};
    result.phi += fortz_thorup_curve(scenario.links[l].capacity).at(flows.peak[l]);
    result.links.push_back(load);
  }
}

}  // namespace

double Objective::as_double() const {
  return static_cast<double>(atto) / static_cast<double>(atto_in_one);
}

Evaluation evaluate(const Baseline& baseline, const Plan& plan, unsigned threads,
                    const LinksDown& down) {
  const model::Scenario& scenario = baseline.scenario();
  const State state{down, effective(baseline, plan, down)};
  const Flows flows = forecast(baseline, plan, down, threads);
  const billing::BillCalculator& bills = baseline.bills();
  const ObjectiveWeights weights = objective_weights(baseline);

  Evaluation result;
  result.link_bill.resize(scenario.links.size());
  model::Money expected;
  for (std::size_t g = 0; g < bills.groups().size(); ++g) {
    const model::Money bill = bills.money(g, flows.billed, flows.volumes);
    expected += bill;
    split_bill(bills.groups()[g], bill, flows.billed, result.link_bill);
  }
  result.bill = bill_range(baseline, state, expected, threads);
  result.unreachable = model::Bps{flows.unreachable};
  result.loss = loss(baseline, flows);
  result.excess = excess(baseline, flows);
  result.off_target = off_target(baseline, flows);
  result.changes = changes_of(scenario, plan).size();
  for (const auto& [prefix, x] : plan) {
    result.priced_changes +=
        priced_changes(scenario.prefixes[prefix].advertise, x, scenario.policy.weights.step);
  }
  add_loads(baseline, state, flows, result);
  result.value.atto = weights.cost * expected.pico + weights.change * result.priced_changes;
  for (model::LinkIndex l = 0; l < scenario.links.size(); ++l) {
    result.value.atto +=
        congestion_curve(scenario.policy, weights, scenario.links[l].capacity).at(flows.peak[l]);
  }
  return result;
}

}  // namespace bgpte::evaluation
