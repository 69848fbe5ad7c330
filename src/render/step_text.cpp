// What is said of a step of the rollout.
#include "src/render/step_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"

namespace bgpte::render {

using text::one_line;

std::string step_title(const advice::RolloutStep& step) {
  const std::string changes = advice::changes_line(step.changes);
  return step.when ? fmt::format("{}: {}", name_of(*step.when), changes) : changes;
}

std::string short_step_title(const advice::RolloutStep& step) {
  constexpr std::size_t most = 2;
  if (step.changes.size() < 2) {
    return step_title(step);
  }
  std::vector<std::string> prefixes;
  bool alike = true;
  for (const advice::ChangeText& change : step.changes) {
    prefixes.push_back(change.prefix);
    advice::ChangeText same = change;
    same.prefix = step.changes.front().prefix;
    same.reason = step.changes.front().reason;
    alike = alike && same == step.changes.front();
  }
  if (!alike) {
    return step_title(step);
  }
  advice::ChangeText all = step.changes.front();
  all.prefix = fmt::format("{} prefixes", prefixes.size());
  const std::string changes = fmt::format("{}: {}", advice::change_line(all),
                                          one_line(text::join_some(std::move(prefixes), most)));
  return step.when ? fmt::format("{}: {}", name_of(*step.when), changes) : changes;
}

namespace {

/// "no effect".
std::string verdict_title(const advice::Verdict& verdict) {
  std::string title(name_of(verdict.outcome));
  std::replace(title.begin(), title.end(), '-', ' ');
  return title;
}

/// Bounds that no share can reach are in the data only.
bool can_be_seen(const advice::Verdict& verdict) {
  constexpr double least_shown = 0.0005;  // Less looks like nothing.
  return verdict.share_high - verdict.share_low >= least_shown;
}

void add_verdicts(const std::vector<advice::Verdict>& verdicts, std::vector<StepLine>& lines) {
  bool harm = false;
  for (const advice::Verdict& verdict : verdicts) {
    const bool again = harm && verdict.outcome == advice::Outcome::harm;
    if (can_be_seen(verdict) && !again) {
      lines.push_back({verdict_title(verdict), one_line(verdict.text)});
    }
    harm = harm || verdict.outcome == advice::Outcome::harm;
  }
}

std::string timing_text(const advice::RolloutStep& step) {
  std::string text = text::exact_duration(step.wait_s);
  if (step.lead_time_s) {
    text = fmt::format("{} before the change for filters and ROAs, then {}",
                       text::duration(*step.lead_time_s), text);
  }
  if (!step.commit_timer_s) {
    return text;
  }
  const std::string timer = text::exact_duration(*step.commit_timer_s);
  return *step.commit_timer_s < step.wait_s
             ? fmt::format("{}; confirm the commit before its timer of {} runs out", text, timer)
             : fmt::format("{}; commit timer {}", text, timer);
}

}  // namespace

std::vector<StepLine> step_lines(const advice::RolloutStep& step) {
  std::vector<StepLine> lines;
  if (!step.warning.empty()) {
    lines.push_back({"Careful", one_line(step.warning)});
  }
  lines.push_back({"Wait", timing_text(step)});
  std::string expected;
  for (const advice::ShareCondition& condition : step.expect) {
    expected += (expected.empty() ? "" : "; ") + advice::condition_line(condition);
  }
  if (!expected.empty()) {
    lines.push_back({"Expect", expected});
  }
  add_verdicts(step.verdicts, lines);
  lines.push_back({"Proceed if", advice::step_condition(step.continue_if)});
  lines.push_back({"Roll back if", advice::abort_condition(step.abort_if)});
  for (const advice::Contingency& contingency : step.contingencies) {
    lines.push_back({"Otherwise", one_line(contingency.text)});
    add_verdicts(contingency.verdicts, lines);
  }
  if (!step.way_back.empty()) {
    lines.push_back({"Way back", one_line(step.way_back)});
  }
  return lines;
}

namespace {

/// What would do harm. Of many links the rule that their limits follow.
std::string short_harm_text(const advice::StepMeasure& measure, const advice::Verdict& verdict) {
  constexpr std::size_t most = 2;
  return measure.harm.size() <= most
             ? one_line(verdict.text)
             : "any link above its ceiling and above what it carries today: roll back now";
}

}  // namespace

std::vector<StepLine> short_step_lines(const advice::RolloutStep& step) {
  std::vector<StepLine> lines;
  if (!step.warning.empty()) {
    lines.push_back({"careful", one_line(step.warning)});
  }
  lines.push_back({"wait", timing_text(step)});
  if (!step.measure) {
    return lines;
  }
  if (!step.measure->measurable) {
    lines.push_back({"verdict",
                     "none: the expected move is too small to be told from noise; watch "
                     "the ceilings at the next peak"});
    return lines;
  }
  for (const advice::Outcome outcome :
       {advice::Outcome::worked, advice::Outcome::no_effect, advice::Outcome::harm}) {
    const auto verdict = std::find_if(
        step.verdicts.begin(), step.verdicts.end(),
        [&](const advice::Verdict& one) { return one.outcome == outcome && can_be_seen(one); });
    if (verdict != step.verdicts.end()) {
      lines.push_back({verdict_title(*verdict), outcome == advice::Outcome::harm
                                                    ? short_harm_text(*step.measure, *verdict)
                                                    : one_line(verdict->text)});
    }
  }
  for (const advice::Contingency& contingency : step.contingencies) {
    lines.push_back(
        {"fallback", fmt::format("{} above {}: also {}", one_line(contingency.when.link),
                                 text::percent(contingency.when.high),
                                 advice::changes_line(contingency.changes))});
  }
  return lines;
}

}  // namespace bgpte::render
