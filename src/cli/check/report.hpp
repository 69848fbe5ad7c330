#pragma once

#include <string>
#include <vector>

#include "src/cli/output_format.hpp"

namespace bgpte::cli {

/// How the advice of one scenario compares with what the scenario expects.
enum class ScenarioVerdict { passed, differs, invalid };

struct CheckResult {
  std::string file;  ///< As the command line names it.
  ScenarioVerdict verdict = ScenarioVerdict::passed;
  std::vector<std::string> messages;  ///< Differences, or what is wrong with the file.
};

/// text, json ("bgpte-check/1"), junit (JUnit XML) or github (workflow annotations).
[[nodiscard]] std::string check_report(OutputFormat format,
                                       const std::vector<CheckResult>& results);

}  // namespace bgpte::cli
