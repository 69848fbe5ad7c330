// The table of tools: a new one is one file and one row.
#include "src/mcp/tools/tools.hpp"

namespace bgpte::mcp {

const std::vector<Tool>& tools() {
  static const std::vector<Tool> table{
      validate_tool(), advise_tool(), whatif_tool(),      frontier_tool(),  explain_tool(),
      verify_tool(),   config_tool(), communities_tool(), catchment_tool(), check_claims_tool()};
  return table;
}

}  // namespace bgpte::mcp
