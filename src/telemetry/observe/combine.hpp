#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgpte/telemetry/observe.hpp"

namespace bgpte::telemetry {

/// Observations as one: what is in two of them is there once.
struct Combined {
  std::vector<FlowCell> flows;   ///< Sorted by link, router, interface, window, prefix.
  std::vector<LoadSample> load;  ///< Sorted by link, router, interface, window.
  std::vector<Route> routes;
  std::vector<UnlistedDestination> unlisted;  ///< Sorted by link, the largest first.
  std::vector<SourceAsn> source_asns;         ///< Likewise.
  Window load_window;                         ///< From the first to the last of the counters.
  std::int64_t load_seconds = 0;              ///< Of their windows, without the time between them.
                                              ///< From the first to the last of the counters.
  std::int64_t load_step_s = 0;               ///< 0: no counters.
  std::vector<Source> sources;
  std::vector<std::string> notes;
};

/// Or why they do not belong together: they disagree, windows overlap by less than 90 %, or one is
/// too old.
[[nodiscard]] std::variant<Combined, std::string> combine(
    const std::vector<Observation>& observations, const ObserveOptions& options);

/// The items of a sorted list whose link is `link`.
template <class Item>
std::span<const Item> of_link(const std::vector<Item>& items, std::string_view link) {
  const auto below = [](const Item& item, std::string_view name) { return item.link < name; };
  const auto first = std::lower_bound(items.begin(), items.end(), link, below);
  auto last = first;
  while (last != items.end() && last->link == link) {
    ++last;
  }
  return {first, last};
}

/// Seconds that two windows have in common.
[[nodiscard]] std::int64_t overlap(const Window& a, const Window& b);

/// Windows that do not touch each other, in order, with the same seconds in them.
[[nodiscard]] std::vector<Window> united(std::vector<Window> windows);

/// "2026-11-28T22:40Z to 22:45Z"; both days where they differ.
[[nodiscard]] std::string window_text(const Window& window);

/// What `measured.statistic` says: "p95"; of less than a day with its times.
[[nodiscard]] std::string statistic_text(const Measurement& measurement);

}  // namespace bgpte::telemetry
