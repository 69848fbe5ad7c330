#pragma once

#include <string>

#include "bgpte/optimiser/frontier.hpp"

namespace bgpte::cli {

/// Both frontiers as a page (docs/page.md).
[[nodiscard]] std::string frontier_page(const model::Scenario& scenario,
                                        const optimiser::Frontier& frontier);

}  // namespace bgpte::cli
