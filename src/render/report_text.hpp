#pragma once

#include <string>
#include <vector>

#include "bgpte/render/document.hpp"

/// Titles and remarks that the text and the markdown of advice share. They format; they decide
/// nothing. Every one returns valid UTF-8 without control characters.
namespace bgpte::render {

/// Advice::strategy of bgpte drain.
inline constexpr std::string_view drain_strategy = "drain";

/// What the two columns of a forecast are called: "today" and "after"; for the operator's own
/// question "now" (as measured) and "then" (the state that was asked about).
struct ColumnHeads {
  std::string before, after;
};
[[nodiscard]] ColumnHeads column_heads(const advice::Advice& advice);
/// What the N-1 analysis is of, and what its two columns are called. Of the operator's own question
/// both are the state that was asked about with a further failure: announced as today, and with his
/// changes.
struct FailureHeads {
  std::string of;  ///< " of the state asked about (...)", after "N-1 analysis"; or empty.
  std::string before, after;
};
[[nodiscard]] FailureHeads failure_heads(const advice::Advice& advice);

/// A row of the N-1 table: a failure and one link.
struct FailureRow {
  std::string failure, link;
  std::string before, after;  ///< Utilisation; `range` is that of `after`.
  std::string range;
  std::string remark;    ///< "NEW overload", "3 Gbps unreachable".
  bool matters = false;  ///< Overloaded after the changes, or more unreachable than before.
};
/// Every link that the failure overloads, before or after; the fullest link where it overloads
/// none.
[[nodiscard]] std::vector<FailureRow> failure_rows(const advice::Advice& advice,
                                                   const advice::FailureForecast& failure);

/// "EAST2 fails: EAST1 92 % -> 104 % (95-110), NEW overload".
[[nodiscard]] std::string failure_line(const FailureRow& row);
/// Where neither failure_rows nor relieved_failures has anything to tell.
inline constexpr std::string_view no_failure_matters =
    "No single failure overloads a link or cuts off more than today.";

/// "No longer overloaded: EAST1 when IX or PEER fails."; empty where that is so of none.
[[nodiscard]] std::string relieved_failures(const advice::Advice& advice);

/// "still unreachable: 3 Gbps when EAST2 fails"; the most first. Empty where no failure cuts off
/// what it does today.
[[nodiscard]] std::string still_unreachable(const advice::Advice& advice);

/// What there is to say of links besides the table: peaks, and that a full link hides demand.
[[nodiscard]] std::vector<std::string> link_remarks(const advice::Advice& advice);

/// A text of a configuration part, and what it is for.
struct ConfigBlock {
  std::string_view name;  ///< "Before anything is pasted", "Apply", ...
  const std::string& text;
};
/// Those that are not empty, in the order in which they are used.
[[nodiscard]] std::vector<ConfigBlock> config_blocks(const config::ConfigPart& part);
/// The commands that write and print the configuration, a line each.
[[nodiscard]] std::string config_commands(const advice::Advice& advice, const std::string& command);

/// Why there is nothing to paste.
inline constexpr std::string_view no_session =
    "the scenario names no session of the links that change.";

/// "link A: 9.2 Gbps, at most 8 Gbps (ceiling)".
[[nodiscard]] std::string violation_line(const advice::Violation& violation);
/// What could lift it, "Remediation: ..."; the whole message where it names nothing.
[[nodiscard]] std::string remediation_of(const advice::Violation& violation);
/// True for a finding that must be known before the first change.
[[nodiscard]] bool belongs_before(const model::Finding& finding);
/// "EAST1 92 % -> 69 %; bill -630.29 USD a month; 1 new overload under failure".
[[nodiscard]] std::string effects_line(const advice::Advice& advice);
/// "The total may be 8,617.71 to 9,236.08."
[[nodiscard]] std::string bill_range(const advice::Advice& advice);
/// True where the changes are the operator's own, so that all of them were asked for.
[[nodiscard]] bool config_takes_all(const advice::Advice& advice);

/// What there is to say of the bill besides the table: its range, what is fixed, this month, and
/// each percentile with the samples that are left.
[[nodiscard]] std::vector<std::string> bill_remarks(const advice::Advice& advice);
/// "CHANGE", "NO SAFE CHANGE"; "FORECAST" and "DRAIN" where the changes are the operator's own.
[[nodiscard]] std::string status_title(const advice::Advice& advice);
/// What to try, and what that tells of the plan's range; `...` is a command.
[[nodiscard]] std::string test_line(const advice::TellingTest& test);
/// What a perfect search could add, and how the search ended.
[[nodiscard]] std::string proof_line(const advice::Advice& advice);
/// Findings, errors first, otherwise in their own order.
[[nodiscard]] std::vector<model::Finding> by_severity(const std::vector<model::Finding>& findings);
/// "ready to paste", or "manual".
[[nodiscard]] std::string mode_text(config::Mode mode);
/// "B on edge1 (FRR), step 1".
[[nodiscard]] std::string part_title(const config::ConfigPart& part);

}  // namespace bgpte::render
