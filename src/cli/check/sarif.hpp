#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/json/document.hpp"
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

/// Results about one scenario file; finds each place without reading the text again.
class SarifFile {
 public:
  /// `text`, the bytes of the file, must outlive this.
  SarifFile(std::string file, std::string_view text);

  [[nodiscard]] std::vector<SarifResult> faults(
      const std::vector<scenario::Diagnostic>& diagnostics) const;

  /// What the rules noticed; each finding stands where the file has its subject.
  [[nodiscard]] std::vector<SarifResult> findings(const std::vector<model::Finding>& findings);

  /// Something about a member of the scenario, or about the whole file where it has no such member.
  [[nodiscard]] SarifResult at(std::string_view member, const std::string& rule,
                               const std::string& message);

 private:
  static constexpr std::size_t stride = 4096;

  [[nodiscard]] std::size_t continuations_before(std::size_t offset) const;
  void place(SarifResult& result, std::size_t offset) const;
  void place_at(SarifResult& result, std::string_view pointer);

  std::string file_;
  std::string_view text_;
  std::vector<std::size_t> lines_;          ///< Offsets at which lines begin.
  std::vector<std::size_t> continuations_;  ///< Before each multiple of `stride`.
  std::size_t continued_ = 0;               ///< In the whole text.
  std::optional<json::Document> document_;  ///< Read when a value is looked for.
};

/// The log: one run with the rules that its results name. Paths below the current folder are
/// relative to it.
[[nodiscard]] std::string sarif_log(const std::vector<SarifResult>& results);

}  // namespace bgpte::cli
