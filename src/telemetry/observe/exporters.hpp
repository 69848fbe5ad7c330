#pragma once

#include <vector>

#include "src/telemetry/observe/combine.hpp"

namespace bgpte::telemetry {

/// Holds what each router exports against the counters of its own interfaces, on these links.
[[nodiscard]] std::vector<ExporterVerdict> judge_exporters(const Combined& observed,
                                                           const std::vector<std::string>& links,
                                                           std::int64_t interval_s);

}  // namespace bgpte::telemetry
