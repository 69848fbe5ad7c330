// Advice as a page: the sections in the order in which they are read.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/render/html.hpp"
#include "bgpte/text/display.hpp"
#include "src/render/html/advice_charts.hpp"
#include "src/render/html/advice_sections.hpp"
#include "src/render/html/frame.hpp"
#include "src/render/html/table.hpp"
#include "src/render/report_text.hpp"

namespace bgpte::render {

namespace {

using text::one_line;

void unresolved(Markup& page, const advice::Advice& advice) {
  if (advice.violations.empty()) {
    return;
  }
  write_heading(page, "Unresolved");
  constexpr std::size_t most_explained = 4;  // Of more, each is explained behind a click.
  const bool folded = advice.violations.size() > most_explained;
  page.open("ul");
  for (const advice::Violation& violation : advice.violations) {
    const bool explained = !remediation_of(violation).empty();
    page.open("li");
    if (explained && folded) {
      open_details(page, violation_line(violation));
      page.text(violation.message);
      close_details(page);
    } else {
      page.leaf("strong", violation_line(violation));
      page.text(explained ? fmt::format(". {}", violation.message) : std::string());
    }
    page.close();
    page.end_line();
  }
  page.close();
  page.end_line();
}

void before_you_begin(Markup& page, const advice::Advice& advice) {
  if (std::ranges::none_of(advice.findings, belongs_before)) {
    return;
  }
  write_heading(page, "Before you begin");
  page.open("ul");
  for (const model::Finding& finding : advice.findings) {
    if (belongs_before(finding)) {
      page.open("li");
      write_prose(page, fmt::format("{} {}", text::sentence(finding.message),
                                    text::sentence(finding.suggestion)));
      page.close();
      page.end_line();
    }
  }
  page.close();
  page.end_line();
}

/// What gets worse under failure, or that nothing does.
void under_failure(Markup& page, const advice::Advice& advice) {
  if (advice.failures.empty()) {
    return;
  }
  write_heading(page, "Under failure");
  std::vector<std::string> lines;
  for (const advice::FailureForecast& failure : advice.failures) {
    for (const FailureRow& row : failure_rows(advice, failure)) {
      if (row.matters) {
        lines.push_back(failure_line(row));
      }
    }
  }
  constexpr std::size_t most = 8;
  if (!lines.empty()) {
    page.open("ul");
    for (std::size_t i = 0; i < std::min(lines.size(), most); ++i) {
      page.leaf("li", lines[i]);
      page.end_line();
    }
    page.close();
  }
  if (lines.size() > most) {
    write_paragraph(page, fmt::format("{} more are in the N-1 analysis.", lines.size() - most));
  }
  const std::string relieved = relieved_failures(advice);
  if (!relieved.empty()) {
    write_paragraph(page, relieved);
  }
  if (lines.empty() && relieved.empty()) {
    write_paragraph(page, no_failure_matters);
  }
}

/// A table that stands behind a click where it has more rows than a chart, and ends after
/// most_table_rows.
void write_long_table(Markup& page, HtmlTable table) {
  const std::size_t rows = table.rows.size();
  const bool folded = rows > most_chart_rows;
  if (rows > most_table_rows) {
    table.rows.erase(table.rows.begin() + most_table_rows, table.rows.end());
  }
  if (folded) {
    open_details(page, fmt::format("{}: all {} rows", table.caption, rows));
  }
  write_table(page, table);
  write_left_out(page, rows);
  if (folded) {
    close_details(page);
  }
}

/// The changes with their reasons; behind a click where they are many.
void changes_list(Markup& page, const advice::Advice& advice) {
  if (advice.changes.empty()) {
    return;
  }
  const std::size_t all = advice.changes.size();
  write_heading(page, "Changes");
  if (all > most_chart_rows) {
    open_details(page, text::count_of(static_cast<std::int64_t>(all), "change"));
  }
  page.open("ol");
  for (std::size_t i = 0; i < std::min(all, most_table_rows); ++i) {
    const advice::ChangeText& change = advice.changes[i];
    page.open("li");
    page.leaf("strong", text::capitalised(advice::change_line(change)));
    page.text(change.reason.empty() ? std::string() : fmt::format(". {}", change.reason));
    page.close();
    page.end_line();
  }
  page.close();
  write_left_out(page, all);
  if (all > most_chart_rows) {
    close_details(page);
  }
}

void answer(Markup& page, const advice::Advice& advice) {
  page.open("p");
  page.leaf("strong", advice.summary);
  page.close();
  page.end_line();
  changes_list(page, advice);
  unresolved(page, advice);
  before_you_begin(page, advice);
  under_failure(page, advice);
}

void links(Markup& page, const advice::Advice& advice) {
  write_heading(page, "Links");
  link_chart(page, advice);
  const ColumnHeads heads = column_heads(advice);
  const auto numbers = ColumnOf::numbers;
  HtmlTable table{"Inbound traffic and utilisation",
                  {{"link"},
                   {"capacity", numbers},
                   {"ceiling", numbers},
                   {heads.before, numbers},
                   {fmt::format("{}, %", heads.before), numbers},
                   {fmt::format("{} (90 % range)", heads.after), numbers},
                   {fmt::format("{}, % (90 % range)", heads.after), numbers}}};
  for (std::size_t l = 0; l < advice.links.size(); ++l) {
    const advice::LinkForecast& link = advice.links[l];
    const advice::Utilisation& after = link.after_utilisation;
    const std::string at = fmt::format("/links/{}", l);
    const std::string_view load = link.before_peak ? "peak_bps" : "inbound_bps";
    table.rows.push_back({link.name,
                          {model::format_rate(link.capacity), at + "/capacity_bps", Rounding::rate},
                          {model::format_rate(link.ceiling), at + "/ceiling_bps", Rounding::rate},
                          {model::format_rate(link.load_before()),
                           fmt::format("{}/before/{}", at, load), Rounding::rate},
                          {text::fine_percent(link.before_utilisation), at + "/before/utilisation",
                           Rounding::percent},
                          {advice::rate_range(link.load_after()),
                           fmt::format("{}/after/{}", at, load), Rounding::forecast},
                          {text::fine_percent_with_range(after.low, after.expected, after.high),
                           at + "/after/utilisation", Rounding::percent_range}});
  }
  write_long_table(page, std::move(table));
  for (const std::string& remark : link_remarks(advice)) {
    write_paragraph(page, remark);
  }
}

void bill(Markup& page, const advice::Advice& advice) {
  write_heading(page, fmt::format("Cost ({} a month)", one_line(advice.currency)));
  const ColumnHeads heads = column_heads(advice);
  const auto numbers = ColumnOf::numbers;
  HtmlTable table{
      "Bill by link",
      {{"link"}, {heads.before, numbers}, {heads.after, numbers}, {"difference", numbers}}};
  for (std::size_t l = 0; l < advice.links.size(); ++l) {
    const advice::LinkForecast& link = advice.links[l];
    const std::string at = fmt::format("/links/{}", l);
    table.rows.push_back(
        {link.name,
         {model::format_money(link.bill_before), at + "/before/bill", Rounding::money},
         {model::format_money(link.bill_after), at + "/after/bill", Rounding::money},
         model::signed_money(link.bill_after - link.bill_before)});
  }
  table.rows.push_back(
      {"total",
       {model::format_money(advice.cost_before), "/cost/before", Rounding::money},
       {advice::money_range(advice.cost_after), "/cost/after", Rounding::money_range},
       model::signed_money(advice.cost_after.expected - advice.cost_before)});
  if (table.rows.size() > most_chart_rows) {
    HtmlTable total = table;
    total.caption = "Bill of all links";
    total.rows = {table.rows.back()};
    write_table(page, total);
  }
  write_long_table(page, std::move(table));
  const std::vector<std::string> remarks = bill_remarks(advice);
  if (!remarks.empty()) {
    page.open("ul");
    for (const std::string& remark : remarks) {
      page.leaf("li", remark);
      page.end_line();
    }
    page.close();
    page.end_line();
  }
}

void failures(Markup& page, const advice::Advice& advice) {
  if (advice.failures.empty()) {
    return;
  }
  const FailureHeads heads = failure_heads(advice);
  write_heading(page, "N-1 analysis" + heads.of);
  failure_matrix(page, advice);
  HtmlTable table{"What each failure does",
                  {{"fails"},
                   {"most affected link"},
                   {heads.before, ColumnOf::numbers},
                   {heads.after, ColumnOf::numbers},
                   {"90 % range"},
                   {"remark"}}};
  for (std::size_t f = 0; f < advice.failures.size(); ++f) {
    const advice::FailureForecast& failure = advice.failures[f];
    const std::vector<FailureRow> rows = failure_rows(advice, failure);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const FailureRow& row = rows[i];
      const std::string at = fmt::format("/failures/{}", f);
      const bool whole = failure.overloads.empty();
      const std::string one = fmt::format("{}/overloads/{}", at, i);
      table.rows.push_back(
          {row.failure,
           row.link,
           {row.before, whole ? at + "/before_utilisation" : one + "/before/utilisation/expected",
            Rounding::percent},
           {row.after, whole ? at + "/after_utilisation" : one + "/after/utilisation/expected",
            Rounding::percent},
           row.range,
           row.remark});
    }
  }
  write_long_table(page, std::move(table));
}

void flows(Markup& page, const advice::Advice& advice, const PageParts& parts) {
  if (!parts.flows || parts.flows->named.empty()) {
    return;
  }
  write_heading(page, "Prefixes to links");
  const ColumnHeads heads = column_heads(advice);
  for (const FlowState state : {FlowState::before, FlowState::after}) {
    page.leaf("h3", text::capitalised(state == FlowState::before ? heads.before : heads.after));
    page.end_line();
    flow_chart(page, advice, *parts.flows, state);
  }
  write_paragraph(page, "Expected, at the measured statistic. Bold and striped: what moves.");
  open_details(page, "The same in numbers");
  flow_table(page, advice, *parts.flows);
  close_details(page);
}

}  // namespace

void write_left_out(Markup& page, std::size_t rows) {
  if (rows > most_table_rows) {
    write_paragraph(page, fmt::format("The first {} of {} are shown; --format json has all.",
                                      most_table_rows, rows));
  }
}

std::string to_html(const Document& document, const PageParts& parts) {
  const advice::Advice& advice = document.advice;
  Markup page;
  const std::string name = one_line(advice.scenario);
  open_page(page, name.empty() ? status_title(advice)
                               : fmt::format("{}: {}", status_title(advice), name));
  for (const std::string& paragraph : parts.lead) {
    write_paragraph(page, paragraph);
  }
  answer(page, advice);
  links(page, advice);
  bill(page, advice);
  failures(page, advice);
  rollout_section(page, advice);
  flows(page, advice, parts);
  alternatives_section(page, advice);
  test_section(page, advice);
  findings_section(page, advice);
  proof_section(page, document, parts.command);
  close_page(page,
             fmt::format("bgpte {}, change {}", document.version, one_line(advice.change_id)));
  return page.take();
}

}  // namespace bgpte::render
