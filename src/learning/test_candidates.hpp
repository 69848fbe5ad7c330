#pragma once

#include <cstddef>
#include <vector>

#include "bgpte/learning/tests.hpp"

namespace bgpte::learning {

/// A prefix of a wanted plan, and the ranges of what is wanted of it.
struct Asked {
  model::PrefixIndex prefix = 0;
  std::vector<model::Advertisement> wanted;
  std::vector<double> home;                 ///< [link] at the peak, bps.
  std::vector<model::Advertisement> tried;  ///< The tests that were chosen.
  std::vector<std::vector<double>> width;   ///< [wanted][link] given these, bps.
};

/// A test that may be made: an announcement of a prefix that is asked about, and the prefix that it
/// is tried on.
struct Candidate {
  std::size_t of = 0;  ///< Place in the list of those that are asked about.
  model::Advertisement announce;
  model::Change change;
  bool first_step = false;
  double moved = 0;        ///< bps at the measured statistic.
  double moved_share = 0;  ///< By the link of the change.
};

[[nodiscard]] double sum_of(const std::vector<double>& values);

/// The home cells of a prefix at the peak, bps.
[[nodiscard]] std::vector<double> peak_home(const evaluation::Baseline& baseline,
                                            model::PrefixIndex prefix);

/// Every test that is allowed, safe by the baseline's policy, and large enough to be measured.
[[nodiscard]] std::vector<Candidate> candidates_of(const evaluation::Baseline& baseline,
                                                   const WantedPlan& plan,
                                                   const TestOptions& options,
                                                   const std::vector<Asked>& asked);

}  // namespace bgpte::learning
