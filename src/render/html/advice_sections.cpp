// Rollout, alternatives, findings, proof and configuration of a page of advice.
#include "src/render/html/advice_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/text/display.hpp"
#include "src/render/html/advice_charts.hpp"
#include "src/render/html/frame.hpp"
#include "src/render/html/report_charts.hpp"
#include "src/render/html/table.hpp"
#include "src/render/report_text.hpp"
#include "src/render/step_text.hpp"

namespace bgpte::render {

namespace {

using text::one_line;
using text::shortened;

/// Steps whose verdicts are drawn; the others are told behind a click.
constexpr std::size_t drawn_steps = 6;
/// Columns of one sentence of a step, of which some name every prefix.
constexpr std::size_t longest_line = 3000;
/// Bytes of one text of the configuration, and of all of them.
constexpr std::size_t longest_block = 20'000;
constexpr std::size_t longest_configuration = 250'000;
/// Bytes of all conditions of the rollout.
constexpr std::size_t longest_conditions = 250'000;

void lines_of_step(Markup& page, const std::vector<StepLine>& lines) {
  if (lines.empty()) {
    return;
  }
  page.open("dl");
  for (const StepLine& line : lines) {
    page.leaf("dt", text::capitalised(line.label));
    page.open("dd");
    write_prose(page, shortened(line.text, longest_line));
    page.close();
    page.end_line();
  }
  page.close();
  page.end_line();
}

void write_conditions(Markup& page, const advice::Advice& advice) {
  open_details(page, all_conditions);
  std::size_t written = 0;
  std::size_t told = 0;
  for (const advice::RolloutStep& step : advice.rollout) {
    if (written > longest_conditions) {
      break;
    }
    const std::vector<StepLine> lines = step_lines(step);
    page.leaf("h3", fmt::format("Step {}, in full", step.step));
    page.end_line();
    write_paragraph(page, shortened(step_title(step), longest_line));
    lines_of_step(page, lines);
    for (const StepLine& line : lines) {
      written += std::min(line.text.size(), longest_line);
    }
    ++told;
  }
  if (told < advice.rollout.size()) {
    write_paragraph(
        page, fmt::format("{} more steps are in --format json.", advice.rollout.size() - told));
  }
  close_details(page);
}

/// The alternatives' numbers, the cheapest first.
PointChart alternatives_chart(const advice::Advice& advice) {
  PointChart chart;
  chart.title = "Alternatives: bill against traffic above the ceilings";
  chart.x_name = fmt::format("bill a month, {}", one_line(advice.currency));
  chart.y_name = "above the ceilings";
  chart.line = PointChart::Line::none;
  chart.points.push_back({"advice", advice.cost_after.expected.as_double(),
                          static_cast<double>(advice.objective.excess.value),
                          model::format_money(advice.cost_after.expected),
                          model::forecast_rate(advice.objective.excess)});
  std::vector<std::string> names;
  for (std::size_t i = 0; i < advice.alternatives.size(); ++i) {
    const advice::Alternative& one = advice.alternatives[i];
    chart.points.push_back({fmt::format("{}", i + 1), one.cost.as_double(),
                            static_cast<double>(one.excess.value), model::format_money(one.cost),
                            model::forecast_rate(one.excess)});
    names.push_back(fmt::format("{} {}", i + 1, one_line(one.name)));
  }
  chart.description = text::join_some(std::move(names), 12);
  return chart;
}

void findings_table(Markup& page, const std::vector<model::Finding>& findings) {
  HtmlTable table{"Findings", {{"rule"}, {"severity"}, {"what was seen"}, {"what to do"}}};
  for (std::size_t i = 0; i < std::min(findings.size(), most_table_rows); ++i) {
    const model::Finding& finding = findings[i];
    table.rows.push_back({finding.rule, std::string(name_of(finding.severity)), finding.message,
                          finding.suggestion});
  }
  write_table(page, table);
  write_left_out(page, findings.size());
}

void configuration(Markup& page, const Document& document, const std::string& command) {
  if (document.advice.changes.empty()) {
    return;
  }
  write_heading(page, "Configuration");
  if (document.config.empty()) {
    write_paragraph(page, fmt::format("None: {}", no_session));
    return;
  }
  write_lines(page, config_commands(document.advice, command), longest_block);
  std::size_t left = longest_configuration;
  for (const config::ConfigPart& part : document.config) {
    open_details(page, fmt::format("{}: {}", part_title(part), mode_text(part.mode)));
    if (part.mode == config::Mode::manual) {
      write_paragraph(page, fmt::format("By hand: {}", part.reason));
    }
    for (const ConfigBlock& block : config_blocks(part)) {
      write_paragraph(page, fmt::format("{}:", block.name));
      const std::size_t most = std::min(longest_block, left);
      write_lines(page, block.text, most);
      left -= std::min(left, block.text.size());
    }
    close_details(page);
  }
}

}  // namespace

void rollout_section(Markup& page, const advice::Advice& advice) {
  if (advice.rollout.empty()) {
    return;
  }
  write_heading(page, "Rollout");
  rollout_timeline(page, advice);
  for (std::size_t i = 0; i < std::min(advice.rollout.size(), drawn_steps); ++i) {
    const advice::RolloutStep& step = advice.rollout[i];
    page.leaf("h3", shortened(fmt::format("Step {}, {}", step.step, short_step_title(step)),
                              longest_line));
    page.end_line();
    verdict_ruler(page, step);
    lines_of_step(page, short_step_lines(step));
  }
  write_conditions(page, advice);
}

void alternatives_section(Markup& page, const advice::Advice& advice) {
  if (advice.alternatives.empty()) {
    return;
  }
  write_heading(page, "Alternatives");
  point_chart(page, alternatives_chart(advice));
  const auto numbers = ColumnOf::numbers;
  HtmlTable table{
      "Other plans",
      {{"plan"}, {"bill", numbers}, {"difference", numbers}, {"above ceilings", numbers}}};
  for (std::size_t i = 0; i < advice.alternatives.size(); ++i) {
    const advice::Alternative& one = advice.alternatives[i];
    const std::string at = fmt::format("/alternatives/{}", i);
    table.rows.push_back(
        {fmt::format("{}. {}", i + 1, one.name),
         {model::format_money(one.cost), at + "/cost", Rounding::money},
         model::signed_money(one.cost_difference),
         {model::forecast_rate(one.excess), at + "/excess_bps", Rounding::forecast}});
  }
  write_table(page, table);
  page.open("dl");
  for (std::size_t i = 0; i < advice.alternatives.size(); ++i) {
    const advice::Alternative& one = advice.alternatives[i];
    const std::string changes =
        one.same_as_advice
            ? ""
            : shortened(text::capitalised(advice::changes_line(one.changes)), longest_line) + ". ";
    page.leaf("dt", fmt::format("{}. {}", i + 1, one.name));
    page.leaf("dd", changes + one.why_not);
    page.end_line();
  }
  page.close();
  page.end_line();
}

void test_section(Markup& page, const advice::Advice& advice) {
  if (advice.test) {
    write_heading(page, "Test");
    write_paragraph(page, text::capitalised(test_line(*advice.test)));
  }
}

void findings_section(Markup& page, const advice::Advice& advice) {
  std::vector<model::Finding> findings = by_severity(advice.findings);
  std::erase_if(findings, belongs_before);
  if (findings.empty()) {
    return;
  }
  write_heading(page, "Findings");
  open_details(page, text::count_of(static_cast<std::int64_t>(findings.size()), "finding"));
  findings_table(page, findings);
  close_details(page);
}

void proof_section(Markup& page, const Document& document, const std::string& command) {
  const advice::Advice& advice = document.advice;
  write_heading(page, "Proof");
  open_details(page, "How good the plan is, and what it was made from");
  write_paragraph(page, proof_line(advice));
  write_paragraph(page, fmt::format("Forecast basis: {}.", advice.basis));
  HtmlTable table{"What the advice is of", {{"what"}, {"value"}}};
  table.rows = {{"command", command},
                {"change", advice.change_id},
                {"scenario sha256", advice.scenario_sha256},
                {"local AS", std::to_string(advice.local_as)},
                {"strategy", advice.strategy},
                {"measured until", advice.measured_to}};
  std::erase_if(table.rows, [](const std::vector<Cell>& row) { return row[1].text.empty(); });
  write_table(page, table);
  close_details(page);
  configuration(page, document, command);
}

}  // namespace bgpte::render
