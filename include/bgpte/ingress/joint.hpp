#pragma once

#include <compare>
#include <optional>
#include <vector>

#include "bgpte/ingress/prior.hpp"

namespace bgpte::ingress {

/// One link's prepend under two advertisements; nothing: not announced there. Only differences
/// count, so negative numbers are fine.
struct PrependPair {
  std::optional<int> before, after;
  auto operator<=>(const PrependPair&) const = default;
};

/// Links that are prepended alike under both advertisements: exchangeable.
struct LinkGroup {
  PrependPair prepends;
  int count = 1;
  auto operator<=>(const LinkGroup&) const = default;
};

/// Chances that one link (the home) wins before and that a given link wins after.
struct JointRow {
  double home = 0;         ///< The home wins before: stay + lost + sum over links of `to`.
  double stay = 0;         ///< And after.
  double lost = 0;         ///< And no link carries the prefix after.
  std::vector<double> to;  ///< [group]: and one given link of the group wins after.
};

/// Exact up to rounding: a sum over classes and lengths of Gauss-Legendre quadratures of the
/// polynomials that independent uniform tie ranks give. `home.before` must be set; `others` are
/// the other links of the support, each announced under at least one of the two.
[[nodiscard]] JointRow joint_row(const Prior& prior, const PrependPair& home,
                                 const std::vector<LinkGroup>& others);

}  // namespace bgpte::ingress
