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

/// `split` [link] of one prefix as links that anybody can reach have it, made fit for peers: each
/// peer or exchange that carries the prefix gets the part that its link has of all measured
/// inbound, since a peer's part depends on who peers there, not on how many links there are; the
/// others share the rest as before.
[[nodiscard]] std::vector<double> with_peers(const model::Scenario& scenario,
                                             const model::Advertisement& today,
                                             std::vector<double> split);

}  // namespace bgpte::ingress
