#pragma once

#include <string>
#include <vector>

#include "bgpte/telemetry/observation.hpp"
#include "bgpte/watch/timeline.hpp"
#include "src/cli/context.hpp"

namespace bgpte::cli {

/// What one run of `bgpte watch` is given, or the exit status after the reason has been told.
struct WatchInputs {
  std::vector<telemetry::Observation> observations;
  std::vector<watch::Interval> intervals;
  std::vector<watch::Alert> alerts;
  Exit exit = Exit::done;
};

/// Reads observations and bodies of Alertmanager; `map`: the file of a map, or empty.
[[nodiscard]] WatchInputs read_watch_inputs(Context& context, const model::Scenario& scenario,
                                            const std::vector<std::string>& files,
                                            const std::string& map);

/// Reads what --replay names: observations, and files of samples.
[[nodiscard]] WatchInputs read_replayed(Context& context, const model::Scenario& scenario,
                                        const std::vector<std::string>& files);

}  // namespace bgpte::cli
