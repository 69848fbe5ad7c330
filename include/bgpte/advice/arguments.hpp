#pragma once

#include <string>

#include "bgpte/model/scenario.hpp"

namespace bgpte::advice {

/// The value of `whatif --set PREFIX@LINK=` that gives this change: "2", "withdraw",
/// "lower-preference", "1+lower-preference", "none".
[[nodiscard]] std::string set_value(const model::Scenario& scenario, const model::Change& change);

}  // namespace bgpte::advice
