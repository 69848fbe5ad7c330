#pragma once

#include <string>
#include <vector>

#include "bgpte/model/scenario.hpp"
#include "bgpte/render/document.hpp"

namespace bgpte::cli {

/// Why the configuration of an advice is not what its scenario gives for the advice's rollout:
/// another scenario, a lever that the link does not have, a part that differs, is missing or is too
/// many. Empty where all is well. Whether the changes are the best ones is not asked.
[[nodiscard]] std::vector<std::string> scenario_faults(const render::Document& document,
                                                       const model::Scenario& scenario);

}  // namespace bgpte::cli
