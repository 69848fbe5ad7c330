#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/model/finding.hpp"
#include "bgpte/scenario/diagnostic.hpp"

/// Results in SARIF 2.1.0 (OASIS), which code scanners of forges show beside the lines of a file.
namespace bgpte::cli {

/// One result: what was seen, and where.
struct SarifResult {
  std::string rule;   ///< Code of a diagnostic, id of a rule (docs/rules.md), or a name of ours.
  std::string level;  ///< "error", "warning" or "note".
  std::string message;
  std::string file;          ///< As the command line names it; "-" is standard input.
  std::string pointer = {};  ///< JSON Pointer of the value; empty: the file as a whole.
  std::size_t line = 0;      ///< From 1; 0: not known.
  std::size_t column = 0;    ///< From 1, in characters; 0: not known.
};

/// The faults of a scenario's text.
[[nodiscard]] std::vector<SarifResult> sarif_of_faults(
    const std::string& file, std::string_view text,
    const std::vector<scenario::Diagnostic>& diagnostics);

/// What the rules noticed; each finding stands where the file has its subject.
[[nodiscard]] std::vector<SarifResult> sarif_of_findings(
    const std::string& file, std::string_view text, const std::vector<model::Finding>& findings);

/// Something about a member of the scenario, or about the whole file where it has no such member.
[[nodiscard]] SarifResult sarif_at(const std::string& file, std::string_view text,
                                   std::string_view member, const std::string& rule,
                                   const std::string& message);

/// The log: one run with the rules that its results name. Paths below the current folder are
/// relative to it.
[[nodiscard]] std::string sarif_log(const std::vector<SarifResult>& results);

}  // namespace bgpte::cli
