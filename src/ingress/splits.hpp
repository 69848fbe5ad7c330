#pragma once

#include <vector>

#include "bgpte/model/units.hpp"

namespace bgpte::ingress {

/// Rows of traffic of which only the totals are known, and what the links measured that nothing
/// else explains (docs/ingress.md, "What enters today").
struct UnknownSplits {
  std::vector<model::Bps> totals;           ///< [row]
  std::vector<std::vector<double>> priors;  ///< [row][link] >= 0, sum 1; 0: may not enter there.
  std::vector<model::Bps> room;             ///< [link]; below 0 counts as 0.
};

/// [row][link] shares whose sums are as near to the rooms as the totals allow (least sum of
/// absolute distances) and, among those, nearest to the priors: least sum of total * KL(shares ||
/// prior). Shares are multiples of 1e-12. This is tomogravity (Zhang, Roughan, Duffield,
/// Greenberg, SIGMETRICS 2003) with the links' own inbound as the only measurement.
[[nodiscard]] std::vector<std::vector<double>> fit_splits(const UnknownSplits& unknown);

/// Moves whole bps of rows between links that their priors allow, until what is listed on the links
/// is as near to the rooms as it can be. `cells` [row][link] sum to the totals and still do
/// afterwards. Gives [link] where too much is listed however it is divided: what is listed beyond
/// the rooms can move among these links only.
std::vector<bool> balance(const UnknownSplits& unknown,
                          std::vector<std::vector<model::Bps>>& cells);

}  // namespace bgpte::ingress
