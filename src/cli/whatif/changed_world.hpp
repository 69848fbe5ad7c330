#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/model/scenario.hpp"

/// A scenario in which something other than the announcements has changed: traffic, capacities,
/// prices. Links that are down are no other scenario but another state of it
/// (evaluation/forecast.hpp).
namespace bgpte::cli {

/// What changes besides the announcements.
struct WorldChanges {
  std::optional<model::Ratio> growth;  ///< Factor on all traffic: 1.2 for +20 %.
  std::vector<std::pair<model::LinkIndex, model::Price>> prices;
  std::vector<std::pair<model::LinkIndex, model::Bps>> capacities;
  std::vector<model::LinkIndex> failed;  ///< Sorted; all are down at the same time.

  /// True where it is another scenario, not only another state.
  [[nodiscard]] bool rewrites_scenario() const {
    return growth || !prices.empty() || !capacities.empty();
  }
};

/// Every measured rate times `factor`: links, prefixes, sources, samples. Commits, tiers and
/// observations (which are shares) stay.
[[nodiscard]] model::Scenario grown(model::Scenario scenario, model::Ratio factor);

/// The link's price of the first Mbps becomes `price`; the others of its contract (overage, later
/// tiers) move by the same factor. All links of a shared contract follow. False, and nothing
/// changed, for a flat fee.
[[nodiscard]] bool reprice(model::Scenario& scenario, model::LinkIndex link, model::Price price);

/// The scenario after the changes, or why they cannot be made.
struct ChangedWorld {
  model::Scenario scenario;
  std::string fault;  ///< A sentence; empty where the changes could be made.
};

/// The scenario after growth, capacities and prices of `world`. A price above model::max_price,
/// rates whose sums do not fit, and a failure of all links are faults.
[[nodiscard]] ChangedWorld changed_world(const model::Scenario& scenario,
                                         const WorldChanges& world);

/// "With all inbound +20 % and A failed"; empty where nothing changed.
[[nodiscard]] std::string described(const model::Scenario& scenario, const WorldChanges& world);

}  // namespace bgpte::cli
