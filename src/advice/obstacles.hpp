#pragma once

#include <string>

#include "src/advice/parts.hpp"

/// Why a prefix keeps entering by a link under a plan, and whether withdrawing it there would help.
namespace bgpte::advice {

/// What a prefix brings to a link at the peak under a plan, expected.
struct Contribution {
  model::PrefixIndex prefix = 0;
  model::Bps volume;
};
/// What prefixes bring to the link, largest first, ties in the order of prefixes. Of the prefixes
/// that the plan does not change only the 64 largest are listed.
[[nodiscard]] std::vector<Contribution> contributions(const NetworkToday& network,
                                                      const evaluation::Plan& plan,
                                                      model::LinkIndex link);

/// What holds a prefix on a link.
struct Obstacle {
  std::string text;                     ///< Goes on from "11.0.0.0/24 brings 900 Mbps of it and".
  bool prepend_action_missing = false;  ///< "prepend" in policy.actions would lift it.
};
[[nodiscard]] Obstacle obstacle(const NetworkToday& network, const evaluation::Plan& plan,
                                model::PrefixIndex prefix, model::LinkIndex link);

/// "withdraw 11.0.0.0/24 from A (900 Mbps then enter elsewhere: B at 59 %; with B down it could not
/// be reached)"; empty where the other links have no room for it, or a rule that binds the operator
/// too forbids it.
[[nodiscard]] std::string withdrawal(const NetworkToday& network, const EvaluatedPlan& advice,
                                     model::PrefixIndex prefix, model::LinkIndex link);

/// True if a lever that the provider would have to offer first could be sent for the prefix on the
/// link: it enters elsewhere too, and neither prefix nor link is pinned.
[[nodiscard]] bool could_get_lever(const model::Scenario& scenario, const evaluation::Plan& plan,
                                   model::PrefixIndex prefix, model::LinkIndex link);

/// "pinned by the operator", "pinned, since it has another provider of its own".
[[nodiscard]] std::string pin_text(model::Denial pin);

}  // namespace bgpte::advice
