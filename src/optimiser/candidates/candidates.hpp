#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "bgpte/model/scenario.hpp"

namespace bgpte::optimiser {

/// The advertisements that a prefix may have: today's first, whatever it breaks; then every vector
/// that the policy allows with at most `changes` changes, in the order of the last tie rule
/// (tie_break.hpp). `longest_gap`: see ingress::IngressModel. A prepend that is further than that
/// above every other link's attracts what one fewer attracts, and is left out where that is nearer
/// to today's.
[[nodiscard]] std::vector<model::Advertisement> candidates(const model::Scenario& scenario,
                                                           model::PrefixIndex prefix,
                                                           std::size_t changes,
                                                           std::optional<int> longest_gap = {});

/// [k]: vectors with exactly k changes, 0 .. `changes`, that the policy's rules for one link allow
/// the prefix if it is not pinned: at least as many as there are candidates.
[[nodiscard]] std::vector<double> count_candidates(const model::Scenario& scenario,
                                                   model::PrefixIndex prefix, std::size_t changes,
                                                   std::optional<int> longest_gap = {});

}  // namespace bgpte::optimiser
