#pragma once

#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/failures.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::optimiser {

/// Prefixes that are decided together, since what one brings depends on how another is announced.
struct PrefixFamilies {
  /// Each prefix is in one; most are alone. Ascending.
  std::vector<std::vector<model::PrefixIndex>> families;
  /// [prefix] it follows another, in part or as a whole, or is followed by one that does.
  std::vector<bool> followed;
};

/// `failures`: those that have rows. `joined`: wherever a change may make one follow another.
[[nodiscard]] PrefixFamilies find_families(const evaluation::Baseline& baseline,
                                           const std::vector<evaluation::FailureCase>& failures,
                                           bool joined);

}  // namespace bgpte::optimiser
