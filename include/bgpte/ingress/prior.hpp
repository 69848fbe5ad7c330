#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace bgpte::ingress {

/// A population of sources, exchangeable in the links (mathematics.md, section 1): each source has
/// for each link a preference class, an integer path length and a rank in its own tie order.
struct Prior {
  std::string_view name;
  std::string_view meaning;
  int classes = 1;  ///< Preference classes; the first is preferred.
  /// Two classes: probability of the upper class, the same for every source. Nothing: each source
  /// has its own, drawn from Beta(1/2, 1/2). Other numbers of classes are equally likely.
  std::optional<double> upper;
  int lengths = 1;  ///< Path lengths 0 .. lengths-1, equally likely.
};

/// The one table of priors; index 0 is the default. Figures behind them: docs/ingress.md.
inline constexpr std::array<Prior, 6> priors{{
    {"default", "two classes, each source its own propensity, lengths 0 to 1", 2, std::nullopt, 2},
    {"lengths only", "one class, lengths 0 to 3", 1, std::nullopt, 4},
    {"q 0.5", "two classes, upper with 0.5 for all, lengths 0 to 1", 2, 0.5, 2},
    {"q 0.65", "two classes, upper with 0.65 for all, lengths 0 to 1", 2, 0.65, 2},
    {"q 0.8", "two classes, upper with 0.8 for all, lengths 0 to 1", 2, 0.8, 2},
    {"three classes", "three classes, each 1/3, lengths 0 to 1", 3, std::nullopt, 2},
}};

/// What stays, once and for good, on a link whose sources hardly move: one site of six measured
/// behaves so (IAD, .96 after one, two and three prepends).
inline constexpr double sticky_retained = 0.96;

/// What one neighbour of a link may take of all that leaves it; equal parts for the other links.
/// Measured: 36 to 54 % of what left each of the five sites that moved went to a single other one.
inline constexpr double neighbour_part = 0.5;

/// What a link that is announced for the first time takes, of what the default says it takes.
/// Measured: the six sites of one anycast network carry 0.43 to 1.40 times the even share.
inline constexpr double newcomer_least = 0.4;
inline constexpr double newcomer_most = 1.6;

/// A variant needs at least this chance of the home link today, else it says nothing of it.
inline constexpr double least_home_chance = 1e-4;

/// One value of the propensity with its weight: probability of each class.
struct ClassNode {
  double weight = 1;
  std::array<double, 3> probability{};
};

/// Nodes that integrate every polynomial in the propensity up to degree `links` exactly
/// (Gauss-Chebyshev for Beta(1/2, 1/2)). Weights sum to 1.
[[nodiscard]] std::vector<ClassNode> class_nodes(const Prior& prior, std::size_t links);

}  // namespace bgpte::ingress
