#pragma once

#include <string>
#include <vector>

#include "bgpte/model/scenario.hpp"
#include "bgpte/render/document.hpp"

namespace bgpte::cli {

/// How the configuration of advice differs from what its scenario gives for the same rollout,
/// one sentence each: another scenario, a lever that the link does not have, a part that differs,
/// is missing or is too many. Empty where nothing differs. Whether the changes are the best ones is
/// not checked.
[[nodiscard]] std::vector<std::string> scenario_faults(const render::Document& document,
                                                       const model::Scenario& scenario);

}  // namespace bgpte::cli
