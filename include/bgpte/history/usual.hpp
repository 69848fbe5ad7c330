#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "bgpte/history/history.hpp"

namespace bgpte::history {

/// How many days before the measured time a history may end so that it still tells of attacks, of
/// what is usual, and of growth.
inline constexpr std::int64_t most_days_old_for_attacks = 2;
inline constexpr std::int64_t most_days_old_for_usual = 28;
inline constexpr std::int64_t most_days_old_for_growth = 60;

/// What is usual is seen in so many days, of which so many must know the hour.
inline constexpr std::int64_t usual_days = 28;
inline constexpr std::size_t least_usual_days = 7;

/// What a cell brings at most in an hour of a usual day, bps: the second largest of the 99th
/// percentiles of that hour on the 28 days before `day`, so that one unusual day does not make the
/// next one usual. Nothing where fewer than seven of those days know the hour.
[[nodiscard]] std::optional<std::int64_t> usual_rate(const History& history, const CellName& cell,
                                                     std::int64_t day, int hour);
/// The same for each hour of the day.
using UsualRates = std::array<std::optional<std::int64_t>, hours_of_day>;
[[nodiscard]] UsualRates usual_rates(const History& history, const CellName& cell,
                                     std::int64_t day);

/// The median, over the same days, of the distinct sources of an interval in that hour.
[[nodiscard]] std::optional<std::int64_t> usual_sources(const History& history,
                                                        const CellName& cell, std::int64_t day,
                                                        int hour);

}  // namespace bgpte::history
