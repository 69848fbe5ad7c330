#pragma once

#include <vector>

#include "src/telemetry/observe/combine.hpp"

namespace bgpte::telemetry {

/// Holds what each router exports against the counters of its own interfaces.
[[nodiscard]] std::vector<ExporterVerdict> judge_exporters(const model::Scenario& scenario,
                                                           const Combined& observed,
                                                           std::int64_t interval_s);

}  // namespace bgpte::telemetry
