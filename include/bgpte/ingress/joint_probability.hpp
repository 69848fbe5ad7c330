#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "bgpte/ingress/prior.hpp"

namespace bgpte::ingress {

/// One link's prepends under two advertisements, before and after a change; nothing: the link is
/// not announced there. Only differences between links count, so negative numbers are fine.
struct PrependPair {
  std::optional<int> before, after;
  /// Announced after the change and not before.
  [[nodiscard]] bool newly_announced() const { return !before && after; }
  auto operator<=>(const PrependPair&) const = default;
};

/// Links that are prepended alike both before and after: they are exchangeable.
struct LinkGroup {
  PrependPair prepends;
  int count = 1;
  auto operator<=>(const LinkGroup&) const = default;
};

/// Joint probabilities, over the sources of a prior, that one link (the home link) wins before the
/// change and that a given link wins after it.
struct JointProbabilities {
  double home = 0;         ///< The home link wins before: stay + lost + sum over links of `to`.
  double stay = 0;         ///< The home link wins before and after.
  double lost = 0;         ///< It wins before, and no link carries the prefix after.
  std::vector<double> to;  ///< [group]: it wins before, and one given link of the group after.
};

/// Exact up to rounding: a sum, over classes and lengths, of Gauss-Legendre quadratures of the
/// polynomials that independent uniform tie ranks give (docs/ingress.md, "The transition").
/// `home.before` must be set; `others` are the other links that a source may enter by, each
/// announced before or after.
[[nodiscard]] JointProbabilities joint_probabilities(const Prior& prior, const PrependPair& home,
                                                     const std::vector<LinkGroup>& others);

}  // namespace bgpte::ingress
