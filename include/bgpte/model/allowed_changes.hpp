#pragma once

#include "bgpte/model/scenario.hpp"

namespace bgpte::model {

/// True if the policy keeps the prefix as it is: it is pinned by its own key, by `policy.pin`, or
/// because its traffic could leave to another provider of its owner.
[[nodiscard]] bool is_pinned(const Scenario& scenario, PrefixIndex prefix);

}  // namespace bgpte::model
