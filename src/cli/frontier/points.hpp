#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bgpte/optimiser/frontier.hpp"

/// What is said of the points of a frontier, in every format.
namespace bgpte::cli {

using optimiser::FrontierPoint;

/// Congestion as Fortz and Thorup count it, in Mbps of Phi.
[[nodiscard]] double phi_mbps(const FrontierPoint& point);
/// "11.0.0.0/24@A=1 12.0.0.0/24@B=0", or "today".
[[nodiscard]] std::string change_list(const model::Scenario& scenario,
                                      const evaluation::Plan& plan);
/// Part of the possible relief, which is that of the last point: of the excess where there is any
/// that can be lifted, else of the objective.
[[nodiscard]] double relief(const std::vector<FrontierPoint>& points, std::size_t at);
/// "One change brings 94 % of the possible relief; 300 Mbps stay above the ceilings."; empty where
/// no change brings any.
[[nodiscard]] std::string relief_line(const std::vector<FrontierPoint>& points);

/// What `relief` is called.
inline constexpr std::string_view relief_name = "possible relief";

inline constexpr std::string_view phi_line =
    "Phi: congestion as Fortz and Thorup count it; less is better.";

}  // namespace bgpte::cli
