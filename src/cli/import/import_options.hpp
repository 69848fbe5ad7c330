#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgpte/telemetry/import.hpp"
#include "src/cli/context.hpp"

namespace bgpte::cli {

/// The command line of bgpte import as it was written.
struct ImportArguments {
  std::string kind;  ///< flows, load or routes.
  std::vector<std::string> inputs;
  std::string map, scenario, output;
  std::vector<std::string> prefixes;
  std::string format, layer, timezone, from, to, router, link, direction = "in";
  std::vector<std::string> sampling, series;
  int step_s = 300;
  bool with_sources = false;
  std::string platform, neighbor;
  std::uint32_t local_as = 0;
};

/// What the readers of flows and counters are told, or nothing after the mistake has been told.
[[nodiscard]] std::optional<telemetry::ImportOptions> import_options(
    const ImportArguments& arguments, Context& context);

/// Reads the inputs and writes the observation.
[[nodiscard]] Exit import_flows(const ImportArguments& arguments, Context& context);
[[nodiscard]] Exit import_load(const ImportArguments& arguments, Context& context);
[[nodiscard]] Exit import_routes(const ImportArguments& arguments, Context& context);

/// Writes what was made, and says on the error stream what was not taken; or says the fault.
[[nodiscard]] Exit finish_import(const ImportArguments& arguments,
                                 const std::variant<telemetry::Observation, std::string>& made,
                                 Context& context);

}  // namespace bgpte::cli
