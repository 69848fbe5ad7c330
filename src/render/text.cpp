// Advice for a terminal.
#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/model/version.hpp"
#include "bgpte/render/document.hpp"
#include "bgpte/text/display.hpp"
#include "src/render/first_screen.hpp"
#include "src/render/page.hpp"
#include "src/render/report_text.hpp"
#include "src/render/step_text.hpp"
#include "src/render/tables.hpp"

namespace bgpte::render {

using text::display_width;
using text::left;
using text::one_line;
using text::right;
using text::shortened;

namespace {

using Align = Columns::Align;

std::string dressed(const Style& style, model::Severity severity, std::string_view text) {
  return severity == model::Severity::error     ? style.red(text)
         : severity == model::Severity::warning ? style.yellow(text)
                                                : style.dim(text);
}

void answer(Page& page, const advice::Advice& advice) {
  page.line(fmt::format("{}  {}", dressed_title(page.style(), advice),
                        shortened(one_line(advice.scenario), page.width() - 16)));
  page.line("");
  page.paragraph(2, advice.summary);
  if (!advice.changes.empty()) {
    page.section("CHANGES");
    int number = 0;
    for (const advice::ChangeText& change : advice.changes) {
      page.labelled(2, fmt::format("{}. ", ++number), 3, advice::change_line(change));
      page.paragraph(5, change.reason);
    }
  }
  if (!advice.violations.empty()) {
    page.section("UNRESOLVED");
    for (const advice::Violation& violation : advice.violations) {
      if (remediation_of(violation).empty()) {
        page.paragraph(2, violation_line(violation));
        continue;
      }
      page.line("  " + page.style().red(one_line(violation_line(violation))));
      page.paragraph(5, violation.message);
    }
  }
  page.section("FORECAST BASIS");
  page.paragraph(2, text::capitalised(advice.basis));
}

void links(Page& page, const advice::Advice& advice) {
  page.section("LINKS");
  link_table(page, advice);
  for (const std::string& remark : link_remarks(advice)) {
    page.paragraph(2, remark);
  }
}

void bill(Page& page, const advice::Advice& advice) {
  page.section(fmt::format("COST ({} a month)", one_line(advice.currency)));
  bill_table(page, advice, BillRows::all);
  for (const std::string& remark : bill_remarks(advice)) {
    page.paragraph(2, remark);
  }
}

void failures(Page& page, const advice::Advice& advice) {
  if (!advice.failures.empty()) {
    page.section("N-1 ANALYSIS" + failure_heads(advice).of);
    failure_table(page, advice, FailureRows::all);
  }
}

void rollout(Page& page, const advice::Advice& advice) {
  if (advice.rollout.empty()) {
    return;
  }
  page.section("ROLLOUT");
  constexpr std::size_t label = 14;
  const auto item = [&](std::string_view name, std::string_view text) {
    page.labelled(5, left(name, label), label, text);
  };
  for (const advice::RolloutStep& step : advice.rollout) {
    page.labelled(2, fmt::format("{}. ", step.step), 3, step_title(step));
    for (const StepLine& line : step_lines(step)) {
      item(line.label, line.text);
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
    page.paragraph(2, fmt::format("None: {}", no_session));
    return;
  }
  for (const config::ConfigPart& part : document.config) {
    std::string line = part_title(part) + ": " + mode_text(part.mode);
    if (!part.reason.empty()) {
      line += ", " + part.reason;
    }
    page.paragraph(2, line);
  }
}

std::string full_text(const Document& document, const TextOptions& options) {
  const advice::Advice& advice = document.advice;
  Page page(page_width(options), Style{options.color});
  answer(page, advice);
  links(page, advice);
  bill(page, advice);
  failures(page, advice);
  rollout(page, advice);
  alternatives(page, advice);
  telling_test(page, advice);
  findings(page, advice);
  page.section("PROOF");
  page.paragraph(2, proof_line(advice));
  configuration(page, document);
  commands(page, document, options);
  page.line("");
  page.line(page.style().dim(
      fmt::format("bgpte {}  change {}", model::version(), one_line(advice.change_id))));
  page.line(page.style().dim("scenario sha256 " + one_line(advice.scenario_sha256)));
  return page.take();
}

}  // namespace

std::string to_text(const Document& document, const TextOptions& options) {
  switch (options.detail) {
    case Detail::summary:
      return summary_lines(document, options);
    case Detail::screen:
      return first_screen(document, options);
    case Detail::full:
      break;
  }
  return full_text(document, options);
}

}  // namespace bgpte::render
