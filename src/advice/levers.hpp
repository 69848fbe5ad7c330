#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgpte/advice/rules.hpp"
#include "bgpte/evaluation/plan.hpp"

namespace bgpte::advice {

/// "lower-preference (community 64501:80)"
[[nodiscard]] std::string lever_name(const model::Lever& lever);

/// A lever of a link that no advice may use as things are, and the prefix that it would move most.
struct UnusedLever {
  const model::Lever* lever = nullptr;
  std::string why;  ///< "policy.actions does not allow \"community\"", ...
  model::PrefixIndex prefix = 0;
  model::Bps enters;                ///< What of it enters by the link today.
  std::optional<model::Bps> stays;  ///< With the lever; nothing where no effect is known.
};

/// Those that would help, or could: an effect that is known takes something off the link.
[[nodiscard]] std::vector<UnusedLever> unused_levers(const Situation& situation,
                                                     model::LinkIndex link);

/// Changes of levers whose effect nothing tells: `lever-effect-unknown`.
[[nodiscard]] std::vector<model::Finding> unknown_effects(const Situation& situation,
                                                          const evaluation::Plan& plan);

/// One for each lever that the plan sends and today's announcement does not: `lever-to-confirm`.
[[nodiscard]] std::vector<model::Finding> levers_to_confirm(const Situation& situation,
                                                            const evaluation::Plan& plan);

}  // namespace bgpte::advice
