// What is usual for a cell at an hour of the day.
#include "bgpte/history/usual.hpp"

#include <algorithm>
#include <functional>
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

}  // namespace

std::optional<std::int64_t> usual_rate(const History& history, const CellName& cell,
                                       std::int64_t day, int hour) {
  std::vector<std::int64_t> rates =
      usual_figures(history, cell, day, hour, [](const Hour& one) { return one.p99; });
  if (rates.size() < least_usual_days) {
    return std::nullopt;
  }
  // In 20 days and more the second largest is their 95th percentile; in fewer that is the largest,
  // and one attack would make the next one usual.
  std::nth_element(rates.begin(), rates.begin() + 1, rates.end(), std::greater<>());
  return rates[1];
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
  std::vector<std::int64_t> sources =
      usual_figures(history, cell, day, hour, [](const Hour& one) { return one.sources; });
  return sources.size() >= least_usual_days ? std::optional(percentile(std::move(sources), median))
                                            : std::nullopt;
}

}  // namespace bgpte::history
