#pragma once

#include <string>

#include "bgpte/learning/report.hpp"

namespace bgpte::cli {

/// "bgpte-learning/1": shares with six decimals.
[[nodiscard]] std::string report_json(const learning::Report& report);

}  // namespace bgpte::cli
