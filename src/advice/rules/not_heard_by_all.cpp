// Rule not-heard-by-all: a prefix that the changes leave to some networks only.
#include <fmt/format.h>

#include <optional>
#include <string>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/evaluation/forecast.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

namespace {

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
  for (const auto& [prefix, x] : plan) {
    const model::Advertisement& today = network.baseline.followed_today(prefix);
    if (x.carried_count() == 0 || !model::heard_by_all(scenario, today) ||
        reaches_all(scenario, x)) {
      continue;
    }
    const std::string name = name_of(scenario, prefix);
    const std::string why = "no provider then passes it on to everybody";
    const auto& around = network.baseline.longest_covering()[prefix];
    if (const auto cover =
            around ? evaluation::followed(network.baseline, plan, {}, *around) : std::nullopt) {
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
