#pragma once

#include <functional>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"

namespace bgpte::ingress {

/// What a model adds to the measurements.
struct TodayPrior {
  /// [link] shares of a prefix whose split is unknown, before any measurement; all zero where no
  /// source can reach it.
  std::function<std::vector<double>(model::PrefixIndex)> split;
  /// [link] what enters where the scenario gives no inbound; empty: nothing is known.
  std::function<std::vector<model::Bps>(model::PrefixIndex)> implied;
};

/// Home cells and background (mathematics.md, section 1, "Unknown splits and background"), with
/// findings about what did not fit.
[[nodiscard]] TodayTraffic measure_today(const model::Scenario& scenario, const TodayPrior& prior,
                                         std::vector<model::Finding>& findings);

/// `volume` by `weights` (>= 0, sum > 0) as whole bps that sum to it.
[[nodiscard]] std::vector<model::Bps> divided(model::Bps volume,
                                              const std::vector<double>& weights);

/// Splits of `volumes` with the least total of volume * KL(split to `priors`) for which no column
/// exceeds `room`; where that cannot be, with the least total overshoot. [row][link], shares.
[[nodiscard]] std::vector<std::vector<double>> fit_splits(
    const std::vector<double>& volumes, const std::vector<std::vector<double>>& priors,
    const std::vector<double>& room);

}  // namespace bgpte::ingress
