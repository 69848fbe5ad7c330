// An advice for a terminal.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/model/version.hpp"
#include "bgpte/render/document.hpp"
#include "bgpte/text/display.hpp"
#include "src/render/page.hpp"
#include "src/render/report_text.hpp"

namespace bgpte::render {

using text::display_width;
using text::left;
using text::one_line;
using text::right;
using text::shortened;

namespace {

using Align = Columns::Align;

std::string dressed(const Style& style, advice::Status status) {
  const std::string title = status_title(status);
  const std::string colored = status == advice::Status::keep             ? style.green(title)
                              : status == advice::Status::no_safe_change ? style.red(title)
                                                                         : style.yellow(title);
  return style.bold(colored);
}

std::string dressed(const Style& style, model::Severity severity, std::string_view text) {
  return severity == model::Severity::error     ? style.red(text)
         : severity == model::Severity::warning ? style.yellow(text)
                                                : style.dim(text);
}

void answer(Page& page, const advice::Advice& advice) {
  page.line(fmt::format("{}  {}", dressed(page.style(), advice.status),
                        shortened(one_line(advice.scenario), page.width() - 16)));
  page.line("");
  page.paragraph(2, advice.summary);
  if (!advice.changes.empty()) {
    page.section("CHANGES");
    int number = 0;
    for (const advice::ChangeText& change : advice.changes) {
      page.line(fmt::format("  {}. {}", ++number, page.style().bold(advice::change_line(change))));
      page.paragraph(5, change.reason);
    }
  }
  if (!advice.violations.empty()) {
    page.section("STAYS BROKEN");
    for (const advice::Violation& violation : advice.violations) {
      page.line("  " + page.style().red(fmt::format(
                           "{}: {} of at most {} ({})", one_line(violation.link),
                           model::format_rate(violation.load), model::format_rate(violation.limit),
                           one_line(violation.rule))));
      page.paragraph(5, violation.message);
    }
  }
  page.section("WHAT THE FORECAST RESTS ON");
  page.paragraph(2, text::capitalised(advice.basis));
}

Columns link_table(const advice::Advice& advice, std::size_t bar_cells, std::size_t name_width) {
  Columns table({Align::left, Align::right, Align::right, Align::right, Align::left, Align::left,
                 Align::right, Align::right, Align::left, Align::left});
  const ColumnHeads heads = column_heads(advice);
  table.row({"", "capacity", heads.before, "", "", "", heads.after, "", "(range)", ""});
  for (const advice::LinkForecast& link : advice.links) {
    const double ceiling = link.capacity.value == 0 ? 1.0
                                                    : static_cast<double>(link.ceiling.value) /
                                                          static_cast<double>(link.capacity.value);
    const advice::Utilisation& after = link.after_utilisation;
    const double before = link.before_utilisation;
    const std::string low = text::fine_percent_number(after.low);
    const std::string high = text::fine_percent_number(after.high);
    table.row({shortened(one_line(link.name), name_width), model::format_rate(link.capacity),
               model::format_rate(link.before), text::fine_percent(before),
               bar(before, before, before, ceiling, bar_cells), "->",
               model::forecast_rate(link.after.expected), text::fine_percent(after.expected),
               low == high ? "" : fmt::format("({}-{})", low, high),
               bar(after.low, after.expected, after.high, ceiling, bar_cells)});
  }
  return table;
}

void links(Page& page, const advice::Advice& advice) {
  page.section("LINKS");
  std::size_t name_width = 24;
  std::size_t cells = 16;
  while (2 + link_table(advice, cells, name_width).width() > page.width() && cells > 0) {
    cells = cells > 6 ? cells - 1 : 0;  // Shorter bars say nothing.
  }
  while (2 + link_table(advice, cells, name_width).width() > page.width() && name_width > 8) {
    --name_width;
  }
  for (const std::string& line : link_table(advice, cells, name_width).lines()) {
    page.line("  " + line);
  }
  page.line("  " + page.style().dim(
                       "# up to low, = up to expected, - up to high, | ceiling, > above 100 %"));
  for (const advice::LinkForecast& link : advice.links) {
    if (link.before_peak && link.after_peak) {
      page.paragraph(2, fmt::format("{}: the utilisation is the peak's: {} -> {}.", link.name,
                                    model::format_rate(*link.before_peak),
                                    advice::rate_range(*link.after_peak)));
    }
    if (link.saturated) {
      page.paragraph(
          2, fmt::format("{} is full today: what was measured is a lower bound.", link.name));
    }
  }
}

void bill(Page& page, const advice::Advice& advice) {
  page.section(fmt::format("BILL ({} a month)", one_line(advice.currency)));
  Columns table({Align::left, Align::right, Align::left, Align::right, Align::right});
  for (const advice::LinkForecast& link : advice.links) {
    table.row({shortened(one_line(link.name), 24), model::format_money(link.bill_before), "->",
               model::format_money(link.bill_after),
               model::signed_money(link.bill_after - link.bill_before)});
  }
  const evaluation::MoneyRange& after = advice.cost_after;
  table.row({"total", model::format_money(advice.cost_before), "->",
             model::format_money(after.expected),
             model::signed_money(after.expected - advice.cost_before)});
  for (const std::string& line : table.lines()) {
    page.line("  " + line);
  }
  if (after.low != after.high) {
    page.paragraph(2, fmt::format("The total may be {} to {}.", model::format_money(after.low),
                                  model::format_money(after.high)));
  }
  for (const std::string& remark : bill_remarks(advice)) {
    page.paragraph(2, remark);
  }
}

void failures(Page& page, const advice::Advice& advice) {
  if (advice.failures.empty()) {
    return;
  }
  page.section("WHEN A LINK FAILS (N-1)");
  Columns table({Align::left, Align::left, Align::right, Align::left, Align::right, Align::left,
                 Align::left});
  table.row({"fails", "hurts", "today", "", "after", "(range)", ""});
  for (const advice::FailureForecast& failure : advice.failures) {
    for (const FailureRow& row : failure_rows(failure)) {
      table.row({shortened(one_line(row.failure), 20), shortened(one_line(row.link), 20),
                 row.before, "->", row.after, row.range, row.remark});
    }
  }
  for (const std::string& line : table.lines()) {
    page.line("  " + shortened(line, page.width() - 2));
  }
}

void rollout(Page& page, const advice::Advice& advice) {
  if (advice.rollout.empty()) {
    return;
  }
  page.section("ROLLOUT");
  constexpr std::size_t label = 10;
  const auto item = [&](std::string_view name, std::string_view text) {
    page.labelled(5, left(name, label), label, text);
  };
  for (const advice::RolloutStep& step : advice.rollout) {
    page.labelled(2, fmt::format("{}. ", step.step), 3, advice::changes_line(step.changes));
    if (!step.warning.empty()) {
      item("careful", step.warning);
    }
    item("wait", text::exact_duration(step.wait_s));
    std::string expected;
    for (const advice::ShareCondition& condition : step.expect) {
      expected += (expected.empty() ? "" : ", ") + advice::condition_line(condition);
    }
    if (!expected.empty()) {
      item("expect", expected);
    }
    item("go on if", advice::step_condition(step.continue_if));
    item("undo if", advice::abort_condition(step.abort_if));
    for (const advice::Contingency& contingency : step.contingencies) {
      item("else", contingency.text);
    }
  }
}

void alternatives(Page& page, const advice::Advice& advice) {
  if (advice.alternatives.empty()) {
    return;
  }
  page.section("ALTERNATIVES");
  std::size_t name_width = 0;
  std::size_t cost_width = 0;
  for (const advice::Alternative& alternative : advice.alternatives) {
    name_width = std::max(name_width, display_width(one_line(alternative.name)));
    cost_width =
        std::max(cost_width, display_width(model::signed_money(alternative.cost_difference)));
  }
  name_width = std::min<std::size_t>(name_width, 24);
  for (const advice::Alternative& alternative : advice.alternatives) {
    const std::string head =
        left(shortened(one_line(alternative.name), name_width), name_width) + "  " +
        right(model::signed_money(alternative.cost_difference), cost_width) + "  ";
    std::string text =
        alternative.same_as_advice ? "" : advice::changes_line(alternative.changes) + ". ";
    page.labelled(2, head, name_width + cost_width + 4, text + alternative.why_not);
  }
}

void findings(Page& page, const advice::Advice& advice) {
  if (advice.findings.empty()) {
    return;
  }
  page.section("FINDINGS");
  for (const model::Finding& finding : by_severity(advice.findings)) {
    const std::string severity = left(name_of(finding.severity), 9);
    page.labelled(2, dressed(page.style(), finding.severity, severity), 9,
                  finding.message + " [" + finding.rule + "]");
    if (!finding.suggestion.empty()) {
      page.paragraph(11, "-> " + finding.suggestion);
    }
  }
}

void configuration(Page& page, const Document& document) {
  if (document.advice.changes.empty()) {
    return;
  }
  page.section("CONFIGURATION");
  if (document.config.empty()) {
    page.paragraph(2, "None: the scenario names no session of the links that change.");
    return;
  }
  for (const config::ConfigPart& part : document.config) {
    std::string line = part_title(part) + ": " + std::string(name_of(part.mode));
    if (!part.reason.empty()) {
      line += ", " + part.reason;
    }
    page.paragraph(2, line);
  }
  page.line("  Review and print it:");
  page.line("    bgpte advise SCENARIO --format json -o ADVICE.json");
  page.line("    bgpte config ADVICE.json");
}

}  // namespace

std::string to_text(const Document& document, const TextOptions& options) {
  const advice::Advice& advice = document.advice;
  Page page(static_cast<std::size_t>(std::clamp(options.width, 80, 100)), Style{options.color});
  answer(page, advice);
  links(page, advice);
  bill(page, advice);
  failures(page, advice);
  rollout(page, advice);
  alternatives(page, advice);
  findings(page, advice);
  page.section("PROOF");
  page.paragraph(2, proof_line(advice));
  configuration(page, document);
  page.line("");
  page.line(page.style().dim(
      fmt::format("bgpte {}  change {}", model::version(), one_line(advice.change_id))));
  page.line(page.style().dim("scenario sha256 " + one_line(advice.scenario_sha256)));
  return page.take();
}

}  // namespace bgpte::render
