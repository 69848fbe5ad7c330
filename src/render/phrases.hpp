#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/render/document.hpp"

/// Words that the text and the markdown of an advice share. They format; they decide nothing.
/// Every one returns valid UTF-8 without control characters.
namespace bgpte::render {

/// "98", "80.3": percent of a share, one decimal where the whole number would hide it.
[[nodiscard]] std::string percent_number(double share);
/// "98 %".
[[nodiscard]] std::string percent(double share);
/// "71 % (53-93)"; "71 %" where the range has no width.
[[nodiscard]] std::string percent_range(double low, double expected, double high);
/// A forecast: three significant digits, no forecast is better than that. "5.27 Gbps".
[[nodiscard]] std::string forecast_rate(model::Bps rate);
/// "710 Mbps (530 Mbps to 930 Mbps)"; "710 Mbps" where the range has no width.
[[nodiscard]] std::string rate_range(const evaluation::RateRange& range);
/// "6,814.00 (6,600.00 to 6,900.00)"; the first alone where the range has no width.
[[nodiscard]] std::string money_range(const evaluation::MoneyRange& range);
/// "+324.00", "-135.00", "0.00".
[[nodiscard]] std::string signed_money(model::Money money);
/// "20 minutes", "90 s".
[[nodiscard]] std::string duration(std::int64_t seconds);

/// "prepend 1 -> 0", "stop announcing (today prepend 1)", "announce with prepend 0".
[[nodiscard]] std::string action(const advice::ChangeText& change);
/// "11.0.0.0/24 on B: prepend 1 -> 0".
[[nodiscard]] std::string change_line(const advice::ChangeText& change);
/// Changes on one line, separated by "; "; "no change" for none.
[[nodiscard]] std::string changes_line(const std::vector<advice::ChangeText>& changes);
/// "11.0.0.0/24 by A 70 % (48-90)".
[[nodiscard]] std::string condition_line(const advice::ShareCondition& condition);
/// Its text; where it has none, its shares and ceilings.
[[nodiscard]] std::string step_condition(const advice::StepCondition& condition);

/// Its text; where it has none, what its shares and ceilings are if all is well.
[[nodiscard]] std::string abort_condition(const advice::StepCondition& condition);
/// With its first letter, if ASCII, in upper case.
[[nodiscard]] std::string capitalised(std::string text);

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
