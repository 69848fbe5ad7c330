#pragma once

#include "src/cli/command_table.hpp"

/// What each file of this folder gives to the table of commands.
namespace bgpte::cli {

[[nodiscard]] Action declare_advise(Command command);
[[nodiscard]] Action declare_whatif(Command command);
[[nodiscard]] Action declare_config(Command command);
[[nodiscard]] Action declare_check(Command command);
[[nodiscard]] Action declare_validate(Command command);
[[nodiscard]] Action declare_schema(Command command);
[[nodiscard]] Action declare_frontier(Command command);
[[nodiscard]] Action declare_drain(Command command);
[[nodiscard]] Action declare_verify(Command command);
[[nodiscard]] Action declare_export_lp(Command command);
[[nodiscard]] Action declare_catchment(Command command);
[[nodiscard]] Action declare_communities(Command command);
[[nodiscard]] Action declare_import(Command command);
[[nodiscard]] Action declare_init(Command command);
[[nodiscard]] Action declare_observe(Command command);
[[nodiscard]] Action declare_learn(Command command);
[[nodiscard]] Action declare_mcp(Command command);
[[nodiscard]] Action declare_watch(Command command);
[[nodiscard]] Action declare_help(Command command);

}  // namespace bgpte::cli
