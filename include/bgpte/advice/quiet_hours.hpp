#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/plan.hpp"

namespace bgpte::advice {

/// The hours of the day (UTC, 0 to 23) in which a plan may be tried: at the high end of its range,
/// with the traffic of that hour of a usual day, no link to which it moves traffic is above its
/// ceiling. What moves is the plan's at the peak, times the part that the largest of its prefixes
/// brings in that hour where the history knows it. Nothing where the scenario has no history, or
/// where it does not know the hours of those links. docs/history.md.
[[nodiscard]] std::optional<std::vector<int>> quiet_hours(const evaluation::Baseline& baseline,
                                                          const evaluation::Plan& plan);

/// "23:00 to 07:00 UTC", "01:00 to 03:00 and 05:00 to 06:00 UTC", "any hour of a usual day", "no
/// hour of a usual day"; empty for nothing.
[[nodiscard]] std::string hours_text(const std::optional<std::vector<int>>& hours);

/// hours_text() of the quiet hours of a plan; of a history that ends days before the measured time,
/// with its date: "01:00 to 03:00 UTC, as it was until 2026-11-27".
[[nodiscard]] std::string quiet_hours_text(const evaluation::Baseline& baseline,
                                           const evaluation::Plan& plan);

}  // namespace bgpte::advice
