// The order in which changes are made, without a state on the way that is worse than today.
#include "src/advice/rollout_order.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <optional>

#include "bgpte/evaluation/goals.hpp"

namespace bgpte::advice {
namespace {

using evaluation::Flows;
using model::Bps;
using Mask = std::uint32_t;

/// An intermediate state, as far as an order is judged by it.
struct State {
  bool allowed = true;  ///< Not worse than today.
  Bps excess;
};

/// What the network carries with these changes made, in the state that is asked about.
Flows flows_of(const NetworkToday& network, const std::vector<model::Change>& changes) {
  return evaluation::forecast(network.baseline, evaluation::plan_of(network.scenario, changes),
                              network.down);
}

/// The rates that a state is judged by.
constexpr std::array judged{&Flows::peak, &Flows::low, &Flows::high, &Flows::harm};

State judge(const NetworkToday& network, const Flows& flows, const Flows& today) {
  const evaluation::Baseline& baseline = network.baseline;
  State state{true, evaluation::excess(baseline, flows)};
  state.allowed = state.excess <= evaluation::excess(baseline, today) &&
                  evaluation::loss(baseline, flows) <= evaluation::loss(baseline, today) &&
                  flows.unreachable <= today.unreachable &&
                  evaluation::harmless(baseline, today, flows);
  return state;
}

/// The listed prefix that covers all others that cover this one; itself where none does.
model::PrefixIndex widest_cover(const NetworkToday& network, model::PrefixIndex prefix) {
  while (const auto cover = network.baseline.longest_covering()[prefix]) {
    prefix = *cover;
  }
  return prefix;
}

std::vector<model::Change> picked(const std::vector<model::Change>& changes, Mask mask) {
  std::vector<model::Change> some;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if ((mask >> i & 1U) != 0) {
      some.push_back(changes[i]);
    }
  }
  return some;
}

/// Every subset of the changes, judged. Loads add up over prefixes exactly, since each prefix is
/// rounded by itself, so only subsets of changes are forecast whose prefixes may follow each other.
std::vector<State> states_of(const NetworkToday& network,
                             const std::vector<model::Change>& changes) {
  std::map<model::PrefixIndex, Mask> own;  // By the widest cover.
  for (std::size_t i = 0; i < changes.size(); ++i) {
    own[widest_cover(network, changes[i].prefix)] |= Mask{1} << i;
  }
  const Flows today = flows_of(network, {});
  std::map<Mask, Flows> parts;  // What the changes add to today.
  for (const auto& [prefix, all] : own) {
    for (Mask part = all; part != 0; part = (part - 1) & all) {
      Flows& moved = parts[part] = flows_of(network, picked(changes, part));
      moved.unreachable -= today.unreachable;
      for (const auto member : judged) {
        for (model::LinkIndex link = 0; link < (today.*member).size(); ++link) {
          (moved.*member)[link] -= (today.*member)[link];
        }
      }
    }
  }
  std::vector<State> states(std::size_t{1} << changes.size());
  for (Mask mask = 0; mask < states.size(); ++mask) {
    Flows flows = today;
    for (const auto& [prefix, all] : own) {
      if (const auto moved = parts.find(mask & all); moved != parts.end()) {
        flows.unreachable += moved->second.unreachable;
        for (const auto member : judged) {
          evaluation::add(flows.*member, moved->second.*member);
        }
      }
    }
    states[mask] = judge(network, flows, today);
  }
  return states;
}

/// What makes one way better than another, in this order; sums over the steps.
struct Cost {
  std::int64_t merged = 0;      ///< Changes that share a step with another.
  std::int64_t inversions = 0;  ///< Pairs of a repelling change before an attracting one.
  model::Int128 excess = 0;     ///< Summed over the states on the way.
  auto operator<=>(const Cost&) const = default;
};

struct Way {
  Cost cost;
  std::vector<Mask> steps;
};

/// The best way from today to all changes whose intermediate states are allowed and have at most
/// `worst` excess. All at once is always a way.
Way best_way(const std::vector<State>& states, const std::vector<model::Change>& changes,
             Bps worst) {
  const Mask all = static_cast<Mask>(states.size() - 1);
  Mask attracting = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    attracting |= attracts(changes[i]) ? Mask{1} << i : Mask{0};
  }
  struct Reached {
    Cost cost;
    Mask from = 0;
  };
  std::vector<std::optional<Reached>> reached(states.size());
  reached[0] = Reached{};
  for (Mask at = 0; at < all; ++at) {
    if (!reached[at]) {
      continue;
    }
    const Mask left = all & ~at;
    for (Mask step = left; step != 0; step = (step - 1) & left) {
      const Mask next = at | step;
      if (next != all && (!states[next].allowed || states[next].excess > worst)) {
        continue;
      }
      Cost cost = reached[at]->cost;
      cost.merged += std::popcount(step) - 1;
      cost.inversions += static_cast<std::int64_t>(std::popcount(step & ~attracting)) *
                         std::popcount(attracting & ~next);
      cost.excess += states[next].excess.value;
      if (!reached[next] || cost < reached[next]->cost) {
        reached[next] = Reached{cost, at};
      }
    }
  }
  Way way{reached[all]->cost, {}};
  for (Mask at = all; at != 0; at = reached[at]->from) {
    way.steps.push_back(at & ~reached[at]->from);
  }
  std::reverse(way.steps.begin(), way.steps.end());
  return way;
}

