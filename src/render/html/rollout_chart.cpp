// The rollout along time, and what a share that is seen after a step means.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"
#include "src/render/html/advice_charts.hpp"
#include "src/render/html/chart.hpp"
#include "src/render/step_text.hpp"

namespace bgpte::render {

namespace {

using text::one_line;
using text::shortened;

constexpr double row_height = 42;
constexpr double margin = 0.02;  ///< Share of the width at both ends, for marks.

double share_of_time(std::int64_t at, std::int64_t whole) {
  return margin +
         (1 - 2 * margin) * (whole > 0 ? static_cast<double>(at) / static_cast<double>(whole) : 0);
}

/// Its colour and pattern; the word stands beside it.
struct OutcomeStyle {
  std::string_view fill, pattern;
};
OutcomeStyle style_of(advice::Outcome outcome) {
  switch (outcome) {
    case advice::Outcome::harm:
      return {red, crossed};
    case advice::Outcome::no_effect:
      return {grey, diagonal};
    case advice::Outcome::unexpected:
      return {violet, dotted};
    case advice::Outcome::partial:
      return {blue, barred};
    case advice::Outcome::worked:
      return {green, ""};
  }
  return {grey, ""};
}

std::string words_of_outcome(advice::Outcome outcome) {
  std::string words(name_of(outcome));
  std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

/// Draws a verdict's part of the axis with its word. Where there is no room for the word, its first
/// letter stands there, and "p: partial" is added to `key`.
void segment(Markup& page, const advice::Verdict& verdict, double y,
             std::vector<std::string>& key) {
  const double from = std::clamp(verdict.share_low, 0.0, 1.0);
  const double to = std::clamp(verdict.share_high, 0.0, 1.0);
  if (to - from < 1e-9) {
    return;
  }
  constexpr double height = 18;
  const OutcomeStyle style = style_of(verdict.outcome);
  write_bar(page, {from, to, y, height, style.fill}, {{"fill-opacity", 0.55}});
  if (!style.pattern.empty()) {
    write_bar(page, {from, to, y, height, style.pattern}, {{"opacity", 0.5}});
  }
  write_bar(page, {from, to, y, height, "none"}, {{"stroke", "currentColor"}});
  const std::string word = words_of_outcome(verdict.outcome);
  const double room = (to - from) * narrow_width;
  const bool fits = room >= 7.2 * static_cast<double>(word.size()) + 4;
  const std::string meaning = fmt::format("{}: {}", word.substr(0, 1), word);
  if (!fits && std::find(key.begin(), key.end(), meaning) == key.end()) {
    key.push_back(meaning);
  }
  if (fits || room >= 12) {
    write_label(page,
                {.share = (from + to) / 2,
                 .y = y - 4,
                 .text = fits ? word : word.substr(0, 1),
                 .anchor = Anchor::middle},
                {{"font-size", 12}});
  }
}

}  // namespace

void rollout_timeline(Markup& page, const advice::Advice& advice) {
  const std::size_t steps = std::min(advice.rollout.size(), most_chart_rows);
  if (steps == 0) {
    return;
  }
  std::int64_t whole = 0;
  for (std::size_t i = 0; i < steps; ++i) {
    whole += advice.rollout[i].lead_time_s.value_or(0) + advice.rollout[i].wait_s;
  }
  const double bottom = row_height * static_cast<double>(steps) + 6;
  open_chart(page,
             {"Rollout along time",
              fmt::format("{}; {} in all", text::count_of(static_cast<std::int64_t>(steps), "step"),
                          text::duration(whole))},
             bottom + 44);
  std::int64_t at = 0;
  for (std::size_t i = 0; i < steps; ++i) {
    const advice::RolloutStep& step = advice.rollout[i];
    const std::int64_t change = at + step.lead_time_s.value_or(0);
    const std::int64_t verdict = change + step.wait_s;
    const double top = row_height * static_cast<double>(i);
    write_label(page,
                {.y = top + 14,
                 .text = shortened(fmt::format("{}. {}", step.step, short_step_title(step)), 54)});
    const double from = share_of_time(change, whole);
    if (step.lead_time_s.value_or(0) > 0) {
      write_bar(page, {share_of_time(at, whole), from, top + 22, 10, diagonal},
                {{"stroke", "currentColor"}});
    }
    write_bar(page, {from, share_of_time(verdict, whole), top + 22, 10, blue},
              {{"fill-opacity", 0.6}});
    write_mark(page, Mark::dot, from, top + 27, blue);
    write_mark(page, Mark::diamond, share_of_time(verdict, whole), top + 27, green);
    at = verdict;
  }
  write_level(page, margin, 1 - margin, bottom);
  write_label(page, {.y = bottom + 16, .text = "start"});
  write_label(page,
              {.share = 1, .y = bottom + 16, .text = text::duration(whole), .anchor = Anchor::end});
  const bool leads = std::any_of(
      advice.rollout.begin(), advice.rollout.begin() + static_cast<std::ptrdiff_t>(steps),
      [](const advice::RolloutStep& step) { return step.lead_time_s.value_or(0) > 0; });
  write_mark(page, Mark::dot, margin, bottom + 31, blue);
  write_label(page, {.share = margin, .y = bottom + 36, .text = "change, then wait", .dx = 12});
  write_mark(page, Mark::diamond, 0.42, bottom + 31, green);
  write_label(page, {.share = 0.42,
                     .y = bottom + 36,
                     .text = leads ? "verdict (striped: filters first)" : "verdict",
                     .dx = 12});
  page.close();
  page.end_line();
}

void verdict_ruler(Markup& page, const advice::RolloutStep& step) {
  if (!step.measure || !step.measure->measurable || step.verdicts.empty()) {
    return;
  }
  const advice::StepMeasure& measure = *step.measure;
  constexpr double main_top = 26;
  constexpr double harm_top = 64;
  const bool harm =
      std::any_of(step.verdicts.begin(), step.verdicts.end(),
                  [](const advice::Verdict& one) { return one.outcome == advice::Outcome::harm; });
  const double axis = harm ? harm_top + 30 : main_top + 30;
  const std::string title = fmt::format("Verdicts of step {}: share that enters by {}", step.step,
                                        one_line(measure.link));
  open_chart(page,
             {title, fmt::format("Before {}, expected {} ({})", text::percent(measure.before),
                                 text::percent(measure.expected),
                                 text::percent_range(measure.low, measure.high))},
             axis + 80);
  std::vector<std::string> key;
  for (const advice::Verdict& verdict : step.verdicts) {
    segment(page, verdict, verdict.outcome == advice::Outcome::harm ? harm_top : main_top, key);
  }
  write_percent_axis(page, 1, main_top, axis);
  write_whisker(page, measure.low, measure.high, main_top + 9);
  write_mark(page, Mark::ring, measure.before, main_top + 9, "none");
  write_mark(page, Mark::dot, measure.expected, main_top + 9, green);
  write_mark(page, Mark::ring, 0.02, axis + 32, "none");
  write_label(page, {.share = 0.02, .y = axis + 37, .text = "before", .dx = 12});
  write_mark(page, Mark::dot, 0.3, axis + 32, green);
  write_label(page, {.share = 0.3, .y = axis + 37, .text = "expected, with its range", .dx = 12});
  write_label(
      page,
      {.y = axis + 55,
       .text = fmt::format("Share that enters by {}{}", shortened(one_line(measure.link), 14),
                           harm ? "; harm: a link is above its ceiling" : "")},
      {{"font-size", 12}});
  if (!key.empty()) {
    write_label(page, {.y = axis + 73, .text = fmt::format("{}", fmt::join(key, ", "))},
                {{"font-size", 12}});
  }
  page.close();
  page.end_line();
}

}  // namespace bgpte::render
