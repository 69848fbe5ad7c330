// Rule not-heard-by-all: a prefix that the changes leave to some networks only.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

namespace {

/// The longest prefix around this one that is announced under the plan.
std::optional<model::PrefixIndex> announced_around(
    const model::Scenario& scenario, const evaluation::Plan& plan,
    const std::vector<std::optional<model::PrefixIndex>>& covering, model::PrefixIndex prefix) {
  std::optional<model::PrefixIndex> cover = covering[prefix];
  while (cover) {
    const auto changed = plan.find(*cover);
    if ((changed == plan.end() ? scenario.prefixes[*cover].advertise : changed->second)
            .carried_count() > 0) {
      break;
    }
    cover = covering[*cover];
  }
  return cover;
}

/// True if all sources hear it, or the operator says that all reach some link of it.
bool reaches_all(const model::Scenario& scenario, const model::Advertisement& x) {
  for (model::LinkIndex l = 0; l < x.size(); ++l) {
    const std::optional<model::Reach>& reach = scenario.links[l].reach;
    if (x.carried_on(l) && reach && reach->all) {
      return true;
    }
  }
  return model::heard_by_all(scenario, x);
}

}  // namespace

Findings not_heard_by_all(const NetworkToday& network, const evaluation::Plan& plan) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  const auto covering = model::longest_covering(scenario);
  for (const auto& [prefix, x] : plan) {
    const model::Advertisement& today = network.baseline.followed_today(prefix);
    if (x.carried_count() == 0 || !model::heard_by_all(scenario, today) ||
        reaches_all(scenario, x)) {
      continue;
    }
    const std::string name = name_of(scenario, prefix);
    const std::string why = "no provider then passes it on to everybody";
    if (const auto cover = announced_around(scenario, plan, covering, prefix)) {
      found.push_back(
          about(scenario.prefixes[prefix],
                fmt::format("Not every network will hear {} ({}): {}, and sources "
                            "that do not hear it follow {}",
                            name, advertisement_text(scenario, x), why, name_of(scenario, *cover)),
                fmt::format("Before the first step, see in a looking glass of another "
                            "provider that {} is there.",
                            name_of(scenario, *cover))));
    } else {
      found.push_back(about(scenario.prefixes[prefix],
                            fmt::format("Not every network will hear {} ({}): {}, and nothing "
                                        "listed is around it",
                                        name, advertisement_text(scenario, x), why),
                            "Announce it to a provider that passes it on."));
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
