#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace bgpte::ingress {

/// A population of sources that does not tell links apart (docs/ingress.md, "The population"): each
/// source has, for each link, a preference class, an integer path length and a rank in its own tie
/// order.
struct Prior {
  std::string_view name;
  std::string_view meaning;
  int classes = 1;  ///< Preference classes; the first is preferred.
  /// Two classes: probability of the upper class, the same for every source. Nothing: each source
  /// has its own, drawn from Beta(1/2, 1/2). Other numbers of classes are equally likely.
  std::optional<double> upper;
  int lengths = 1;  ///< Path lengths 0 .. lengths-1, equally likely.
};

/// What a forecast starts from. Where the numbers come from, and how far they were wrong, is in
/// docs/ingress.md, "The numbers, in one place".
inline constexpr Prior default_prior{
    "default", "two classes, each source its own propensity, lengths 0 to 1", 2, std::nullopt, 2};

/// Share of a link's sources that stay at any prepend, where they hardly move. One of six measured
/// sites behaves so: IAD keeps 0.96 after one, two and three prepends.
inline constexpr double sticky_retained = 0.96;

/// What stays on the link of a peer, or on the port of an exchange, when it alone is prepended 1,
/// 2, 3 times more: low, expected, high. Measured over an AS graph by bench/peer_stickiness
/// (docs/ingress.md, "Peers and exchanges").
struct PeerStays {
  std::array<double, 3> low, expected, high;
};
inline constexpr PeerStays peer_stays{{0.08, 0.02, 0.01}, {0.9, 0.9, 0.9}, {1, 1, 1}};

/// One value of the propensity (a source's probability to hold a link in the upper class).
struct ClassNode {
  double weight = 1;                    ///< The weights of all nodes sum to 1.
  std::array<double, 3> probability{};  ///< [class]
};

/// Nodes that integrate every polynomial in the propensity up to degree `links` exactly: those of
/// Gauss-Chebyshev quadrature for Beta(1/2, 1/2), a single one where all sources are alike.
[[nodiscard]] std::vector<ClassNode> class_nodes(const Prior& prior, std::size_t links);

}  // namespace bgpte::ingress
