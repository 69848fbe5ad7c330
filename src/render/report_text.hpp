#pragma once

#include <string>
#include <vector>

#include "bgpte/render/document.hpp"

/// Titles and remarks that the text and the markdown of an advice share. They format; they decide
/// nothing. Every one returns valid UTF-8 without control characters.
namespace bgpte::render {

/// What the two columns of a forecast are called: "today" and "after"; for the operator's own
/// question "now" (as measured) and "then" (the state that was asked about).
struct ColumnHeads {
  std::string before, after;
};
[[nodiscard]] ColumnHeads column_heads(const advice::Advice& advice);

/// A row of the N-1 table: a failure and one link.
struct FailureRow {
  std::string failure, link;
  std::string before, after;  ///< Utilisation; `range` is that of `after`.
  std::string range;
  std::string remark;  ///< "NEW overload", "3 Gbps unreachable".
};
/// Every link that the failure overloads, before or after; the fullest link where it overloads
/// none.
[[nodiscard]] std::vector<FailureRow> failure_rows(const advice::FailureForecast& failure);

/// What there is to say of the bill besides the table: what is fixed, this month, and each
/// percentile with the samples that are left.
[[nodiscard]] std::vector<std::string> bill_remarks(const advice::Advice& advice);
/// "CHANGE", "NO SAFE CHANGE".
[[nodiscard]] std::string status_title(advice::Status status);
/// What a perfect search could add, and how the search ended.
[[nodiscard]] std::string proof_line(const advice::Advice& advice);
/// Findings, errors first, otherwise in their own order.
[[nodiscard]] std::vector<model::Finding> by_severity(const std::vector<model::Finding>& findings);
/// "B on edge1 (FRR), step 1".
[[nodiscard]] std::string part_title(const config::ConfigPart& part);

}  // namespace bgpte::render