std::vector<OrderedStep> exact_order(const NetworkToday& network,
                                     const std::vector<model::Change>& changes) {
  const std::vector<State> states = states_of(network, changes);
  std::vector<Bps> levels;
  for (const State& state : states) {
    levels.push_back(state.excess);
  }
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  // The least bound on the worst excess that forces no more changes into one step.
  const std::int64_t merged = best_way(states, changes, levels.back()).cost.merged;
  const auto bound = std::partition_point(levels.begin(), levels.end(), [&](Bps level) {
    return best_way(states, changes, level).cost.merged > merged;
  });
  std::vector<OrderedStep> steps;
  for (const Mask step : best_way(states, changes, *bound).steps) {
    steps.push_back({picked(changes, step), std::popcount(step) > 1});
  }
  return steps;
}

/// A long plan: all that attracts to one link together, link by link, then all that repels.
std::vector<OrderedStep> order_by_link(const NetworkToday& network,
                                       const std::vector<model::Change>& changes) {
  const model::Scenario& scenario = network.scenario;
  const Flows today = flows_of(network, {});
  std::vector<OrderedStep> steps;
  std::vector<model::Change> done;
  OrderedStep open;
  for (const bool attracting : {true, false}) {
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      bool any = false;
      for (const model::Change& change : changes) {
        if (change.link == link && attracts(change) == attracting) {
          open.changes.push_back(change);
          done.push_back(change);
          any = true;
        }
      }
      if (!any) {
        continue;
      }
      const bool last = done.size() == changes.size();
      if (last || judge(network, flows_of(network, done), today).allowed) {
        steps.push_back(std::move(open));
        open = {};
      } else {
        open.forced = true;
      }
    }
  }
  return steps;
}

}  // namespace

bool attracts(const model::Change& change) {
  if (change.from == model::not_announced) {
    return true;
  }
  const bool pushes = change.to_lever != model::no_lever && change.to_lever != change.from_lever;
  if (change.to == model::not_announced || pushes) {
    return false;  // A lever only ever repels.
  }
  return change.to < change.from ||
         (change.to == change.from && change.from_lever != change.to_lever);
}

std::vector<OrderedStep> order_of(const NetworkToday& network,
                                  const std::vector<model::Change>& changes) {
  if (changes.empty()) {
    return {};
  }
  return changes.size() <= exact_order_changes ? exact_order(network, changes)
                                               : order_by_link(network, changes);
}

}  // namespace bgpte::advice
