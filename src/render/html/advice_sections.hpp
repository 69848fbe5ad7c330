#pragma once

#include "bgpte/render/document.hpp"
#include "src/render/html/markup.hpp"

/// The later sections of a page of advice.
namespace bgpte::render {

/// Rows of a table beyond these are in the JSON only.
inline constexpr std::size_t most_table_rows = 200;
/// Says so of a table that would have more.
void write_left_out(Markup& page, std::size_t rows);

void rollout_section(Markup& page, const advice::Advice& advice);
/// Other plans: what they cost against what they leave above the ceilings.
void alternatives_section(Markup& page, const advice::Advice& advice);
void test_section(Markup& page, const advice::Advice& advice);
void findings_section(Markup& page, const advice::Advice& advice);
/// Proof, hashes and configuration, behind a click each.
void proof_section(Markup& page, const Document& document, const std::string& command);

}  // namespace bgpte::render
