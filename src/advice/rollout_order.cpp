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

using Bundle = std::vector<model::Change>;

Bundle picked(const std::vector<Bundle>& bundles, Mask mask) {
  Bundle some;
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    if ((mask >> i & 1U) != 0) {
      some.insert(some.end(), bundles[i].begin(), bundles[i].end());
    }
  }
  return some;
}

/// Every subset of the bundles, judged. Loads add up over prefixes exactly, since each prefix is
/// rounded by itself, so only subsets of changes are forecast whose prefixes may follow each other.
std::vector<State> states_of(const NetworkToday& network, const std::vector<Bundle>& bundles) {
  std::map<model::PrefixIndex, Mask> own;  // By the widest cover.
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    for (const model::Change& change : bundles[i]) {
      own[widest_cover(network, change.prefix)] |= Mask{1} << i;
    }
  }
  const Flows today = flows_of(network, {});
  std::map<std::pair<model::PrefixIndex, Mask>, Flows> parts;  // What changes add to today.
  for (const auto& entry : own) {
    const model::PrefixIndex prefix = entry.first;
    const Mask all = entry.second;
    for (Mask part = all; part != 0; part = (part - 1) & all) {
      Bundle below = picked(bundles, part);
      std::erase_if(below, [&](const model::Change& change) {
        return widest_cover(network, change.prefix) != prefix;
      });
      Flows& moved = parts[{prefix, part}] = flows_of(network, below);
      moved.unreachable -= today.unreachable;
      for (const auto member : judged) {
        for (model::LinkIndex link = 0; link < (today.*member).size(); ++link) {
          (moved.*member)[link] -= (today.*member)[link];
        }
      }
    }
  }
  std::vector<State> states(std::size_t{1} << bundles.size());
  for (Mask mask = 0; mask < states.size(); ++mask) {
    Flows flows = today;
    for (const auto& [prefix, all] : own) {
      if (const auto moved = parts.find({prefix, mask & all}); moved != parts.end()) {
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
  std::int64_t merged = 0;      ///< Bundles that share a step with another.
  std::int64_t inversions = 0;  ///< Pairs of a repelling bundle before an attracting one.
  model::Int128 excess = 0;     ///< Summed over the states on the way.
  auto operator<=>(const Cost&) const = default;
};

struct Way {
  Cost cost;
  std::vector<Mask> steps;
};

/// The best way from today to all bundles whose intermediate states are allowed and have at most
/// `worst` excess. All at once is always a way.
Way best_way(const std::vector<State>& states, const std::vector<Bundle>& bundles, Bps worst) {
  const Mask all = static_cast<Mask>(states.size() - 1);
  Mask attracting = 0;
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    attracting |= attracts(bundles[i].front()) ? Mask{1} << i : Mask{0};
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

/// Bundles that are forced into one step stand together in the order of the changes.
std::vector<OrderedStep> exact_order(const NetworkToday& network,
                                     const std::vector<Bundle>& bundles) {
  const std::vector<State> states = states_of(network, bundles);
  std::vector<Bps> levels;
  for (const State& state : states) {
    levels.push_back(state.excess);
  }
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  // The least bound on the worst excess that forces no more changes into one step.
  const std::int64_t merged = best_way(states, bundles, levels.back()).cost.merged;
  const auto bound = std::partition_point(levels.begin(), levels.end(), [&](Bps level) {
    return best_way(states, bundles, level).cost.merged > merged;
  });
  std::vector<OrderedStep> steps;
  for (const Mask step : best_way(states, bundles, *bound).steps) {
    steps.push_back({picked(bundles, step), std::popcount(step) > 1});
    std::sort(steps.back().changes.begin(), steps.back().changes.end());
  }
  return steps;
}

bool any_forced(const std::vector<OrderedStep>& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const OrderedStep& step) { return step.forced; });
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

std::vector<std::vector<model::Change>> bundles_of(const model::Scenario& scenario,
                                                   const std::vector<model::Change>& changes) {
  std::map<model::PrefixIndex, std::size_t> of_prefix;
  for (const model::Change& change : changes) {
    ++of_prefix[change.prefix];
  }
  const auto alike = [&](const model::Change& a, const model::Change& b) {
    const model::Prefix& one = scenario.prefixes[a.prefix];
    const model::Prefix& other = scenario.prefixes[b.prefix];
    return a.link == b.link && a.from == b.from && a.to == b.to && a.from_lever == b.from_lever &&
           a.to_lever == b.to_lever && of_prefix[a.prefix] == 1 && of_prefix[b.prefix] == 1 &&
           one.origin_as == other.origin_as && one.prefix.family() == other.prefix.family();
  };
  std::vector<Bundle> bundles;
  for (const model::Change& change : changes) {
    const auto bundle = std::find_if(bundles.begin(), bundles.end(),
                                     [&](const Bundle& one) { return alike(one.front(), change); });
    if (bundle == bundles.end()) {
      bundles.push_back({change});
    } else {
      bundle->push_back(change);
    }
  }
  return bundles;
}

std::vector<OrderedStep> order_of(const NetworkToday& network,
                                  const std::vector<model::Change>& changes) {
  if (changes.empty()) {
    return {};
  }
  const std::vector<Bundle> bundles = bundles_of(network.scenario, changes);
  if (bundles.size() > exact_order_changes) {
    return order_by_link(network, changes);
  }
  std::vector<OrderedStep> steps = exact_order(network, bundles);
  if (any_forced(steps) && bundles.size() < changes.size() &&
      changes.size() <= exact_order_changes) {
    std::vector<Bundle> singles;
    for (const model::Change& change : changes) {
      singles.push_back({change});
    }
    if (std::vector<OrderedStep> apart = exact_order(network, singles); !any_forced(apart)) {
      return apart;
    }
  }
  return steps;
}

}  // namespace bgpte::advice
