#pragma once

#include <functional>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::ingress {

/// What a model adds to the measurements of today.
struct TodayPrior {
  /// [link] shares of a prefix whose split is unknown, before any measurement; all zero where no
  /// source can reach it.
  std::function<std::vector<double>(model::PrefixIndex)> split;
  /// [link] what enters of a prefix for which the scenario gives no inbound; empty: nothing is
  /// known.
  std::function<std::vector<model::Bps>(model::PrefixIndex)> implied;
};

/// Home cells and background (docs/ingress.md, "What enters today"). What did not fit is added
/// to `findings`.
[[nodiscard]] TodayTraffic measure_today(const model::Scenario& scenario, const TodayPrior& prior,
                                         std::vector<model::Finding>& findings);

/// Divides `volume` in proportion to `weights` (>= 0, sum > 0) into whole bps that sum to it, by
/// the largest remainders.
[[nodiscard]] std::vector<model::Bps> divide_bps(model::Bps volume,
                                                 const std::vector<double>& weights);

/// [row][link] shares with the least sum of volume * KL(shares || prior) for which what enters by
/// each link is at most its `room`; where that cannot be, with the least total overshoot. `volumes`
/// by row, `priors` by row and link, `room` by link, in one unit.
[[nodiscard]] std::vector<std::vector<double>> fit_splits(
    const std::vector<double>& volumes, const std::vector<std::vector<double>>& priors,
    const std::vector<double>& room);

}  // namespace bgpte::ingress
