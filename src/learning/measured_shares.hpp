#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/telemetry/observation.hpp"

namespace bgpte::learning {

/// What enters of a step's prefixes by each link, mean bps over the window.
struct MeasuredShares {
  telemetry::Window window;
  std::vector<std::vector<double>> rate;  ///< [prefix of the step][link of the advice]
  std::vector<double> error;  ///< [link] standard deviation by flow sampling, of all prefixes.
  std::vector<std::string> notes;

  [[nodiscard]] double total() const;
  [[nodiscard]] double of_link(std::size_t link) const;
  /// Standard deviation by flow sampling of the link's share of all.
  [[nodiscard]] double share_error(std::size_t link) const;
};

/// By flows and, where counters are given, by flows that divide these. Or why they do not tell:
/// they miss a prefix or a link of the step, or too much of what the counters say.
[[nodiscard]] std::variant<MeasuredShares, std::string> measure_shares(
    const advice::Advice& advice, const advice::RolloutStep& step,
    const std::vector<telemetry::Observation>& observations);

}  // namespace bgpte::learning
