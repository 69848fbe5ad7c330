// Advice for a change ticket, in CommonMark.
#include "bgpte/text/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/model/version.hpp"
#include "bgpte/render/document.hpp"
#include "bgpte/text/display.hpp"
#include "src/render/report_text.hpp"
#include "src/render/step_text.hpp"

namespace bgpte::render {

using text::one_line;
using text::valid_utf8;
using text::markdown::plain;

namespace {

/// A code span; a text with backticks gets a longer fence.
std::string code(std::string_view text) {
  const std::string line = one_line(text);
  std::string fence = "`";
  while (line.find(fence) != std::string::npos) {
    fence += '`';
  }
  const std::string pad = fence.size() > 1 ? " " : "";
  return fence + pad + line + pad + fence;
}

/// Inside an HTML element, where markdown is not read.
std::string html(std::string_view text) {
  std::string out;
  for (const char c : one_line(text)) {
    out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  }
  return out;
}

/// A sentence of bgpte's own, in which `...` is a command.
std::string prose(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t begin = text.find('`');
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
    if (end == std::string_view::npos) {
      return out + plain(text);
    }
    out += plain(text.substr(0, begin)) + code(text.substr(begin + 1, end - begin - 1));
    text.remove_prefix(end + 1);
  }
}

class Markdown {
 public:
  void heading(int level, std::string_view text) {
    text_ += text_.empty() ? "" : "\n";
    text_ += std::string(static_cast<std::size_t>(level), '#') + " " + std::string(text) + "\n\n";
  }
  void line(std::string_view text) { text_ += std::string(text) + "\n"; }
  void row(std::initializer_list<std::string> cells) {
    for (const std::string& cell : cells) {
      text_ += "| " + cell + " ";
    }
    text_ += "|\n";
  }
  /// A fenced block whose fence the text cannot close.
  void fenced(std::string_view info, std::string_view text) {
    const std::string valid = valid_utf8(text);
    std::string fence = "```";
    while (valid.find(fence) != std::string::npos) {
      fence += '`';
    }
    text_ += fence + std::string(info) + "\n" + valid;
    text_ += !valid.empty() && valid.back() != '\n' ? "\n" : "";
    text_ += fence + "\n";
  }
  /// What stands behind a click, until close().
  void open(std::string_view title) {
    text_ += text_.empty() || text_.ends_with("\n\n") ? "" : "\n";
    text_ += "<details>\n<summary>" + std::string(title) + "</summary>\n\n";
  }
  void close() {
    text_ += text_.ends_with("\n\n") ? "" : "\n";
    text_ += "</details>\n";
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void answer(Markdown& page, const advice::Advice& advice) {
  page.heading(1, fmt::format("{}: {}", status_title(advice), plain(advice.scenario)));
  page.line(plain(advice.summary));
  page.line("");
  page.row({"change", "scenario sha256", "local AS", "strategy", "made by"});
  page.row({"---", "---", "---", "---", "---"});
  page.row({code(advice.change_id), code(advice.scenario_sha256), std::to_string(advice.local_as),
            plain(advice.strategy), "bgpte " + std::string(model::version())});
  if (!advice.changes.empty()) {
    page.heading(2, "Changes");
    page.row({"prefix", "link", "change", "reason"});
    page.row({"---", "---", "---", "---"});
    for (const advice::ChangeText& change : advice.changes) {
      page.row({code(change.prefix), plain(change.link), plain(advice::action(change)),
                plain(change.reason)});
    }
  }
  if (!advice.violations.empty()) {
    page.heading(2, "Unresolved");
    page.row({"link", "rule", "load", "limit", "why, and remediation"});
    page.row({"---", "---", "---:", "---:", "---"});
    for (const advice::Violation& violation : advice.violations) {
      page.row({plain(violation.link), plain(violation.rule), model::format_rate(violation.load),
                model::format_rate(violation.limit), plain(violation.message)});
    }
  }
  page.line("");
  page.line("Forecast basis: " + plain(advice.basis) + ".");
}

void links(Markdown& page, const advice::Advice& advice) {
  page.heading(2, "Links");
  const ColumnHeads heads = column_heads(advice);
  page.row({"link", "capacity", "ceiling", heads.before, heads.before + ", %",
            heads.after + " (90 % range)", heads.after + ", % (90 % range)"});
  page.row({"---", "---:", "---:", "---:", "---:", "---:", "---:"});
  for (const advice::LinkForecast& link : advice.links) {
    const advice::Utilisation& after = link.after_utilisation;
    page.row({plain(link.name), model::format_rate(link.capacity), model::format_rate(link.ceiling),
              model::format_rate(link.load_before()) + (link.saturated ? " (full: at least)" : ""),
              text::fine_percent(link.before_utilisation), advice::rate_range(link.load_after()),
              text::fine_percent_with_range(after.low, after.expected, after.high)});
  }
  bool first = true;
  for (const advice::LinkForecast& link : advice.links) {
    if (link.before_peak && link.after_peak) {
      page.line(first ? "\nThat is at the peak. At the measured statistic:\n" : "");
      page.line(fmt::format("- {}: {} {}, {} {}", plain(link.name), model::format_rate(link.before),
                            heads.before, advice::rate_range(link.after), heads.after));
      first = false;
    }
  }
}

void bill(Markdown& page, const advice::Advice& advice) {
  page.heading(2, fmt::format("Cost ({} a month)", plain(advice.currency)));
  const ColumnHeads heads = column_heads(advice);
  page.row({"link", heads.before, heads.after, "difference"});
  page.row({"---", "---:", "---:", "---:"});
  for (const advice::LinkForecast& link : advice.links) {
    page.row({plain(link.name), model::format_money(link.bill_before),
              model::format_money(link.bill_after),
              model::signed_money(link.bill_after - link.bill_before)});
  }
  page.row({"**total**", model::format_money(advice.cost_before),
            advice::money_range(advice.cost_after),
            model::signed_money(advice.cost_after.expected - advice.cost_before)});
  bool first = true;
  for (const std::string& remark : bill_remarks(advice)) {
    page.line((first ? "\n- " : "- ") + plain(remark));
    first = false;
  }
}

void failures(Markdown& page, const advice::Advice& advice) {
  if (advice.failures.empty()) {
    return;
  }
  const FailureHeads heads = failure_heads(advice);
  page.heading(2, "N-1 analysis" + heads.of);
  page.row({"fails", "most affected link", heads.before, heads.after, "90 % range", "remark"});
  page.row({"---", "---", "---:", "---:", "---", "---"});
  for (const advice::FailureForecast& failure : advice.failures) {
    for (const FailureRow& row : failure_rows(advice, failure)) {
      page.row({plain(row.failure), plain(row.link), row.before, row.after, row.range, row.remark});
    }
  }
}

void rollout(Markdown& page, const advice::Advice& advice) {
  if (advice.rollout.empty()) {
    return;
  }
  page.heading(2, "Rollout");
  const auto lines = [&](const advice::RolloutStep& step, const std::string& title,
                         const std::vector<StepLine>& told) {
    page.line(fmt::format("{}. {}", step.step, plain(title)));
    for (const StepLine& line : told) {
      page.line(fmt::format("   - **{}**: {}", text::capitalised(line.label), prose(line.text)));
    }
  };
  for (const advice::RolloutStep& step : advice.rollout) {
    lines(step, short_step_title(step),
          step.when == advice::When::now ? short_step_lines(step) : std::vector<StepLine>{});
  }
  page.open(all_conditions);
  for (const advice::RolloutStep& step : advice.rollout) {
    lines(step, step_title(step), step_lines(step));
  }
  page.close();
}

void alternatives(Markdown& page, const advice::Advice& advice) {
  if (advice.alternatives.empty()) {
    return;
  }
  page.heading(2, "Alternatives");
  page.row({"plan", "changes", "bill", "difference", "above ceilings", "why not"});
  page.row({"---", "---", "---:", "---:", "---:", "---"});
  for (const advice::Alternative& alternative : advice.alternatives) {
    page.row({plain(alternative.name),
              alternative.same_as_advice ? "as recommended"
                                         : plain(advice::changes_line(alternative.changes)),
              model::format_money(alternative.cost),
              model::signed_money(alternative.cost_difference),
              model::forecast_rate(alternative.excess), plain(alternative.why_not)});
  }
}

void findings(Markdown& page, const advice::Advice& advice) {
  if (advice.findings.empty()) {
    return;
  }
  page.heading(2, "Findings");
  const auto table = [&](bool before) {
    page.row({"severity", "rule", "what was seen", "what to do"});
    page.row({"---", "---", "---", "---"});
    for (const model::Finding& finding : by_severity(advice.findings)) {
      if (belongs_before(finding) == before) {
        page.row({std::string(name_of(finding.severity)), code(finding.rule),
                  plain(finding.message), plain(finding.suggestion)});
      }
    }
  };
  const auto first = std::count_if(advice.findings.begin(), advice.findings.end(), belongs_before);
  if (first > 0) {
    page.line("Before you begin:\n");
    table(true);
  }
  if (const auto rest = static_cast<std::int64_t>(advice.findings.size()) - first; rest > 0) {
    page.open(text::count_of(rest, first > 0 ? "further finding" : "finding"));
    table(false);
    page.close();
  }
}

void configuration(Markdown& page, const Document& document, const std::string& command) {
  if (document.advice.changes.empty()) {
    return;
  }
  page.heading(2, "Configuration");
  if (document.config.empty()) {
    page.line(fmt::format("None: {}", no_session));
    return;
  }
  page.fenced("sh", config_commands(document.advice, command));
  for (const config::ConfigPart& part : document.config) {
    page.open(html(part_title(part) + ": " + mode_text(part.mode)));
    if (part.mode == config::Mode::manual) {
      page.line("By hand: " + plain(part.reason));
      page.line("");
    }
    for (const ConfigBlock& block : config_blocks(part)) {
      page.line(fmt::format("{}:\n", block.name));
      page.fenced("text", block.text);
      page.line("");
    }
    page.close();
  }
}

}  // namespace

std::string to_markdown(const Document& document, const std::string& command) {
  const advice::Advice& advice = document.advice;
  Markdown page;
  answer(page, advice);
  links(page, advice);
  bill(page, advice);
  failures(page, advice);
  rollout(page, advice);
  alternatives(page, advice);
  if (advice.test) {
    page.heading(2, "Test");
    page.line(prose(text::capitalised(test_line(*advice.test))));
  }
  findings(page, advice);
  page.heading(2, "Proof");
  page.line(plain(proof_line(advice)));
  configuration(page, document, command);
  return page.take();
}

}  // namespace bgpte::render
