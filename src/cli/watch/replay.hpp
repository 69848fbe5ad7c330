#pragma once

#include <string>
#include <vector>

#include "bgpte/watch/watch.hpp"
#include "src/cli/common_options.hpp"
#include "src/cli/output_format.hpp"

/// `bgpte watch --replay`: what would have been said.
namespace bgpte::cli {

struct Replayed {
  std::vector<watch::Tell> tells;
  std::size_t intervals = 0;
  std::int64_t from = -1, to = -1;
  std::size_t gaps = 0;  ///< Times of a link in which nothing was measured of it.
  /// How often a link rose above its ceiling: what a threshold without memory would have said.
  std::size_t crossings = 0;
};

/// Takes every interval as if each were a run of its own. Nobody makes the steps that are told.
[[nodiscard]] Replayed replay(const model::Scenario& scenario,
                              const std::vector<watch::Interval>& intervals,
                              const SearchOptions& search);

[[nodiscard]] std::string replay_report(const Replayed& replayed, OutputFormat format);

}  // namespace bgpte::cli
