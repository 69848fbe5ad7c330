#pragma once

#include <string>
#include <string_view>

#include "src/render/html/markup.hpp"

/// What all charts share: frame, colours, patterns, marks and axes.
///
/// Geometry: x is a share of the chart's width (0 to 1, written in percent), so that a chart is as
/// wide as the window and its texts keep their size; y, heights and strokes are CSS pixels. Colours
/// are presentation attributes with at least 3:1 against white and against black; texts and lines
/// have the page's own colour (currentColor). No mark is told by its colour alone.
namespace bgpte::render {

inline constexpr std::string_view blue = "#2f7dc4";    ///< What is expected.
inline constexpr std::string_view red = "#d1541b";     ///< Above a limit.
inline constexpr std::string_view green = "#2a8f5b";   ///< As hoped.
inline constexpr std::string_view violet = "#9a63c4";  ///< A further series.
inline constexpr std::string_view grey = "#808080";    ///< Of no concern.

/// A narrow window's width in pixels, for which words in a chart are shortened.
inline constexpr double narrow_width = 360;

/// Patterns that the charts of a page fill with, once for each page, before its first chart.
void write_patterns(Markup& page);
/// "url(#diagonal)": today's state.
inline constexpr std::string_view diagonal = "url(#diagonal)";
/// Crossed lines: above a limit.
inline constexpr std::string_view crossed = "url(#crossed)";
inline constexpr std::string_view dotted = "url(#dotted)";
inline constexpr std::string_view barred = "url(#barred)";

/// What a chart is called and what it says, for those who do not see it.
struct ChartText {
  std::string title, description;
};

/// An <svg> that is as wide as the window and `height` pixels high, until close().
void open_chart(Markup& page, const ChartText& text, double height);
enum class Anchor : std::uint8_t { start, middle, end };
enum class Weight : std::uint8_t { normal, bold };

/// A text whose base line is at y.
struct Label {
  double share = 0;  ///< x, of the width.
  double y = 0;
  std::string text;
  Anchor anchor = Anchor::start;
  Weight weight = Weight::normal;
  double dx = 0;  ///< Pixels to the right of x.
};
void write_label(Markup& page, const Label& label, const Attributes& more = {});

/// A rectangle from share `from` to share `to`.
struct Bar {
  double from = 0, to = 0;  ///< Shares of the width.
  double y = 0, height = 0;
  std::string_view fill;
};
void write_bar(Markup& page, const Bar& bar, const Attributes& more = {});

/// A line that goes along, in the page's colour.
void write_level(Markup& page, double from, double to, double y, const Attributes& more = {});
/// A line that goes down.
void write_upright(Markup& page, double share, double top, double bottom,
                   const Attributes& more = {});
/// From low to high, with a tick at both ends.
void write_whisker(Markup& page, double low, double high, double y);

/// A small drawing whose middle is at (share, y): a polygon or circle of fixed size.
enum class Mark : std::uint8_t { dot, ring, cross, diamond, triangle };
void write_mark(Markup& page, Mark mark, double share, double y, std::string_view fill);

/// The end of an axis that holds `most`, a share of something: 1 or the next quarter above.
[[nodiscard]] double axis_end(double most);
/// 0, 25 %, ... of an axis from 0 to `end`, with a grid from `top` to `bottom`.
void write_percent_axis(Markup& page, double end, double top, double bottom);

}  // namespace bgpte::render
