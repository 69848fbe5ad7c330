#pragma once

#include <string>
#include <vector>

#include "bgpte/telemetry/observe.hpp"
#include "src/cli/argument_parser.hpp"
#include "src/cli/context.hpp"

namespace bgpte::cli {

/// What observe and init have in common.
struct ObservationOptions {
  std::vector<std::string> files;
  telemetry::Statistic statistic = telemetry::Statistic::p95;
  std::string max_age, now;  ///< As given.
};

/// OBSERVATION..., --statistic, --max-age and --now.
void add_observation_options(Command command, ObservationOptions& options);

/// The observations, or the exit status after the reason has been told.
struct ReadObservations {
  std::vector<telemetry::Observation> observations;
  telemetry::ObserveOptions options;
  Exit exit = Exit::done;
};
[[nodiscard]] ReadObservations read_observations(Context& context,
                                                 const ObservationOptions& options);

}  // namespace bgpte::cli
