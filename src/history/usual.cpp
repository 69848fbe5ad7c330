// What is usual for a cell at an hour of the day.
#include "bgpte/history/usual.hpp"

#include <utility>
#include <vector>

namespace bgpte::history {
namespace {

/// One figure of an hour on the days that tell what is usual on `day`.
template <class Figure>
std::vector<std::int64_t> usual_figures(const History& history, const CellName& cell,
                                        std::int64_t day, int hour, Figure figure) {
  std::vector<std::int64_t> figures;
  const auto end = history.days.lower_bound(day);
  for (auto at = history.days.lower_bound(day - usual_days); at != end; ++at) {
    const auto found = at->second.cells.find(cell);
    if (found == at->second.cells.end()) {
      continue;
    }
    const auto known = found->second.find(hour);
    if (known != found->second.end() && figure(known->second) >= 0) {
      figures.push_back(figure(known->second));
    }
  }
  return figures;
}

std::optional<std::int64_t> percentile_of_enough(std::vector<std::int64_t> figures, int rank) {
  return figures.size() >= least_usual_days ? std::optional(percentile(std::move(figures), rank))
                                            : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> usual_rate(const History& history, const CellName& cell,
                                       std::int64_t day, int hour) {
  constexpr int rank = 95;
  return percentile_of_enough(
      usual_figures(history, cell, day, hour, [](const Hour& one) { return one.p99; }), rank);
}

UsualRates usual_rates(const History& history, const CellName& cell, std::int64_t day) {
  UsualRates usual;
  for (int hour = 0; hour < hours_of_day; ++hour) {
    usual[static_cast<std::size_t>(hour)] = usual_rate(history, cell, day, hour);
  }
  return usual;
}

std::optional<std::int64_t> usual_sources(const History& history, const CellName& cell,
                                          std::int64_t day, int hour) {
  constexpr int median = 50;
  return percentile_of_enough(
      usual_figures(history, cell, day, hour, [](const Hour& one) { return one.sources; }), median);
}

}  // namespace bgpte::history
