// Rule not-heard-by-all: a prefix that the changes leave to some networks only.
#include <fmt/format.h>

#include "bgpte/advice/text_format.hpp"
#include "src/advice/rules/registry.hpp"
#include "src/advice/shared_by_rules.hpp"
#include "src/advice/shares.hpp"

namespace bgpte::advice::rule {

Findings not_heard_by_all(const NetworkToday& network, const evaluation::Plan& plan) {
  Findings found;
  const model::Scenario& scenario = network.scenario;
  const auto covering = model::longest_covering(scenario);
  for (const auto& [prefix, x] : plan) {
    const model::Advertisement& today = network.baseline.followed_today(prefix);
    if (x.carried_count() == 0 || !model::heard_by_all(scenario, today) ||
        model::heard_by_all(scenario, x)) {
      continue;
    }
    const std::string name = name_of(scenario, prefix);
    const std::string why = "no provider then passes it on to everybody";
    if (const auto cover = covering[prefix]) {
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
