#pragma once

#include <cstdint>
#include <vector>

#include "src/advice/parts.hpp"

namespace bgpte::advice {

/// Changes that are made together.
struct OrderedStep {
  std::vector<model::Change> changes;
  bool forced = false;  ///< Bundles share a step since every order passes a state worse than today.
};

/// Up to this many bundles the order is exact; a longer plan goes link by link, attracting first.
inline constexpr std::size_t exact_order_changes = 12;

/// Changes of prefixes that are treated alike, which may be one step: the same change on the same
/// link, prefixes of one family and one origin that change nothing else. The others are bundles of
/// one.
[[nodiscard]] std::vector<std::vector<model::Change>> bundles_of(
    const model::Scenario& scenario, const std::vector<model::Change>& changes);

/// The order of the changes, bundle by bundle; change by change where bundles would force more
/// into one step. No intermediate state is worse than today; where that cannot be had,
/// as few changes as possible are made together. Of the orders left, the first of these that
/// differs decides: the least worst excess on the way, attract before repel, the least excess
/// summed over the way, the order of `changes`. Worse than today: more total excess, or a link
/// above max(its ceiling, today) in the do-no-harm forecast, or a prefix announced nowhere.
[[nodiscard]] std::vector<OrderedStep> order_of(const NetworkToday& network,
                                                const std::vector<model::Change>& changes);

/// True where a change brings traffic to its link rather than driving it away.
[[nodiscard]] bool attracts(const model::Change& change);

}  // namespace bgpte::advice
