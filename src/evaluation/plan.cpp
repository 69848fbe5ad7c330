// Plans as changes, and changes as plans.
#include "bgpte/evaluation/plan.hpp"

namespace bgpte::evaluation {

const model::Advertisement& advertisement(const model::Scenario& scenario, const Plan& plan,
                                          model::PrefixIndex prefix) {
  const auto found = plan.find(prefix);
  return found == plan.end() ? scenario.prefixes[prefix].advertise : found->second;
}

std::vector<model::Change> changes_of(const model::Scenario& scenario, const Plan& plan) {
  std::vector<model::Change> changes;
  for (const auto& [prefix, x] : plan) {
    const model::Advertisement& today = scenario.prefixes[prefix].advertise;
    for (model::LinkIndex link = 0; link < x.size(); ++link) {
      if (x[link] != today[link] || x.lever(link) != today.lever(link)) {
        changes.push_back({prefix, link, today[link], x[link], today.lever(link), x.lever(link)});
      }
    }
  }
  return changes;
}

Plan plan_of(const model::Scenario& scenario, const std::vector<model::Change>& changes) {
  Plan plan;
  for (const model::Change& change : changes) {
    auto [entry, added] =
        plan.try_emplace(change.prefix, scenario.prefixes[change.prefix].advertise);
    entry->second[change.link] = change.to;
    entry->second.set_lever(change.link, change.to_lever);
  }
  std::erase_if(plan, [&](const auto& entry) {
    return entry.second == scenario.prefixes[entry.first].advertise;
  });
  return plan;
}

}  // namespace bgpte::evaluation
