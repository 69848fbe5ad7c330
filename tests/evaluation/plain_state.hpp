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

inline model::Advertisement on_links_up(const model::Scenario& scenario, const Plan& plan,
                                        const LinksDown& down, std::size_t prefix) {
  const auto planned = plan.find(prefix);
  model::Advertisement x =
      planned == plan.end() ? scenario.prefixes[prefix].advertise : planned->second;
  for (std::size_t l = 0; l < scenario.links.size(); ++l) {
    if (is_down(down, l)) {
      x.withdraw(l);
    }
  }
  return x;
}

/// Today's announcements of the longest prefix around this one, or itself, that has any.
inline model::Advertisement followed_today(const model::Scenario& scenario, std::size_t prefix) {
  std::optional<std::size_t> from;
  for (std::size_t q = 0; q < scenario.prefixes.size(); ++q) {
    if (scenario.prefixes[q].prefix.contains(scenario.prefixes[prefix].prefix) &&
        scenario.prefixes[q].advertise.carried_count() > 0 &&
        (!from || scenario.prefixes[q].prefix.length > scenario.prefixes[*from].prefix.length)) {
      from = q;
    }
  }
  return scenario.prefixes[from.value_or(prefix)].advertise;
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
    const auto covers = [&](std::size_t q) {
      return scenario.prefixes[q].prefix.contains(scenario.prefixes[p].prefix) &&
             on_links_up(scenario, plan, down, q).carried_count() > 0;
    };
    std::optional<std::size_t> from;
    for (std::size_t q = 0; q < scenario.prefixes.size(); ++q) {
      if (covers(q) &&
          (!from || scenario.prefixes[q].prefix.length > scenario.prefixes[*from].prefix.length)) {
        from = q;
      }
    }
    for (const model::Bps cell : baseline.ingress().today().home[p]) {
      state.unreachable += cell.value;
    }
    if (from) {
      model::Advertisement x = on_links_up(scenario, plan, down, *from);
      // A part that follows what it follows today is measured, not forecast.
      x = x == followed_today(scenario, p) ? scenario.prefixes[p].advertise : x;
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
  Instance instance = optimiser::testing::random_instance(seed);
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
