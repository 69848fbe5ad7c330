#include "src/render/phrases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "src/render/decimal.hpp"
#include "src/render/display.hpp"

namespace bgpte::render {

std::string percent_number(double share) {
  const std::string text = fmt::format("{:.1f}", share * 100);
  const std::string whole = text.substr(0, text.size() - 2);
  const bool integral = text.back() == '0';
  return integral ? (whole == "-0" ? "0" : whole) : text;
}

std::string percent(double share) {
  return percent_number(share) + " %";
}

std::string percent_range(double low, double expected, double high) {
  const std::string first = percent_number(low);
  const std::string last = percent_number(high);
  return first == last ? percent(expected)
                       : fmt::format("{} ({}-{})", percent(expected), first, last);
}

std::string forecast_rate(model::Bps rate) {
  std::int64_t unit = 1;
  while (rate.value / unit >= 1000) {
    unit *= 10;
  }
  return model::format_rate(model::Bps{(rate.value + unit / 2) / unit * unit});
}

std::string rate_range(const evaluation::RateRange& range) {
  std::string expected = forecast_rate(range.expected);
  if (range.low == range.high) {
    return expected;
  }
  return fmt::format("{} ({} to {})", expected, forecast_rate(range.low),
                     forecast_rate(range.high));
}

std::string money_range(const evaluation::MoneyRange& range) {
  std::string expected = model::format_money(range.expected);
  if (range.low == range.high) {
    return expected;
  }
  return fmt::format("{} ({} to {})", expected, model::format_money(range.low),
                     model::format_money(range.high));
}

std::string signed_money(model::Money money) {
  const std::string text = model::format_money(money);
  return money.pico > 0 && text != "0.00" ? "+" + text : text;
}

std::string duration(std::int64_t seconds) {
  if (seconds % 60 == 0 && seconds != 0) {
    return fmt::format("{} minute{}", seconds / 60, seconds == 60 ? "" : "s");
  }
  return fmt::format("{} s", seconds);
}

namespace {

std::string shown(const advice::LeverText& lever) {
  return one_line(fmt::format("{} ({})", lever.name, model::to_string(lever.marks)));
}

/// "add lower-preference (community 64501:80)"; empty where the lever stays as it is.
std::string lever_action(const advice::ChangeText& change) {
  if (change.lever_from == change.lever_to) {
    return "";
  }
  if (!change.lever_to) {
    return "take off " + shown(*change.lever_from);
  }
  return change.lever_from
             ? fmt::format("{} -> {}", shown(*change.lever_from), shown(*change.lever_to))
             : "add " + shown(*change.lever_to);
}

}  // namespace

std::string action(const advice::ChangeText& change) {
  if (change.to < 0) {
    return fmt::format("stop announcing (today prepend {}{})", int{change.from},
                       change.lever_from ? " with " + shown(*change.lever_from) : "");
  }
  const std::string lever = lever_action(change);
  if (change.from == change.to && !lever.empty()) {
    return fmt::format("{}, prepend stays {}", lever, int{change.to});
  }
  const std::string prepend =
      change.from < 0 ? fmt::format("announce with prepend {}", int{change.to})
                      : fmt::format("prepend {} -> {}", int{change.from}, int{change.to});
  return lever.empty() ? prepend : prepend + ", " + lever;
}

std::string change_line(const advice::ChangeText& change) {
  return fmt::format("{} on {}: {}", one_line(change.prefix), one_line(change.link),
                     action(change));
}

std::string changes_line(const std::vector<advice::ChangeText>& changes) {
  std::string line;
  for (const advice::ChangeText& change : changes) {
    line += (line.empty() ? "" : "; ") + change_line(change);
  }
  return line.empty() ? "no change" : line;
}

std::string condition_line(const advice::ShareCondition& condition) {
  return fmt::format("{} by {} {}", one_line(condition.prefix), one_line(condition.link),
                     percent_range(condition.low, condition.expected, condition.high));
}

std::string step_condition(const advice::StepCondition& condition) {
  if (!condition.text.empty()) {
    return one_line(condition.text);
  }
  std::string line;
  for (const advice::ShareCondition& share : condition.shares) {
    line += fmt::format("{}{} by {} {}-{} % (+- {})", line.empty() ? "" : ", ",
                        one_line(share.prefix), one_line(share.link), percent_number(share.low),
                        percent_number(share.high), percent_number(share.tolerance));
  }
  for (const advice::CeilingCondition& ceiling : condition.ceilings) {
    line += fmt::format("{}{} at most {} at the next peak", line.empty() ? "" : ", ",
                        one_line(ceiling.link), model::format_rate(ceiling.limit));
  }
  return line.empty() ? "nothing to look at" : line;
}

std::string abort_condition(const advice::StepCondition& condition) {
  return (condition.text.empty() ? "not so: " : "") + step_condition(condition);
}

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

namespace {

/// "19 h 15 min", "45 min".
std::string hours(std::int64_t seconds) {
  const std::int64_t minutes = seconds / 60;
  return minutes < 60 ? fmt::format("{} min", minutes)
                      : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace

std::vector<std::string> bill_remarks(const advice::Advice& advice) {
  std::vector<std::string> remarks;
  if (advice.cost_fixed.pico > 0) {
    remarks.push_back(fmt::format("{} of it no change can touch: fees, commitments, what stays.",
                                  model::format_money(advice.cost_fixed)));
  }
  if (advice.cost_this_month) {
    const advice::MonthCost& month = *advice.cost_this_month;
    remarks.push_back(
        fmt::format("That is a steady month. {} to {} comes to {} -> {}: its samples "
                    "so far stay as they are.",
                    one_line(month.from), one_line(month.to), model::format_money(month.before),
                    model::format_money(month.after)));
  }
  for (const advice::PercentileForecast& percentile : advice.percentiles) {
    std::string line = fmt::format("{}: percentile {:g} of {} samples {} -> {} ({} dropped",
                                   one_line(percentile.name), percentile.rank, percentile.expected,
                                   model::format_rate(percentile.before),
                                   model::format_rate(percentile.after), percentile.dropped);
    line += percentile.missing > 0 ? fmt::format(", {} missing). ", percentile.missing) : "). ";
    line += percentile.samples_left == 0
                ? fmt::format("No further sample may be above {}.",
                              model::format_rate(percentile.level))
                : fmt::format("{} more ({}) may be above {} before this month's percentile is.",
                              percentile.samples_left,
                              hours(percentile.samples_left * percentile.interval_s),
                              model::format_rate(percentile.level));
    remarks.push_back(std::move(line));
  }
  return remarks;
}

std::string status_title(advice::Status status) {
  std::string title(name_of(status));
  for (char& c : title) {
    c = c == '-' ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return title;
}

std::string proof_line(const advice::Advice& advice) {
  const advice::Proof& proof = advice.objective;
  const std::string value =
      fmt::format("objective {} {}", decimal_text(proof.value.atto, 18), one_line(proof.unit));
  const std::string over = proof.excess.value == 0
                               ? std::string("nothing above the ceilings")
                               : fmt::format("{} above the ceilings (no plan has less than {})",
                                             model::format_rate(proof.excess),
                                             model::format_rate(proof.excess_lower_bound));
  const std::string candidates = one_line(proof.candidates);
  if (advice.strategy == "whatif") {
    return fmt::format("{}; {}. These changes are the operator's own, not a search's.", value,
                       over);
  }
  if (proof.termination == "optimal") {
    return fmt::format("optimal: no plan among the candidates ({}) does better; {}; {}.",
                       candidates, value, over);
  }
  return fmt::format(
      "{}: a perfect search could at most gain {} {}; {}, lower bound {}; {}; candidates: {}.",
      one_line(proof.termination), decimal_text(proof.could_still_gain.atto, 18),
      one_line(proof.unit), value, decimal_text(proof.lower_bound.atto, 18), over, candidates);
}

std::vector<model::Finding> by_severity(const std::vector<model::Finding>& findings) {
  std::vector<model::Finding> sorted = findings;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.severity > b.severity; });
  return sorted;
}

std::string part_title(const config::ConfigPart& part) {
  return fmt::format("{} on {} ({}), step {}", one_line(part.change.link),
                     one_line(part.change.session.router),
                     model::title_of(part.change.session.platform), part.change.step);
}

}  // namespace bgpte::render
