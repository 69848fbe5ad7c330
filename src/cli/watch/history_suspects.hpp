#pragma once

#include "src/cli/watch/inputs.hpp"

namespace bgpte::cli {

/// Adds to the intervals what the history that the scenario names (measured.history) says of the
/// newest quarter of an hour: prefixes that look like an attack, on links whose counters the flows
/// account for. Nothing without such a history, or without flows. A history that cannot be read is
/// told, and adds nothing.
void add_suspects_of_history(Context& context, const model::Scenario& scenario,
                             WatchInputs& inputs);

}  // namespace bgpte::cli
