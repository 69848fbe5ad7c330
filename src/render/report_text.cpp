// Titles and remarks that the text and the markdown of advice share.
#include "src/render/report_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "bgpte/advice/text_format.hpp"
#include "bgpte/text/decimal.hpp"
#include "bgpte/text/display.hpp"
#include "bgpte/text/format.hpp"

namespace bgpte::render {

using text::one_line;

std::string bill_range(const advice::Advice& advice) {
  return fmt::format("90 % range of the total: {} to {}.",
                     model::format_money(advice.cost_after.low),
                     model::format_money(advice.cost_after.high));
}

std::vector<std::string> bill_remarks(const advice::Advice& advice) {
  std::vector<std::string> remarks;
  if (advice.cost_after.low != advice.cost_after.high) {
    remarks.push_back(bill_range(advice));
  }
  if (advice.cost_fixed.pico > 0) {
    remarks.push_back(
        fmt::format("{} of it is fixed: fees, commitments and what no announcement moves.",
                    model::format_money(advice.cost_fixed)));
  }
  if (advice.cost_this_month) {
    const advice::MonthCost& month = *advice.cost_this_month;
    remarks.push_back(
        fmt::format("These are the figures of a steady month. {} to {} comes to {} -> {}, since "
                    "its samples so far stay as they are.",
                    one_line(month.from), one_line(month.to), model::format_money(month.before),
                    model::format_money(month.after)));
  }
  for (const advice::PercentileForecast& percentile : advice.percentiles) {
    std::string line = fmt::format("{}: percentile {:g} of {} samples {} -> {} ({} dropped",
                                   one_line(percentile.name), percentile.rank, percentile.expected,
                                   model::format_rate(percentile.before),
                                   model::format_rate(percentile.after), percentile.dropped);
    line += percentile.missing > 0 ? fmt::format(", {} missing). ", percentile.missing) : "). ";
    line +=
        percentile.samples_left == 0
            ? fmt::format("No further sample may be above {}.",
                          model::format_rate(percentile.level))
            : fmt::format("{} more ({}) may be above {} before this month's percentile is.",
                          percentile.samples_left,
                          text::hours_and_minutes(percentile.samples_left * percentile.interval_s),
                          model::format_rate(percentile.level));
    remarks.push_back(std::move(line));
  }
  return remarks;
}

ColumnHeads column_heads(const advice::Advice& advice) {
  return advice.strategy == advice::whatif_strategy ? ColumnHeads{"now", "then"}
                                                    : ColumnHeads{"today", "after"};
}

FailureHeads failure_heads(const advice::Advice& advice) {
  if (advice.strategy != advice::whatif_strategy) {
    const ColumnHeads heads = column_heads(advice);
    return {"", heads.before, heads.after};
  }
  return advice.changes.empty()
             ? FailureHeads{" of the state asked about (announced as today)", "unchanged", "then"}
             : FailureHeads{" of the state asked about (announced as today -> with your changes)",
                            "unchanged", "changed"};
}

namespace {

/// Of the operator's own question both columns are of a state that is not today's.
std::string remark_of(const advice::Advice& advice, std::string remark) {
  if (advice.strategy != advice::whatif_strategy) {
    return remark;
  }
  const std::string_view today = advice.changes.empty() ? ", as today" : "today";
  const std::string_view instead = advice.changes.empty() ? "" : "unchanged";
  std::size_t at = remark.find(today);
  while (at != std::string::npos) {
    remark.replace(at, today.size(), instead);
    at = remark.find(today, at + instead.size());
  }
  return remark;
}

std::string_view words_of(advice::OverloadChange change) {
  switch (change) {
    case advice::OverloadChange::added:
      return "NEW overload";
    case advice::OverloadChange::worse:
      return "overload, WORSE than today";
    case advice::OverloadChange::same:
      return "overload, as today";
    case advice::OverloadChange::better:
      return "overload, less than today";
    case advice::OverloadChange::gone:
      return "no longer overloaded";
  }
  return "";
}

std::string unreachable_text(const advice::FailureForecast& failure) {
  const model::Bps before = failure.unreachable_before.value_or(failure.unreachable);
  if (failure.unreachable.value == 0 && before.value == 0) {
    return "";
  }
  return fmt::format("{} unreachable{}", model::format_rate(failure.unreachable),
                     failure.unreachable == before
                         ? std::string(", as today")
                         : fmt::format(" (today {})", model::format_rate(before)));
}

/// What holds as it did before is said once, at the end.
std::string joined(std::string one, const std::string& other) {
  constexpr std::string_view same = ", as today";
  if (one.ends_with(same) && other.ends_with(same)) {
    one.resize(one.size() - same.size());
  }
  return one.empty() || other.empty() ? one + other : one + ", " + other;
}

}  // namespace

std::vector<FailureRow> failure_rows(const advice::Advice& advice,
                                     const advice::FailureForecast& failure) {
  std::vector<FailureRow> rows;
  for (const advice::OverloadForecast& one : failure.overloads) {
    const advice::Utilisation& after = one.after_utilisation;
    const std::string low = text::fine_percent_number(after.low);
    const std::string high = text::fine_percent_number(after.high);
    rows.push_back({failure.failure, one.link, text::fine_percent(one.before_utilisation.expected),
                    text::fine_percent(after.expected),
                    low == high ? "" : fmt::format("({}-{})", low, high),
                    std::string(words_of(one.change)), one.change != advice::OverloadChange::gone});
  }
  if (rows.empty()) {
    // Files of earlier versions name the overloaded links only.
    const std::string overloaded =
        failure.overload ? fmt::format("overload: {}", fmt::join(failure.overloaded, " ")) : "";
    rows.push_back({failure.failure, failure.link, text::fine_percent(failure.before_utilisation),
                    text::fine_percent(failure.after_utilisation), "", one_line(overloaded),
                    failure.overload});
  }
  rows.front().remark = joined(rows.front().remark, unreachable_text(failure));
  for (FailureRow& row : rows) {
    row.remark = remark_of(advice, std::move(row.remark));
  }
  rows.front().matters = rows.front().matters ||
                         failure.unreachable > failure.unreachable_before.value_or(model::Bps{});
  return rows;
}

std::string failure_line(const FailureRow& row) {
  return fmt::format("{} fails: {} {} -> {}{}{}{}", row.failure, row.link, row.before, row.after,
                     row.range.empty() ? "" : " ", row.range,
                     row.remark.empty() ? "" : ", " + row.remark);
}

std::string relieved_failures(const advice::Advice& advice) {
  std::vector<std::pair<std::string, std::vector<std::string>>> by_link;
  for (const advice::FailureForecast& failure : advice.failures) {
    for (const advice::OverloadForecast& one : failure.overloads) {
      if (one.change != advice::OverloadChange::gone) {
        continue;
      }
      const auto known = std::find_if(by_link.begin(), by_link.end(),
                                      [&](const auto& entry) { return entry.first == one.link; });
      auto& entry = known == by_link.end()
                        ? by_link.emplace_back(one.link, std::vector<std::string>{})
                        : *known;
      entry.second.push_back(failure.failure);
    }
  }
  std::string text;
  for (auto& [link, failures] : by_link) {
    text += fmt::format("{}{} when {} fails", text.empty() ? "No longer overloaded: " : "; ",
                        one_line(link), one_line(fmt::format("{}", fmt::join(failures, " or "))));
  }
  return text.empty() ? text : text + ".";
}

std::string still_unreachable(const advice::Advice& advice) {
  std::vector<const advice::FailureForecast*> cut;
  for (const advice::FailureForecast& failure : advice.failures) {
    if (failure.unreachable.value > 0 && !failure.overload &&
        failure.unreachable <= failure.unreachable_before.value_or(model::Bps{})) {
      cut.push_back(&failure);
    }
  }
  std::stable_sort(cut.begin(), cut.end(),
                   [](const auto* a, const auto* b) { return a->unreachable > b->unreachable; });
  std::vector<std::string> parts;
  for (const advice::FailureForecast* failure : cut) {
    parts.push_back(fmt::format("{} when {} fails", model::format_rate(failure->unreachable),
                                one_line(failure->failure)));
  }
  return parts.empty() ? std::string()
                       : fmt::format("still unreachable: {}", text::join_some(std::move(parts), 2));
}

std::vector<std::string> link_remarks(const advice::Advice& advice) {
  std::vector<std::string> remarks;
  for (const advice::LinkForecast& link : advice.links) {
    if (link.before_peak && link.after_peak) {
      remarks.push_back(fmt::format("{}: that is at the peak; at the measured statistic {} -> {}.",
                                    link.name, model::format_rate(link.before),
                                    advice::rate_range(link.after)));
    }
    if (link.saturated) {
      remarks.push_back(
          fmt::format("{} is full today: what was measured is a lower bound.", link.name));
    }
  }
  return remarks;
}

std::string violation_line(const advice::Violation& violation) {
  return violation.limit.value == 0 && violation.load.value == 0
             ? fmt::format("{}: {} ({})", violation.link, violation.message, violation.rule)
             : fmt::format("{}: {}, limit {} ({})", violation.link,
                           model::forecast_rate(violation.load),
                           model::format_rate(violation.limit), violation.rule);
}

std::string remediation_of(const advice::Violation& violation) {
  if (violation.limit.value == 0 && violation.load.value == 0) {
    return "";  // Its line says all.
  }
  const std::size_t at = violation.message.find(advice::remediation_mark);
  return at == std::string::npos ? violation.message : violation.message.substr(at + 2);
}

bool belongs_before(const model::Finding& finding) {
  constexpr std::array<std::string_view, 8> rules{
      "unmeasured-demand",    "not-heard-by-all", "customer-prefix",   "implausible-rate",
      "lever-effect-unknown", "lever-to-confirm", "looks-like-attack", "more-specific"};
  return std::find(rules.begin(), rules.end(), finding.rule) != rules.end();
}

std::string effects_line(const advice::Advice& advice) {
  std::vector<std::string> parts;
  for (const advice::LinkForecast& link : advice.links) {
    const std::string before = text::percent(link.before_utilisation);
    const std::string after = text::percent(link.after_utilisation.expected);
    if (before != after) {
      parts.push_back(fmt::format("{} {} -> {}", link.name, before, after));
    }
  }
  std::string text = parts.empty() ? std::string("No link moves") : text::join_some(parts, 2);
  const model::Money difference = advice.cost_after.expected - advice.cost_before;
  text += fmt::format("; bill {} {} a month", model::signed_money(difference), advice.currency);
  std::int64_t added = 0;
  for (const advice::FailureForecast& failure : advice.failures) {
    added += std::ranges::count(failure.overloads, advice::OverloadChange::added,
                                &advice::OverloadForecast::change);
  }
  text += added > 0 ? fmt::format("; {} under failure", text::count_of(added, "new overload")) : "";
  const auto open = static_cast<std::int64_t>(advice.violations.size());
  return one_line(text + (open > 0 ? fmt::format("; {} unresolved.", open) : "."));
}

bool config_takes_all(const advice::Advice& advice) {
  return advice.strategy == advice::whatif_strategy || advice.strategy == drain_strategy;
}

std::string status_title(const advice::Advice& advice) {
  if (advice.strategy == advice::whatif_strategy) {
    return "FORECAST";
  }
  if (advice.strategy == drain_strategy) {
    return "DRAIN";
  }
  std::string title(name_of(advice.status));
  for (char& c : title) {
    c = c == '-' ? ' ' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return title;
}

namespace {

std::string objective_number(evaluation::Objective value) {
  return text::format_decimal(value.atto, 18, text::six_decimals);
}

}  // namespace

std::string proof_line(const advice::Advice& advice) {
  const advice::Proof& proof = advice.objective;
  const std::string value =
      fmt::format("objective {} {}", objective_number(proof.value), one_line(proof.unit));
  const std::string over =
      proof.excess.value == 0
          ? std::string("nothing above the ceilings")
          : fmt::format("{} above the ceilings (no plan worth its changes has less than {})",
                        model::format_rate(proof.excess),
                        model::format_rate(proof.excess_lower_bound));
  const std::string candidates = one_line(proof.candidates);
  if (proof.termination == advice::not_searched) {
    return fmt::format(
        "{}; {}. Nothing was searched: bgpte advise says what is best.", value,
        proof.excess.value == 0 ? over : model::format_rate(proof.excess) + " above the ceilings");
  }
  if (proof.termination == "optimal") {
    return fmt::format("optimal: no plan among the candidates ({}) does better; {}; {}.",
                       candidates, value, over);
  }
  return fmt::format(
      "{}: a perfect search could at most gain {} {}; {}, lower bound {}; {}; candidates: {}.",
      one_line(proof.termination), objective_number(proof.could_still_gain), one_line(proof.unit),
      value, objective_number(proof.lower_bound), over, candidates);
}

std::string test_line(const advice::TellingTest& test) {
  const std::string change = one_line(advice::change_line(test.change));
  const std::string tells =
      fmt::format("then {} is known to within {} instead of {}", one_line(test.link),
                  model::forecast_rate(test.width_after), model::forecast_rate(test.width_now)) +
      (test.quiet_hours.empty()
           ? ""
           : fmt::format("; quiet enough by its history: {}", one_line(test.quiet_hours)));
  if (test.first_step) {
    return fmt::format("the first step tells most: {}", tells);
  }
  const std::string stands_for =
      test.of == test.change.prefix ? "" : "; " + one_line(test.change.reason);
  return fmt::format("{} tells most: it moves {} and is safe at the peak too; {}{}. `{}`", change,
                     model::forecast_rate(test.moved), tells, stands_for, one_line(test.command));
}

std::vector<model::Finding> by_severity(const std::vector<model::Finding>& findings) {
  std::vector<model::Finding> sorted = findings;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.severity > b.severity; });
  return sorted;
}

