#pragma once

#include <algorithm>
#include <optional>

#include "tests/optimiser/brute_force.hpp"
#include "tests/optimiser/random_instance.hpp"

/// What the links carry in one state, written a second time as plainly as can be: for each prefix
/// the announcements that are left, else those of the longest prefix around it, and the sum.
namespace bgpte::evaluation::testing {

using optimiser::testing::add;
using optimiser::testing::BruteFlows;
using optimiser::testing::BruteForce;
using optimiser::testing::Dice;
using optimiser::testing::Instance;
using optimiser::testing::Loads;

struct PlainState {
  BruteFlows flows;
  std::int64_t unreachable = 0;
};

inline bool is_down(const LinksDown& down, std::size_t link) {
  return std::find(down.begin(), down.end(), link) != down.end();
}

/// Background of links that are down, on the others in proportion to capacity.
inline Loads moved_background(const model::Scenario& scenario, const LinksDown& down,
                              const Rates& today) {
  double capacity = 0;
  double lost = 0;
  for (std::size_t l = 0; l < today.size(); ++l) {
    (is_down(down, l) ? lost : capacity) +=
        is_down(down, l) ? static_cast<double>(today[l])
                         : static_cast<double>(scenario.links[l].capacity.value);
  }
  ingress::Forecast parts;
  for (std::size_t l = 0; l < today.size(); ++l) {
    parts.expected.push_back(
        is_down(down, l)
            ? 0.0
            : lost * (static_cast<double>(scenario.links[l].capacity.value) / capacity));
  }
  Loads loads = optimiser::testing::share_out(parts);
  for (std::size_t l = 0; l < today.size(); ++l) {
    loads[l] += is_down(down, l) ? 0 : today[l];
  }
  return loads;
}

inline Loads worst_background(const LinksDown& down, const Rates& today) {
  std::int64_t lost = 0;
  for (const std::size_t l : down) {
    lost += today[l];
  }
  Loads loads;
  for (std::size_t l = 0; l < today.size(); ++l) {
    loads.push_back(is_down(down, l) ? 0 : today[l] + lost);
  }
  return loads;
}

inline PlainState plain_state(const Baseline& baseline, const BruteForce& brute, const Plan& plan,
                              const LinksDown& down) {
  const model::Scenario& scenario = baseline.scenario();
  PlainState state;
  state.flows.billed = moved_background(scenario, down, baseline.background_billed());
  state.flows.peak = moved_background(scenario, down, baseline.background_peak());
  state.flows.high = worst_background(down, baseline.background_high());
  state.flows.harm = state.flows.high;
  const bool one_left = down.size() + 1 == scenario.links.size();
  for (std::size_t l = 0; l < scenario.links.size(); ++l) {
    state.flows.low.push_back(is_down(down, l) ? 0
                              : one_left       ? state.flows.peak[l]
                                               : baseline.background_peak()[l]);
  }
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    for (const model::Bps cell : baseline.ingress().today().home[p]) {
      state.unreachable += cell.value;
    }
    model::Advertisement x = brute.followed(plan, {"", down}, p);
    if (x.carried_count() > 0) {
      // A part that follows what it follows today is measured, not forecast.
      x = x == brute.followed({}, {"", {}}, p) ? scenario.prefixes[p].advertise : x;
      const BruteFlows part = brute.flows(p, x);
      for (const auto member : {&BruteFlows::billed, &BruteFlows::peak, &BruteFlows::low,
                                &BruteFlows::high, &BruteFlows::harm}) {
        add(state.flows.*member, part.*member);
      }
      for (const std::int64_t rate : part.billed) {
        state.unreachable -= rate;
      }
    }
  }
  return state;
}

/// A random instance; every second one is a chain of prefixes, each within the one before, and
/// every third has links whose peak is not their measured statistic.
inline Instance instance_with_covers(std::uint64_t seed) {
  Instance instance = optimiser::testing::unmatched_instance(seed, optimiser::testing::Volumes::any,
                                                             optimiser::testing::Samples::none);
  model::Scenario& scenario = *instance.scenario;
  Dice dice(seed);
  for (std::size_t p = 0; seed % 2 == 0 && p < scenario.prefixes.size(); ++p) {
    scenario.prefixes[p].prefix = model::parse_prefix("12.0.0.0/" + std::to_string(10 + p)).prefix;
  }
  for (model::Link& link : scenario.links) {
    if (seed % 3 == 0 && dice.one_in(2)) {
      link.peak = model::Bps{link.inbound.value + dice.roll(5) * link.inbound.value / 4};
    }
  }
  optimiser::testing::match_longest(instance);
  return instance;
}

/// Any advertisement for some prefixes; now and then none at all.
inline Plan random_plan(const model::Scenario& scenario, std::uint64_t seed) {
  Dice dice(seed);
  Plan plan;
  for (std::size_t p = 0; p < scenario.prefixes.size(); ++p) {
    if (dice.one_in(2)) {
      continue;
    }
    model::Advertisement x(scenario.links.size());
    const bool nowhere = dice.one_in(3);
    for (std::size_t l = 0; l < scenario.links.size() && !nowhere; ++l) {
      if (!dice.one_in(3)) {
        x[l] = static_cast<model::Prepend>(dice.roll(4));
      }
    }
    if (x != scenario.prefixes[p].advertise) {
      plan.emplace(p, x);
    }
  }
  return plan;
}

}  // namespace bgpte::evaluation::testing
