#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgpte/advice/rules.hpp"

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
[[nodiscard]] std::vector<UnusedLever> unused_levers(const NetworkToday& network,
                                                     model::LinkIndex link);

}  // namespace bgpte::advice
