#pragma once

#include <span>
#include <string>
#include <vector>

#include "bgpte/topology/catchment.hpp"

namespace bgpte::cli {

/// The shares of a sweep, or of one announcement, as a page (docs/page.md).
[[nodiscard]] std::string catchment_page(const topology::Origin& origin,
                                         std::span<const model::Advertisement> vectors,
                                         const topology::Shares& shares,
                                         const topology::SweepSummary& summary);

}  // namespace bgpte::cli
