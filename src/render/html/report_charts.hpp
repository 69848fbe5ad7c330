#pragma once

#include "bgpte/render/html.hpp"
#include "src/render/html/markup.hpp"

/// The pictures of reports; an advice uses them too.
namespace bgpte::render {

/// For each row 0 to 100 %: the range, what was expected, and what came.
void range_chart(Markup& page, const RangeChart& chart);

/// Points in a plane, joined by a line; nothing where they do not differ in both.
void point_chart(Markup& page, const PointChart& chart);

/// A stacked bar for each row.
void share_chart(Markup& page, const ShareChart& chart);

}  // namespace bgpte::render
