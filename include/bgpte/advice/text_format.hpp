#pragma once

#include <string>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/model/text_format.hpp"
#include "bgpte/text/format.hpp"

/// How changes and conditions of advice are said. The sentences of advice are made with
/// these in src/advice, tables and lists in src/render.
namespace bgpte::advice {

// Formats of plain numbers and of the model, which every sentence needs, by their short names.
using model::advertisement_text;
using model::bill_moves;
using model::forecast_rate;
using model::money_a_month;
using model::prepend_text;
using text::duration;
using text::fine_percent;
using text::join;
using text::join_some;
using text::percent;
using text::percent_range;
using text::sentence;
using text::times;

/// "71 % (53-93 %)"; only "71 %" where the range rounds to one number.
[[nodiscard]] std::string percent_with_range(const Utilisation& utilisation);
/// "710 Mbps (530 Mbps to 930 Mbps)"; "710 Mbps" where the range has no width.
[[nodiscard]] std::string rate_range(const evaluation::RateRange& range);
/// "6,814.00 (6,600.00 to 6,900.00)"; the first alone where the range has no width.
[[nodiscard]] std::string money_range(const evaluation::MoneyRange& range);

/// A change as an order in a sentence: "remove the prepend of 11.0.0.0/24 towards B (1 to
/// 0)", "prepend 11.0.0.0/24 once towards A (0 to 1)", ...
[[nodiscard]] std::string instruction(const ChangeText& change);

// What follows is for tables and lists, and returns valid UTF-8 without control characters.

/// A change without its prefix and link: "prepend 1 -> 0", "withdraw (today prepend 1)",
/// "announce with prepend 0".
[[nodiscard]] std::string action(const ChangeText& change);
/// The same as instruction().
[[nodiscard]] std::string change_line(const ChangeText& change);
/// Changes on one line, separated by "; "; "no change" for none.
[[nodiscard]] std::string changes_line(const std::vector<ChangeText>& changes);
/// "A carries 70 % (48-90) of inbound to 11.0.0.0/24".
[[nodiscard]] std::string condition_line(const ShareCondition& condition);
/// The condition's own text; where it has none, its shares and ceilings.
[[nodiscard]] std::string step_condition(const StepCondition& condition);
/// The condition's own text; where it has none, "not so: " and its shares and ceilings, which
/// hold as long as all is well.
[[nodiscard]] std::string abort_condition(const StepCondition& condition);

}  // namespace bgpte::advice
