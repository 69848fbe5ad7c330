// The table of commands: a new command is one file and one row.
#include "src/cli/command_table.hpp"

#include <array>

#include "src/cli/commands/commands.hpp"

namespace bgpte::cli {

std::span<const CommandRow> command_table() {
  static constexpr std::array<CommandRow, 19> rows{{
      {"advise", "Find the cheapest safe set of changes and say why, what will happen and how",
       declare_advise},
      {"whatif", "Forecast your own changes, or a failure, growth, another price or capacity",
       declare_whatif},
      {"config", "Print the router configuration of advice that was reviewed", declare_config},
      {"check", "Hold every scenario's advice to what the scenario expects, for CI", declare_check},
      {"validate", "Say everything that is wrong with scenario files", declare_validate},
      {"schema", "Print the JSON Schema (draft 7) of a file format", declare_schema},
      {"frontier", "What there is to choose: cost against congestion, benefit against changes",
       declare_frontier},
      {"drain", "Empty a link before maintenance, and the way back", declare_drain},
      {"verify", "Is the network now what the scenario says or the advice wanted?", declare_verify},
      {"export-lp", "Write the exact optimisation model, so that any solver can check the optimum",
       declare_export_lp},
      {"catchment", "By which link every AS of the Internet enters, from AS relationships",
       declare_catchment},
      {"communities", "List the communities on which providers are known to act",
       declare_communities},
      {"import", "Read flows, counters and routes as other tools print them", declare_import},
      {"init", "Write a first scenario from what was measured", declare_init},
      {"observe", "Bring what was measured into a scenario, and say what to make of it",
       declare_observe},
      {"learn", "Hold forecasts to what came, and say what to make of the next ones",
       declare_learn},
      {"mcp", "Answer an assistant by the Model Context Protocol, on standard streams",
       declare_mcp},
      {"watch", "Tell once when a link stays above its ceiling, with advice, and when it is over",
       declare_watch},
      {"help", "Print the help of a command, its manual page, or a shell's completion",
       declare_help},
  }};
  return rows;
}

}  // namespace bgpte::cli
