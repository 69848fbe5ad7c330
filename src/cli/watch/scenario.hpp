#pragma once

#include <string>

#include "src/cli/input.hpp"

namespace bgpte::cli {

/// The scenario of watch. A history that is missing or broken does not stop the alarm: it is left
/// out, and that is told.
struct WatchScenario {
  ScenarioInput input;
  bool without_history = false;  ///< The scenario names one, and it could not be read.
};
[[nodiscard]] WatchScenario read_watch_scenario(Context& context, const std::string& path);

}  // namespace bgpte::cli
