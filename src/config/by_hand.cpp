// Which sessions of a scenario could only be changed by hand.
#include <algorithm>

#include "bgpte/advice/advice.hpp"
#include "bgpte/config/config.hpp"

namespace bgpte::config {
namespace {

/// One prepend more of one prefix of the family, on every link that announces it: links that share
/// a policy then get the same change. The prefix is the least prepended one.
advice::Advice trial(const model::Scenario& scenario, model::Family family) {
  const model::Prefix* chosen = nullptr;
  const auto sum = [&](const model::Prefix& prefix) {
    int all = 0;
    for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
      all += std::max(prefix.advertise[link], model::Prepend{0});
    }
    return all;
  };
  for (const model::Prefix& prefix : scenario.prefixes) {
    if (prefix.prefix.family() == family && (chosen == nullptr || sum(prefix) < sum(*chosen))) {
      chosen = &prefix;
    }
  }
  advice::Advice advice;
  if (chosen == nullptr) {
    return advice;
  }
  advice.change_id = "trial";
  advice.local_as = scenario.local_as;
  advice::RolloutStep step;
  step.step = 1;
  step.wait_s = 900;
  for (model::LinkIndex link = 0; link < scenario.links.size(); ++link) {
    if (!chosen->advertise.carried_on(link)) {
      continue;
    }
    advice::ChangeText change;
    change.link = scenario.links[link].name;
    change.prefix = to_string(chosen->prefix);
    change.from = chosen->advertise[link];
    change.to = static_cast<model::Prepend>(change.from + 1);
    step.changes.push_back(std::move(change));
  }
  advice.rollout.push_back(std::move(step));
  return advice;
}

}  // namespace

std::vector<ByHand> sessions_by_hand(const model::Scenario& scenario) {
  std::vector<ByHand> found;
  for (const model::Family family : {model::Family::ipv4, model::Family::ipv6}) {
    for (const ConfigPart& part : rollout_sessions(scenario, trial(scenario, family))) {
      if (part.mode == Mode::manual) {
        found.push_back({part.change.link, part.change.session.router,
                         to_string(part.change.session.neighbor), part.reason});
      }
    }
  }
  return found;
}

}  // namespace bgpte::config