std::vector<ConfigBlock> config_blocks(const config::ConfigPart& part) {
  const bool paste = part.mode == config::Mode::paste;
  std::vector<ConfigBlock> blocks{{"Before anything is pasted", part.precheck},
                                  {paste ? "Apply" : "What to edit", part.apply},
                                  {"Verify", part.verify},
                                  {"Confirm", part.confirm},
                                  {"Roll back", part.rollback}};
  std::vector<ConfigBlock> used;
  std::ranges::copy_if(blocks, std::back_inserter(used),
                       [](const ConfigBlock& block) { return !block.text.empty(); });
  return used;
}

std::string config_commands(const advice::Advice& advice, const std::string& command) {
  const bool all = config_takes_all(advice) || advice.rollout.size() < 2;
  return fmt::format("{} --format json -o ADVICE.json\nbgpte config ADVICE.json{}\n",
                     one_line(command), all ? " --all" : "");
}

std::string mode_text(config::Mode mode) {
  return mode == config::Mode::paste ? "ready to paste" : "manual";
}

std::string part_title(const config::ConfigPart& part) {
  return fmt::format("{} on {} ({}), step {}", one_line(part.change.link),
                     one_line(part.change.session.router),
                     model::title_of(part.change.session.platform), part.change.step);
}

}  // namespace bgpte::render
