#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bgpte/model/scenario.hpp"

namespace bgpte::optimiser {

/// What decides between plans of equal value, smaller first (mathematics.md, section 5).
struct TieRank {
  std::int32_t changes = 0;
  std::int32_t prepends = 0;  ///< Change of the sum of prepends.
  std::int32_t added = 0;     ///< Changes that prepend, announce or add a lever: removing is first.
  constexpr auto operator<=>(const TieRank&) const = default;
  friend constexpr TieRank operator+(TieRank a, TieRank b) {
    return {a.changes + b.changes, a.prepends + b.prepends, a.added + b.added};
  }
  friend constexpr TieRank operator-(TieRank a, TieRank b) {
    return {a.changes - b.changes, a.prepends - b.prepends, a.added - b.added};
  }
};

[[nodiscard]] TieRank tie_rank(const model::Advertisement& today, const model::Advertisement& x);

/// The last tie rule for one prefix: the change list that is least by (link name, new prepend,
/// lever), where an earlier change comes before a later one and any before none.
[[nodiscard]] bool lists_earlier(const model::Advertisement& today, const model::Advertisement& a,
                                 const model::Advertisement& b);

/// The advertisements that a prefix may have: today's first, whatever it breaks; then every vector
/// that the policy allows with at most `changes` changes, in the order of the last tie rule.
[[nodiscard]] std::vector<model::Advertisement> candidates(const model::Scenario& scenario,
                                                           model::PrefixIndex prefix,
                                                           std::size_t changes);

/// [k]: vectors with exactly k changes, 0 .. `changes`, that the policy's rules for one link allow
/// the prefix if it is not pinned: at least as many as there are candidates.
[[nodiscard]] std::vector<double> count_candidates(const model::Scenario& scenario,
                                                   model::PrefixIndex prefix, std::size_t changes);

}  // namespace bgpte::optimiser
