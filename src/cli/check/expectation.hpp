#pragma once

#include <string>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::cli {

/// Every way in which advice differs from what its scenario expects, one sentence each: the
/// status, the changes (exactly those), the findings (at least those).
[[nodiscard]] std::vector<std::string> differences(const model::Scenario& scenario,
                                                   const model::Expectation& expect,
                                                   const advice::Advice& advice);

}  // namespace bgpte::cli
