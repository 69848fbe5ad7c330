// Which plans leave traffic without a way in that has one today.
#include "src/optimiser/problem/reachability.hpp"

#include <algorithm>
#include <set>

#include "bgpte/evaluation/forecast.hpp"

namespace bgpte::optimiser {

Reachability::Reachability(const evaluation::Baseline& baseline) : baseline_(baseline) {
  const model::Scenario& scenario = baseline.scenario();
  if (!scenario.policy.min_links_given) {
    states_ = evaluation::failure_cases(scenario);
  }
  states_.push_back({"", {}});
  const model::Actions& actions = scenario.policy.actions;
  possible_ = actions.withdraw || actions.announce || actions.deaggregate;
  for (const model::Link& link : scenario.links) {
    for (const model::Lever& lever : link.levers) {
      possible_ = possible_ || lever.limits_export;
    }
  }
}

bool Reachability::may_lose(model::PrefixIndex prefix, const model::Advertisement& x) const {
  if (!possible_) {
    return false;
  }
  const model::Scenario& scenario = baseline_.scenario();
  const model::Advertisement& today = scenario.prefixes[prefix].advertise;
  if (today.carried_count() == 0) {
    return x.carried_count() > 0;
  }
  for (model::LinkIndex l = 0; l < today.size(); ++l) {
    const bool leaves = today.carried_on(l) && !x.carried_on(l);
    const bool limits = x.lever(l) != today.lever(l) && model::limits_export(scenario, x, l);
    if (leaves || limits) {
      return true;
    }
  }
  return false;
}

std::int64_t Reachability::lost(model::PrefixIndex prefix, const evaluation::Plan& plan,
                                const evaluation::FailureCase& state) {
  const model::Advertisement x =
      evaluation::effective(baseline_, plan, state.links, prefix)
          .value_or(model::Advertisement(baseline_.scenario().links.size()));
  const auto [entry, added] = lost_.try_emplace({prefix, x}, 0);
  if (added) {
    evaluation::Flows flows;
    if (x.carried_count() > 0 && !baseline_.is_today(prefix, x)) {
      const ingress::IngressModel& ingress = baseline_.ingress();
      baseline_.expected(prefix, *ingress.transition(ingress.behaviour(prefix), x), flows);
    } else {
      flows = baseline_.flows(prefix, x);
    }
    entry->second = flows.unreachable;
  }
  return entry->second;
}

bool Reachability::keeps(const evaluation::Plan& plan) {
  evaluation::Plan losing = plan;
  std::erase_if(losing, [&](const auto& change) { return !may_lose(change.first, change.second); });
  const std::set<model::PrefixIndex> touched = evaluation::touched(baseline_, losing);
  return std::all_of(touched.begin(), touched.end(), [&](model::PrefixIndex p) {
    return std::all_of(states_.begin(), states_.end(), [&](const evaluation::FailureCase& state) {
      return lost(p, plan, state) <= lost(p, {}, state);
    });
  });
}

}  // namespace bgpte::optimiser
