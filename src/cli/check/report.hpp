#pragma once

#include <string>
#include <vector>

#include "src/cli/check/sarif.hpp"
#include "src/cli/output_format.hpp"

namespace bgpte::cli {

/// How the advice of one scenario compares with what the scenario expects.
enum class ScenarioVerdict { passed, differs, invalid };

struct CheckResult {
  std::string file;  ///< As the command line names it.
  ScenarioVerdict verdict = ScenarioVerdict::passed;
  std::vector<std::string> messages;  ///< Differences, or what is wrong with the file.
  std::vector<SarifResult> results;   ///< The same and the advice's findings, with their places.
};

/// text, json ("bgpte-check/1"), junit (JUnit XML), github (workflow annotations) or sarif.
[[nodiscard]] std::string check_report(OutputFormat format,
                                       const std::vector<CheckResult>& results);

}  // namespace bgpte::cli
