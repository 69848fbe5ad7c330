#pragma once

#include <compare>
#include <cstdint>

#include "bgpte/model/scenario.hpp"

namespace bgpte::optimiser {

/// The rules that decide between plans with the same excess and the same objective, to the last
/// digit. The first rule on which two plans differ decides; docs/optimiser.md, "Ties", says why.
///
///   1. changes    Fewer changes of a (prefix, link) first.
///   2. prepends   The smaller sum of prepends over all prefixes and links first.
///   3. additions  Fewer changes that prepend more, announce or add a lever first: removing comes
///                 before adding.
///   4. list       Prefix by prefix in their order, then link by link in theirs: the plan that
///                 changes the first link on which they differ comes before the one that leaves it
///                 as it is today. If both change it: the smaller new prepend first (withdrawn is
///                 -1), then the smaller lever number.
///
/// Rules 1 to 3 are sums over the prefixes (TieRank); rule 4 needs the whole plan.
struct TieRank {
  std::int32_t changes = 0;   ///< Rule 1: number of changed (prefix, link).
  std::int32_t prepends = 0;  ///< Rule 2: sum of prepends less today's; may be negative.
  std::int32_t added = 0;     ///< Rule 3: changes that prepend more, announce or add a lever.

  /// Smaller comes first, by rule 1, then 2, then 3.
  constexpr auto operator<=>(const TieRank&) const = default;
  friend constexpr TieRank operator+(TieRank a, TieRank b) {
    return {a.changes + b.changes, a.prepends + b.prepends, a.added + b.added};
  }
  friend constexpr TieRank operator-(TieRank a, TieRank b) {
    return {a.changes - b.changes, a.prepends - b.prepends, a.added - b.added};
  }
};

/// What one prefix adds to rules 1 to 3 where it is announced as `x` instead of `today`.
[[nodiscard]] TieRank tie_rank(const model::Advertisement& today, const model::Advertisement& x);

/// Rule 4 for one prefix: true if `a` comes before `b`. False if they are equal.
[[nodiscard]] bool lists_earlier(const model::Advertisement& today, const model::Advertisement& a,
                                 const model::Advertisement& b);

/// How far `x` is from `today`, in prepends over all links.
[[nodiscard]] int distance(const model::Advertisement& today, const model::Advertisement& x);

}  // namespace bgpte::optimiser
