#pragma once

#include "bgpte/render/document.hpp"
#include "src/render/page.hpp"

/// Tables that the first screen and the whole text share. Each fits the page: bars go first, then
/// rates, then names are shortened.
namespace bgpte::render {

/// Links before and after, with the legend of the bars where there are any.
void link_table(Page& page, const advice::Advice& advice);

/// Which links the bill is told of.
enum class BillRows : std::uint8_t { all, changed };
void bill_table(Page& page, const advice::Advice& advice, BillRows rows);

/// Which rows of the N-1 analysis are told.
enum class FailureRows : std::uint8_t { all, overloaded };
/// The rows; returns how many there were.
std::size_t failure_table(Page& page, const advice::Advice& advice, FailureRows which);

}  // namespace bgpte::render
