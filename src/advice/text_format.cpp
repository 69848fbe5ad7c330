// How changes and conditions of advice are said.
#include "bgpte/advice/text_format.hpp"

#include <fmt/format.h>

#include "bgpte/text/display.hpp"

namespace bgpte::advice {

using text::one_line;

std::string percent_with_range(const Utilisation& utilisation) {
  return text::percent_with_range(utilisation.low, utilisation.expected, utilisation.high);
}

std::string rate_range(const evaluation::RateRange& range) {
  return model::forecast_rate_with_range(range.low, range.expected, range.high);
}

std::string money_range(const evaluation::MoneyRange& range) {
  return model::money_with_range(range.low, range.expected, range.high);
}

namespace {

/// "community 64501:80 (lower-preference)"
std::string marks_and_name(const LeverText& lever) {
  return fmt::format("{} ({})", model::to_string(lever.marks), lever.name);
}

/// "announce 11.0.0.0/24 on A with community 64501:80 (lower-preference)"
std::string lever_instruction(const ChangeText& change) {
  if (!change.lever_to) {
    return fmt::format("remove {} from {} on {}", marks_and_name(*change.lever_from), change.prefix,
                       change.link);
  }
  return fmt::format("announce {} on {} with {}{}", change.prefix, change.link,
                     marks_and_name(*change.lever_to),
                     change.lever_from ? " in place of " + marks_and_name(*change.lever_from) : "");
}

}  // namespace

std::string instruction(const ChangeText& change) {
  if (change.lever_from != change.lever_to && change.to != model::not_announced) {
    ChangeText prepend = change;
    prepend.lever_from = prepend.lever_to;
    return change.from == change.to
               ? lever_instruction(change)
               : fmt::format("{} and {}", instruction(prepend), lever_instruction(change));
  }
  const int from = change.from;
  const int to = change.to;
  if (change.to == model::not_announced) {
    return fmt::format("withdraw {} from {}", change.prefix, change.link);
  }
  if (change.from == model::not_announced) {
    return fmt::format("announce {} on {} {}", change.prefix, change.link,
                       to == 0 ? "without prepends" : "prepended " + times(to));
  }
  if (to == 0) {
    return fmt::format("remove the prepend{} of {} towards {} ({} to 0)", from == 1 ? "" : "s",
                       change.prefix, change.link, from);
  }
  if (to < from) {
    return fmt::format("lower the prepends of {} towards {} from {} to {}", change.prefix,
                       change.link, from, to);
  }
  if (from == 0) {
    return fmt::format("prepend {} {} towards {} (0 to {})", change.prefix, times(to), change.link,
                       to);
  }
  return fmt::format("raise the prepends of {} towards {} from {} to {}", change.prefix,
                     change.link, from, to);
}

namespace {

/// "lower-preference (community 64501:80)"
std::string name_and_marks(const LeverText& lever) {
  return one_line(fmt::format("{} ({})", lever.name, model::to_string(lever.marks)));
}

/// "add lower-preference (community 64501:80)"; empty where the lever stays as it is.
std::string lever_action(const ChangeText& change) {
  if (change.lever_from == change.lever_to) {
    return "";
  }
  if (!change.lever_to) {
    return "remove " + name_and_marks(*change.lever_from);
  }
  return change.lever_from ? fmt::format("{} -> {}", name_and_marks(*change.lever_from),
                                         name_and_marks(*change.lever_to))
                           : "add " + name_and_marks(*change.lever_to);
}

}  // namespace

std::string action(const ChangeText& change) {
  if (change.to < 0) {
    return fmt::format("withdraw (today prepend {}{})", int{change.from},
                       change.lever_from ? " with " + name_and_marks(*change.lever_from) : "");
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

std::string change_line(const ChangeText& change) {
  return one_line(instruction(change));
}

std::string changes_line(const std::vector<ChangeText>& changes) {
  std::string line;
  for (const ChangeText& change : changes) {
    line += (line.empty() ? "" : "; ") + change_line(change);
  }
  return line.empty() ? "no change" : line;
}

std::string condition_line(const ShareCondition& condition) {
  return fmt::format(
      "{} carries {} of inbound to {}", one_line(condition.link),
      text::fine_percent_with_range(condition.low, condition.expected, condition.high),
      one_line(condition.prefix));
}

std::string step_condition(const StepCondition& condition) {
  if (!condition.text.empty()) {
    return one_line(condition.text);
  }
  std::string line;
  for (const ShareCondition& share : condition.shares) {
    line += fmt::format("{}{} carries {}-{} % (+- {}) of inbound to {}", line.empty() ? "" : ", ",
                        one_line(share.link), text::fine_percent_number(share.low),
                        text::fine_percent_number(share.high),
                        text::fine_percent_number(share.tolerance), one_line(share.prefix));
  }
  for (const CeilingCondition& ceiling : condition.ceilings) {
    line += fmt::format("{}{} at most {} at the next peak", line.empty() ? "" : ", ",
                        one_line(ceiling.link), model::format_rate(ceiling.limit));
  }
  return line.empty() ? "nothing to look at" : line;
}

std::string abort_condition(const StepCondition& condition) {
  return (condition.text.empty() ? "not so: " : "") + step_condition(condition);
}

}  // namespace bgpte::advice
