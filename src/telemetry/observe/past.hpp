#pragma once

#include <vector>

#include "src/telemetry/observe/combine.hpp"

namespace bgpte::telemetry {

/// What a history keeps of a measurement: each interval of each link, and of each listed prefix by
/// the links that carry it where flows know the interval. A prefix without flows brings nothing
/// only where coverage is fine. `now`: the scenario with the announcements of now.
[[nodiscard]] std::vector<history::Sample> past_samples(const model::Scenario& now,
                                                        const Combined& observed,
                                                        const Measurement& measured);

}  // namespace bgpte::telemetry
