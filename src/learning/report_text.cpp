// The report of a log, for a terminal and for a ticket.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string>
#include <vector>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/learning/report.hpp"
#include "bgpte/model/text_format.hpp"
#include "bgpte/text/columns.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "bgpte/text/markdown.hpp"
#include "bgpte/text/time.hpp"

namespace bgpte::learning {
namespace {

std::string points(double share) {
  return fmt::format("{:.1f}", share * 100);
}

/// The last rows of a list, which are the newest, and a sentence on those that are left out.
template <class Item>
std::vector<Item> newest(const std::vector<Item>& items, std::vector<std::string>& sentences) {
  if (items.size() <= most_report_rows) {
    return items;
  }
  sentences.push_back(fmt::format("The newest {} of {} are shown; --format json has all.",
                                  most_report_rows, items.size()));
  return {items.end() - static_cast<std::ptrdiff_t>(most_report_rows), items.end()};
}

/// "     ---|--o--     ": 0 to 100 % in 41 columns; the range, what was expected, and what came (o
/// inside the range, x outside).
std::string drawn(const SharePair& one) {
  constexpr double columns = 40;
  const auto column = [](double share) {
    return static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * columns));
  };
  std::string line(static_cast<std::size_t>(columns) + 1, ' ');
  std::fill(line.begin() + static_cast<std::ptrdiff_t>(column(one.low)),
            line.begin() + static_cast<std::ptrdiff_t>(column(one.high)) + 1, '-');
  line[column(one.expected)] = '|';
  line[column(one.seen)] = one.inside ? 'o' : 'x';
  return line;
}

ReportPart log_section(const Report& report) {
  ReportPart section{"LOG", {}};
  section.sentences.push_back(
      fmt::format("{} entr{}.", report.entries, report.entries == 1 ? "y" : "ies"));
  if (!report.measured_until) {
    section.sentences.emplace_back(
        "The scenario does not say measured.to: everything counts as if it were of today.");
  }
  return section;
}

ReportPart forecast_section(const Report& report) {
  ReportPart section{"FORECASTS AND WHAT CAME", {}};
  if (report.runs.empty()) {
    section.sentences.emplace_back("No forecast has met what came of it yet.");
    return section;
  }
  section.sentences.push_back(
      fmt::format("{} of {}: inside {} of {}; 90 % were stated. Mean total variation {} points.",
                  text::count_of(static_cast<std::int64_t>(report.runs.size()), "forecast"),
                  text::count_of(static_cast<std::int64_t>(report.shares), "share"), report.inside,
                  report.shares, points(report.mean_distance)));
  const std::vector<Run> runs = newest(report.runs, section.sentences);
  std::size_t prefix_width = 0;
  std::size_t link_width = 0;
  for (const Run& run : runs) {
    prefix_width = std::max(prefix_width, run.prefix.size());
    for (const SharePair& one : run.links) {
      link_width = std::max(link_width, text::display_width(one.link));
    }
  }
  const std::string indent(prefix_width + 2 + 16 + 2 + link_width, ' ');
  section.drawing.push_back(indent + "  0        25        50        75     100 %");
  for (const Run& run : runs) {
    bool first = true;
    for (const SharePair& one : run.links) {
      section.drawing.push_back(
          fmt::format("{}  {}  {}  {}  {:>3.0f} ({:.0f}-{:.0f}), came {:.0f}",
                      text::left(first ? run.prefix : "", prefix_width),
                      text::left(first ? text::utc_text(run.measured_at).substr(0, 16) : "", 16),
                      text::left(one.link, link_width), drawn(one), one.expected * 100,
                      one.low * 100, one.high * 100, one.seen * 100));
      first = false;
    }
  }
  section.drawing.push_back(
      "Shares of the prefix's inbound: - range, | expected, o came inside, x came outside.");
  return section;
}

std::string calibration_sentence(std::string_view kind, std::size_t forecasts, double factor) {
  return fmt::format("{}: {}, variance x {:.2f}, so ranges x {:.2f}{}.", kind,
                     text::count_of(static_cast<std::int64_t>(forecasts), "forecast"), factor,
                     std::sqrt(factor),
                     forecasts < 5 ? " (fewer than five never narrow a range)" : "");
}

