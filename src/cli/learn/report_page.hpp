#pragma once

#include <string>

#include "bgpte/learning/report.hpp"

namespace bgpte::cli {

/// What a log teaches, as a page (docs/page.md).
[[nodiscard]] std::string report_page(const learning::Report& report);

}  // namespace bgpte::cli
