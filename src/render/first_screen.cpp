// The first screen of advice, and its summary in three lines.
#include "src/render/first_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/text/display.hpp"
#include "src/render/report_text.hpp"
#include "src/render/step_text.hpp"
#include "src/render/tables.hpp"

namespace bgpte::render {

using text::left;
using text::one_line;
using text::right;
using text::shortened;

std::size_t page_width(const TextOptions& options) {
  return static_cast<std::size_t>(std::clamp(options.width, 60, 120));
}

std::string dressed_title(const Style& style, const advice::Advice& advice) {
  const std::string title = status_title(advice);
  const advice::Status status = advice.status;
  const std::string colored = status == advice::Status::keep             ? style.green(title)
                              : status == advice::Status::no_safe_change ? style.red(title)
                                                                         : style.yellow(title);
  return style.bold(colored);
}

namespace {

void links(Page& page, const advice::Advice& advice) {
  page.section("LINKS");
  link_table(page, advice);
  for (const advice::LinkForecast& link : advice.links) {
    if (link.saturated) {
      page.paragraph(2, link.name + " is full: demand there may be higher than what was measured.");
    }
  }
}

void cost(Page& page, const advice::Advice& advice) {
  const evaluation::MoneyRange& after = advice.cost_after;
  const bool changed = std::any_of(advice.links.begin(), advice.links.end(), [](const auto& link) {
    return model::format_money(link.bill_before) != model::format_money(link.bill_after);
  });
  if (!changed) {
    page.section(fmt::format("COST  {} {} a month, no change",
                             model::format_money(advice.cost_before), one_line(advice.currency)));
    return;
  }
  const std::string range =
      after.low == after.high
          ? ""
          : fmt::format("; 90 % range of the total {} to {}", model::format_money(after.low),
                        model::format_money(after.high));
  const std::string heading = fmt::format("COST ({} a month{})", one_line(advice.currency), range);
  const bool fits = text::display_width(heading) <= page.width();
  page.section(fits ? heading : fmt::format("COST ({} a month)", one_line(advice.currency)));
  bill_table(page, advice, BillRows::changed);
  if (!fits) {
    page.paragraph(2, bill_range(advice));
  }
}

void failures(Page& page, const advice::Advice& advice) {
  if (advice.failures.empty()) {
    return;
  }
  const std::string heading = "N-1 ANALYSIS" + failure_heads(advice).of;
  std::string cut = still_unreachable(advice);
  const std::string told = fmt::format("{} ({})", heading, cut);
  if (!cut.empty() && failure_heads(advice).of.empty() &&
      text::display_width(told) <= page.width()) {
    page.section(told);
    cut.clear();
  } else {
    page.section(heading);
  }
  const std::size_t rows = failure_table(page, advice, FailureRows::overloaded);
  const std::string relieved = relieved_failures(advice);
  if (!relieved.empty()) {
    page.paragraph(2, relieved);
  }
  if (rows == 0 && relieved.empty()) {
    page.paragraph(2, no_failure_matters);
  }
  if (!cut.empty()) {
    page.paragraph(2, text::sentence(cut));
  }
}

/// Why a step is made, as the plan says it; empty for one of several changes of a prefix, whose
/// reason is that of all.
std::string reason_of(const advice::Advice& advice, const advice::RolloutStep& step) {
  const std::string& prefix = step.changes.front().prefix;
  std::string reason;
  for (const advice::ChangeText& change : advice.changes) {
    if (change.prefix == prefix) {
      if (!reason.empty()) {
        return "";
      }
      reason = change.reason;
    }
  }
  return reason;
}

/// "ROLLOUT (step 1 tells most: then A is known to within 36 Mbps instead of 636 Mbps)".
std::string rollout_heading(const Page& page, const advice::Advice& advice) {
  std::string heading = "ROLLOUT";
  if (advice.test && advice.test->first_step) {
    advice::TellingTest test = *advice.test;
    test.quiet_hours.clear();  // They have a line of their own.
    const std::string told = fmt::format("{} ({})", heading, test_line(test));
    heading = text::display_width(told) <= page.width() ? told : heading;
  }
  return heading;
}

void rollout(Page& page, const advice::Advice& advice) {
  if (advice.rollout.empty()) {
    return;
  }
  page.section(rollout_heading(page, advice));
  constexpr std::size_t label = 10;
  constexpr std::size_t most_explained = 3;
  for (const advice::RolloutStep& step : advice.rollout) {
    page.labelled(2, fmt::format("{}. ", step.step), 3, short_step_title(step));
    if (step.when == advice::When::now) {
      if (step.step == 1 && advice.test && advice.test->first_step &&
          !advice.test->quiet_hours.empty()) {
        page.labelled(
            5, left("hours", label), label,
            fmt::format("quiet enough by its history: {}", one_line(advice.test->quiet_hours)));
      }
      for (const StepLine& line : short_step_lines(step)) {
        page.labelled(5, left(line.label, label), label, line.text);
      }
    } else if (const std::string why = reason_of(advice, step);
               advice.rollout.size() <= most_explained && !why.empty()) {
      page.labelled(5, left("why", label), label, why);
    }
  }
}

/// "CHANGE  Six links"; a scenario without a name is not named.
std::string headline(const Style& style, const advice::Advice& advice, std::size_t width) {
  const std::string name = shortened(one_line(advice.scenario), width - 16);
  return dressed_title(style, advice) + (name.empty() ? "" : "  ") + name;
}

std::string excess_text(const advice::Alternative& alternative) {
  return alternative.excess.value > 0
             ? fmt::format("; {} above the ceilings", model::forecast_rate(alternative.excess))
             : "";
}

/// What an alternative is about, on a line that has room for it.
std::string counted(const advice::Alternative& alternative) {
  return text::count_of(static_cast<std::int64_t>(alternative.changes.size()), "change") +
         excess_text(alternative);
}

std::string short_alternative(const advice::Alternative& alternative, std::size_t room) {
  constexpr std::size_t most = 2;
  const std::string named =
      one_line(advice::changes_line(alternative.changes) + excess_text(alternative));
  if (alternative.same_as_advice) {
    return "your own changes";
  }
  const bool fits = text::display_width(named) <= room && alternative.changes.size() <= most;
  return fits || alternative.changes.empty() ? named : counted(alternative);
}

void alternatives(Page& page, const advice::Advice& advice) {
  std::vector<const advice::Alternative*> different;
  std::size_t name_width = 0;
  std::size_t cost_width = 0;
  for (const advice::Alternative& one : advice.alternatives) {
    const bool told = one.same_as_advice && one.name != advice::best_found;
    if (!told && one.name != advice::do_nothing) {  // Of that the tables speak already.
      different.push_back(&one);
      name_width = std::max(name_width, text::display_width(one_line(one.name)));
      cost_width =
          std::max(cost_width, text::display_width(model::signed_money(one.cost_difference)));
    }
  }
  if (different.empty()) {
    return;
  }
  page.section(
      fmt::format("ALTERNATIVES (difference in the bill, {} a month)", one_line(advice.currency)));
  std::map<std::string, std::string> first_with;  // Changes that were named already, and by whom.
  for (const advice::Alternative* one : different) {
    const std::string head = left(one_line(one->name), name_width) + "  " +
                             right(model::signed_money(one->cost_difference), cost_width) + "  ";
    const std::size_t room = page.width() - std::min(page.width() - 20, head.size() + 2);
    const auto [as, is_new] =
        first_with.emplace(advice::changes_line(one->changes), one_line(one->name));
    page.line("  " + head +
              shortened(is_new ? short_alternative(*one, room) : "as " + as->second, room));
  }
}

/// The ways out without those that another link has too and that were named there.
std::string not_yet_told(std::string ways, std::set<std::string>& told) {
  constexpr std::string_view between = "; or ";
  std::string text;
  while (!ways.empty()) {
    const std::size_t end = ways.find(between);
    const std::string way = ways.substr(0, end);
    if (told.insert(way).second) {
      text += (text.empty() ? "" : std::string(between)) + way;
    }
    ways.erase(0, end == std::string::npos ? end : end + between.size());
  }
  return text;
}

void unresolved(Page& page, const advice::Advice& advice) {
  if (advice.violations.empty()) {
    return;
  }
  page.section("UNRESOLVED");
  std::set<std::string> told;
  for (const advice::Violation& violation : advice.violations) {
    if (const std::string remediation = not_yet_told(remediation_of(violation), told);
        !remediation.empty()) {
      page.line("  " + page.style().red(one_line(violation_line(violation))));
      page.paragraph(5, remediation);
    } else {
      page.paragraph(2, violation_line(violation));
    }
  }
}

}  // namespace

void telling_test(Page& page, const advice::Advice& advice) {
  if (advice.test) {
    page.line("");
    constexpr std::string_view title = "TEST  ";
    page.labelled(0, page.style().bold(title), title.size(), test_line(*advice.test));
  }
}

namespace {

/// True for what must be read before anything else. Without changes there is nothing to prepare.
bool stands_first(const advice::Advice& advice, const model::Finding& finding) {
  return belongs_before(finding) && (!advice.changes.empty() || finding.rule == "implausible-rate");
}

/// What must be known before the first change.
void before(Page& page, const advice::Advice& advice) {
  bool any = false;
  for (const model::Finding& finding : advice.findings) {
    if (stands_first(advice, finding)) {
      if (!any) {
        page.section("BEFORE YOU BEGIN");
      }
      any = true;
      page.paragraph(2, text::sentence(finding.message) + " " + text::sentence(finding.suggestion));
    }
  }
}

/// Errors that stay, and how many other findings there are.
void findings(Page& page, const advice::Advice& advice) {
  std::map<std::string, std::size_t> errors;
  std::map<std::string_view, std::int64_t> counts;
  for (const model::Finding& finding : advice.findings) {
    if (stands_first(advice, finding)) {
      continue;
    }
    if (finding.cured) {
      ++counts["cured by the changes"];
    } else if (finding.severity == model::Severity::error) {
      ++errors[one_line(finding.rule)];
    } else {
      ++counts[finding.severity == model::Severity::warning ? "warning" : "note"];
    }
  }
  std::vector<std::string> parts;
  for (const auto& [rule, count] : errors) {
    parts.push_back(count == 1 ? rule : fmt::format("{} ({} times)", rule, count));
  }
  for (const auto& [what, count] : counts) {
    parts.push_back(what.starts_with("cured") ? fmt::format("{} {}", count, what)
                                              : text::count_of(count, what));
  }
  if (!parts.empty()) {
    page.line("");
    constexpr std::string_view title = "FINDINGS  ";
    page.labelled(0, page.style().bold(title), title.size(), text::join(parts) + " (--full)");
  }
}

}  // namespace

void commands(Page& page, const Document& document, const TextOptions& options) {
  const bool more = options.detail != Detail::full;
  if (!more && document.advice.changes.empty()) {
    return;  // All is said.
  }
  page.section("NEXT");
  constexpr std::string_view file = "ADVICE.json";
  if (more) {
    page.line(fmt::format("  {} --full", options.command));
  }
  if (!document.config.empty()) {
    page.line(fmt::format("  {} --format json -o {}", options.command, file));
    const bool one_step = document.advice.rollout.size() < 2;
    page.line(fmt::format("  bgpte config {}{}", file,
                          config_takes_all(document.advice) || one_step ? " --all" : ""));
  } else if (!document.advice.changes.empty()) {
    page.paragraph(2, fmt::format("No configuration: {}", no_session));
  }
}

std::string first_screen(const Document& document, const TextOptions& options) {
  const advice::Advice& advice = document.advice;
  Page page(page_width(options), Style{options.color});
  page.line(headline(page.style(), advice, page.width()));
  page.line("");
  page.paragraph(2, advice.summary);
  before(page, advice);
  links(page, advice);
  cost(page, advice);
  failures(page, advice);
  rollout(page, advice);
  alternatives(page, advice);
  unresolved(page, advice);
  if (advice.test && !advice.test->first_step) {
    telling_test(page, advice);  // Of the first step the rollout's heading tells.
  }
  findings(page, advice);
  commands(page, document, options);
  return page.take();
}

std::string summary_lines(const Document& document, const TextOptions& options) {
  const advice::Advice& advice = document.advice;
  Page page(page_width(options), Style{options.color});
  const std::size_t title = text::display_width(status_title(advice)) + 2;
  const std::string dressed = dressed_title(page.style(), advice);
  if (advice.scenario.empty()) {
    page.line(dressed);
  } else {
    page.labelled(0, dressed + "  ", title, advice.scenario);
  }
  page.paragraph(0, advice.rollout.empty()
                        ? std::string("Now: nothing.")
                        : "Now: " + advice::changes_line(advice.rollout.front().changes) + ".");
  page.paragraph(0, effects_line(advice));
  return page.take();
}

}  // namespace bgpte::render
