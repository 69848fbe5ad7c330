#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"

namespace bgpte::optimiser {

/// Which part of the vectors is considered, so that all candidates stay enumerable.
struct CandidateLimit {
  std::size_t changes = 0;  ///< For each prefix: policy.max_changes_per_prefix, or less; never 0.
  bool shared = false;      ///< No candidate is stored for a prefix (candidate_classes.hpp).
  std::string words;        ///< For Optimum::candidates: "all", or what was left out.
};

/// What the limit depends on.
struct CandidateDemand {
  const evaluation::Baseline& baseline;
  /// Prefixes that are decided together; every prefix is in one.
  const std::vector<std::vector<model::PrefixIndex>>& families;
  bool pinned_only_by_policy = false;  ///< Prefixes without traffic count too.
  std::size_t dimensions = 0;          ///< Numbers that a stored candidate takes.
  bool can_share = false;
  std::size_t max_stored = 0;      ///< Beyond so many they are shared where that can be.
  std::size_t max_candidates = 0;  ///< Beyond so many, fewer links of a prefix change.
  std::size_t max_forecasts = 0;   ///< The same for what they ask of the ingress model.
};
[[nodiscard]] CandidateLimit candidate_limit(const CandidateDemand& demand);

/// How many prefixes of a family may leave today's advertisement at once, from the number of
/// candidates of each (today's among them): all where that is few, at least one.
[[nodiscard]] std::size_t max_together(const std::vector<double>& counts);

}  // namespace bgpte::optimiser