ReportPart calibration_section(const Report& report) {
  const logbook::Calibration& calibration = report.calibration;
  return {"CALIBRATION",
          {calibration_sentence("One link alone prepended more or withdrawn",
                                calibration.one_link_forecasts, calibration.factor.one_link),
           calibration_sentence("Other changes", calibration.other_forecasts,
                                calibration.factor.others)}};
}

ReportPart kept_section(const Report& report) {
  ReportPart section{"WHAT LINKS KEEP WHEN THEY ALONE ARE PREPENDED", {}};
  if (report.kept.empty()) {
    section.sentences.emplace_back(
        "Nothing is known yet: no announcement was measured that has one or two prepends more on "
        "one link than another that was measured.");
    return section;
  }
  section.table.head = {"link", "prepends", "kept %", "of", "range", "times", "age"};
  for (const Kept& one : report.kept) {
    section.table.rows.push_back(
        {one.link, fmt::format("{}", one.prepends), points(one.newest), one.prefix,
         fmt::format("{}-{}", points(one.least), points(one.most)), fmt::format("{}", one.times),
         one.age_h ? text::hours_and_minutes(static_cast<std::int64_t>(*one.age_h * 3600))
                   : std::string("-")});
  }
  for (std::size_t i = 0; i < report.kept.size(); ++i) {
    const Kept& one = report.kept[i];
    const bool more_follow = i + 1 < report.kept.size() && report.kept[i + 1].link == one.link &&
                             report.kept[i + 1].sticky;
    if (one.sticky && !more_follow) {
      section.sentences.push_back(fmt::format(
          "{} is sticky: it kept {} % of what {} brought there after {}. More prepends there are "
          "not likely to help; a community, a more specific or a withdrawal may.",
          one.link, points(one.newest), one.prefix, text::count_of(one.prepends, "prepend")));
    }
  }
  return section;
}

ReportPart drift_section(const Report& report) {
  ReportPart section{"DRIFT AND JUMPS", {}};
  if (report.repeats.empty()) {
    section.sentences.emplace_back("No announcement was measured twice.");
    return section;
  }
  if (report.drift.repeats > 0) {
    section.sentences.push_back(fmt::format(
        "The same announcement measured again {}, {:.0f} hours later on average: {} points of the "
        "inbound by other links.",
        text::times(static_cast<int>(report.drift.repeats)), report.drift.mean_hours,
        points(report.drift.mean_distance)));
  }
  std::vector<RepeatRow> jumps;
  std::ranges::copy_if(report.repeats, std::back_inserter(jumps), &RepeatRow::jump);
  if (jumps.empty()) {
    section.sentences.emplace_back("Nothing jumped (more than 4 points).");
    return section;
  }
  section.sentences.push_back(
      fmt::format("{}: the same announcement, and more than 4 points by other links. What was "
                  "observed of these prefixes before counts less by as much.",
                  text::count_of(static_cast<std::int64_t>(jumps.size()), "jump")));
  section.table.head = {"prefix", "announced", "between", "and", "points"};
  for (const RepeatRow& one : newest(jumps, section.sentences)) {
    section.table.rows.push_back({one.prefix, one.advertise, text::utc_text(one.from),
                                  text::utc_text(one.to), points(one.distance)});
  }
  return section;
}

ReportPart contradiction_section(const Report& report) {
  ReportPart section{"CONTRADICTIONS", {}};
  if (report.contradictions.empty()) {
    section.sentences.emplace_back("One model explains all that was measured.");
  }
  for (const std::string& one : newest(report.contradictions, section.sentences)) {
    section.sentences.push_back(one + ".");
  }
  return section;
}

ReportPart pending_section(const Report& report) {
  ReportPart section{"NOT MEASURED YET", {}};
  section.table.head = {"prefix", "announced", "forecast of", "change"};
  for (const Pending& one : newest(report.pending, section.sentences)) {
    section.table.rows.push_back(
        {one.prefix, one.advertise, text::utc_text(one.at), one.change_id});
  }
  return section;
}

std::string test_sentence(std::size_t number, const advice::TellingTest& test) {
  return fmt::format(
      "{}. {} It {}moves {}; then {} is known to within {} instead of {}. {} {}Wait {}. To undo: "
      "{}",
      number, text::sentence(advice::change_line(test.change)),
      test.first_step ? "is the first step of the advice and " : "",
      model::forecast_rate(test.moved), test.link, model::forecast_rate(test.width_after),
      model::forecast_rate(test.width_now), text::sentence(test.change.reason),
      test.quiet_hours.empty() ? ""
                               : fmt::format("Quiet enough by its history: {}. ", test.quiet_hours),
      text::hours_and_minutes(test.wait_s), text::sentence(test.undo));
}

