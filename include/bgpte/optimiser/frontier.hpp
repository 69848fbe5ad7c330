#pragma once

#include <vector>

#include "bgpte/optimiser/optimise.hpp"

namespace bgpte::optimiser {

/// One plan of a frontier, with its bound.
struct FrontierPoint {
  model::Ratio congestion_weight;  ///< weights.congestion that it is the least for.
  std::size_t most_changes = 0;    ///< The limit it was found under; of `by_changes`.
  Optimum optimum;
};

/// What there is to choose between (only non-dominated points).
struct Frontier {
  /// Bill against congestion (`after.bill.expected`, `after.phi`), the cheapest first: each pays
  /// more for less congestion. All have the least excess that was found.
  std::vector<FrontierPoint> cost_congestion;
  /// What each further change brings (`after.excess`, then `after.value` without the price of the
  /// changes), fewest changes first, from today's plan on.
  std::vector<FrontierPoint> by_changes;
};

/// Cost against congestion by sweeping the weight of congestion (the points on the convex hull,
/// and what lies between `cost` and `congestion`), and benefit against the number of changes for
/// policy.strategy with 0, 1, 2, ... changes at a price of nothing for each.
[[nodiscard]] Frontier frontier(const evaluation::Baseline& baseline, const Options& options = {});

}  // namespace bgpte::optimiser
