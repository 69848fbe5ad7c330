#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/scenario.hpp"

/// A scenario in which something other than the announcements has changed: traffic, capacities,
/// prices, links that are down. Growth, capacities and prices are applied first, failures last.
namespace bgpte::cli {

/// What changes besides the announcements.
struct WorldChanges {
  std::optional<model::Ratio> growth;  ///< Factor on all traffic: 1.2 for +20 %.
  std::vector<std::pair<model::LinkIndex, model::Price>> prices;
  std::vector<std::pair<model::LinkIndex, model::Bps>> capacities;
  std::vector<model::LinkIndex> failed;  ///< Sorted; all are down at the same time.

  [[nodiscard]] bool changed() const {
    return growth || !prices.empty() || !capacities.empty() || !failed.empty();
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
  model::Bps unreachable;  ///< Listed traffic that a failure leaves without any link.
  std::string fault;       ///< A sentence; empty where the changes could be made.
};

/// The network while `failed` are down, as its counters would then show it: their prefixes
/// re-enter by the links left as the ingress model forecasts, their background in proportion to
/// remaining capacity (evaluation::load_under); the failed links carry nothing and announce
/// nothing, and are still paid for. `failed` is sorted.
[[nodiscard]] ChangedWorld with_failed(const model::Scenario& scenario,
                                       const ingress::IngressModel& ingress,
                                       const std::vector<model::LinkIndex>& failed);

/// The scenario after all changes of `world`.
[[nodiscard]] ChangedWorld changed_world(const model::Scenario& scenario,
                                         const WorldChanges& world);

/// "With all inbound +20 % and A failed"; empty where nothing changed.
[[nodiscard]] std::string described(const model::Scenario& scenario, const WorldChanges& world);

}  // namespace bgpte::cli
