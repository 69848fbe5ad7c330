#pragma once

#include <string>

#include "bgpte/learning/verdict.hpp"
#include "src/cli/output_format.hpp"

namespace bgpte::cli {

/// The verdict as text, as Markdown for a ticket, or as "bgpte-verdict/1" JSON.
[[nodiscard]] std::string verdict_report(const learning::StepVerdict& verdict, OutputFormat format);

}  // namespace bgpte::cli
