#pragma once

#include <string>
#include <vector>

#include "bgpte/render/document.hpp"

/// Titles and remarks that the text and the markdown of an advice share. They format; they decide
/// nothing. Every one returns valid UTF-8 without control characters.
namespace bgpte::render {

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
