#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bgpte/advice/prefix_flows.hpp"
#include "bgpte/render/document.hpp"

/// Pages of HTML: one file, no script, no style sheet, nothing that is loaded (docs/page.md).
namespace bgpte::render {

/// What a page of advice shows besides the advice.
struct PageParts {
  /// Prefixes to links; no picture of them where it is not given.
  std::optional<advice::PrefixFlows> flows = std::nullopt;
  /// The command line that the advice answers.
  std::string command = TextOptions().command;
  /// Paragraphs before the answer.
  std::vector<std::string> lead = {};
};

/// Advice as a page: the answer, links, bill, failures, rollout, flows, alternatives, and proof and
/// configuration behind a click. The same bytes for the same advice.
[[nodiscard]] std::string to_html(const Document& document, const PageParts& parts = {});

/// A table of a report; the first column names its rows.
struct ReportTable {
  std::string caption;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows = {};
  /// Columns of texts at the left; the others hold numbers.
  std::size_t texts = 1;
};

/// Shares of 0 to 1 that were forecast, and what came; docs/learning.md.
struct RangeChart {
  struct Row {
    std::string label, link;
    double low = 0, expected = 0, high = 0, seen = 0;
    bool inside = false;
  };
  std::string title, description;
  std::vector<Row> rows = {};
};

/// Two figures of each plan.
struct PointChart {
  enum class Line : std::uint8_t { none, joined };  ///< Joined: in the order of the points.
  struct Point {
    std::string label;  ///< A few characters, "1".
    double x = 0, y = 0;
    std::string x_text, y_text;  ///< As the table says them.
  };
  std::string title, description;
  std::string x_name, y_name;
  std::vector<Point> points = {};
  Line line = Line::joined;
};

/// Rows whose parts add up to 1.
struct ShareChart {
  struct Row {
    std::string label;
    std::vector<double> shares;  ///< [name], 0 to 1.
  };
  std::string title, description;
  std::vector<std::string> names;
  std::vector<Row> rows = {};
};

/// One part of a report: sentences, a picture, a table.
struct ReportSection {
  std::string heading;
  std::vector<std::string> sentences = {};
  std::variant<std::monostate, RangeChart, PointChart, ShareChart> chart = std::monostate();
  std::optional<ReportTable> table = std::nullopt;
  std::string details = {};  ///< Lines of text behind a click; empty: none.
};

/// What `frontier`, `catchment` and `learn` found.
struct Report {
  std::string title;
  std::vector<std::string> sentences = {};
  std::vector<ReportSection> sections = {};
};
[[nodiscard]] std::string to_html(const Report& report);

}  // namespace bgpte::render
