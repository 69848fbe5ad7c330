#pragma once

#include "src/mcp/tool.hpp"

/// What each file of this folder gives to the table of tools.
namespace bgpte::mcp {

[[nodiscard]] Tool validate_tool();
[[nodiscard]] Tool advise_tool();
[[nodiscard]] Tool whatif_tool();
[[nodiscard]] Tool frontier_tool();
[[nodiscard]] Tool explain_tool();
[[nodiscard]] Tool verify_tool();
[[nodiscard]] Tool config_tool();
[[nodiscard]] Tool communities_tool();
[[nodiscard]] Tool catchment_tool();
[[nodiscard]] Tool check_claims_tool();

/// Arguments that several tools have.
inline const ArgumentRule scenario_argument{.name = "scenario", .required = true};
inline const ArgumentRule advice_argument{.name = "advice", .required = true};
inline const ArgumentRule time_limit_argument{.name = "time_limit_s",
                                              .type = ArgumentRule::Type::number,
                                              .help = "up to 60",
                                              .least = 0,
                                              .most = 60};

/// "11.0.0.0/24@B 1 -> 0": a change on one line; "-" stands for not announced.
[[nodiscard]] std::string change_text(const Value& change);
/// Several, with semicolons between them; "no change" where there is none.
[[nodiscard]] std::string changes_text(const Value& changes);

}  // namespace bgpte::mcp