ReportPart test_section(const Report& report) {
  ReportPart section{"TESTS", {}};
  section.drawn = ReportPart::Drawn::commands;
  if (report.advised.empty()) {
    section.sentences.emplace_back(
        "Nothing is to be changed now, so there is no forecast for a test to narrow.");
    return section;
  }
  if (report.tests.empty()) {
    section.sentences.emplace_back(
        "No test is proposed for what bgpte advise would change now: none of one prefix on one "
        "link is allowed, safe at the peak, large enough to be measured, and telling.");
    return section;
  }
  section.sentences.emplace_back(
      "Before what bgpte advise would change now, the most telling first, each given those before "
      "it:");
  section.table.head = {"test", "its forecast"};
  for (std::size_t i = 0; i < report.tests.size(); ++i) {
    section.sentences.push_back(test_sentence(i + 1, report.tests[i]));
    section.table.rows.push_back({fmt::format("{}", i + 1), report.tests[i].command});
  }
  return section;
}

ReportPart aside_section(const Report& report) {
  ReportPart section{"SET ASIDE", {}};
  for (const logbook::SetAside& one : report.set_aside) {
    section.sentences.push_back(fmt::format(
        "{}: {} (the first: {}).", text::count_of(static_cast<std::int64_t>(one.count), "record"),
        one.why, one.example));
  }
  return section;
}

}  // namespace

std::string ReportPart::title() const {
  std::string title = heading;
  std::transform(title.begin() + 1, title.end(), title.begin() + 1, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return title;
}

std::vector<ReportPart> report_parts(const Report& report) {
  std::vector<ReportPart> sections{log_section(report),         forecast_section(report),
                                   calibration_section(report), kept_section(report),
                                   drift_section(report),       contradiction_section(report),
                                   test_section(report)};
  if (!report.pending.empty()) {
    sections.push_back(pending_section(report));
  }
  if (!report.set_aside.empty()) {
    sections.push_back(aside_section(report));
  }
  return sections;
}

namespace {

void add_table_text(const ReportPart::Table& table, std::string& out) {
  text::Columns columns(table.head.size(), table.head.size(), 2);
  columns.row(table.head);
  for (const std::vector<std::string>& row : table.rows) {
    columns.row(row);
  }
  for (const std::string& line : columns.lines()) {
    out += fmt::format("  {}\n", line);
  }
}

void add_table_markdown(const ReportPart::Table& table, std::string& out) {
  const auto add = [&](const std::vector<std::string>& row) {
    out += '|';
    for (const std::string& cell : row) {
      out += fmt::format(" {} |", text::markdown::plain(cell));
    }
    out += '\n';
  };
  add(table.head);
  add(std::vector<std::string>(table.head.size(), "---"));
  for (const std::vector<std::string>& row : table.rows) {
    add(row);
  }
  out += '\n';
}

}  // namespace

std::string report_text(const Report& report, std::size_t width) {
  std::string out;
  for (const ReportPart& section : report_parts(report)) {
    out += fmt::format("{}{}\n", out.empty() ? "" : "\n", section.heading);
    for (const std::string& sentence : section.sentences) {
      for (const std::string& line :
           text::wrapped(text::one_line(sentence), std::max<std::size_t>(width, 20) - 2)) {
        out += fmt::format("  {}\n", line);
      }
    }
    if (!section.table.rows.empty()) {
      add_table_text(section.table, out);
    }
    for (const std::string& line : section.drawing) {
      out += fmt::format("  {}\n", line);
    }
  }
  return out;
}

std::string report_markdown(const Report& report) {
  std::string out = "# What the log teaches\n\n";
  for (const ReportPart& section : report_parts(report)) {
    out += fmt::format("## {}\n\n", section.title());
    for (const std::string& sentence : section.sentences) {
      out += fmt::format("{}\n\n", text::markdown::plain(sentence));
    }
    if (!section.table.rows.empty()) {
      add_table_markdown(section.table, out);
    }
    if (!section.drawing.empty()) {
      out += fmt::format("```text\n{}\n```\n\n", fmt::join(section.drawing, "\n"));
    }
  }
  out.pop_back();
  return out;
}

}  // namespace bgpte::learning
