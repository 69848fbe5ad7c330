#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/evaluate.hpp"

/// What advice seeks before money: less loss, then less excess, without new harm. The one place
/// for the thresholds of these goals (docs/optimiser.md, "Levels").
namespace bgpte::evaluation {

/// The loads of policy.forecast, at the peak [link], bps.
[[nodiscard]] const Rates& level_loads(const model::Policy& policy, const Flows& flows);

/// What one prefix brings under `x` in policy.forecast, at the peak [link], bps. The ends of the
/// range are not computed where the forecast is the expected one.
[[nodiscard]] Rates level_flows(const Baseline& baseline, model::PrefixIndex prefix,
                                const model::Advertisement& x);

/// From this load on a link counts as too full: its ceiling, or its load of today where that is
/// above the ceiling by at most policy.tolerance of the capacity.
[[nodiscard]] model::Bps excess_threshold(const Baseline& baseline, model::LinkIndex link);

/// Sum over the links of what is above their capacities, in policy.forecast.
[[nodiscard]] model::Bps loss(const Baseline& baseline, const Flows& flows);
/// Sum over the links of what is above their thresholds, in policy.forecast.
[[nodiscard]] model::Bps excess(const Baseline& baseline, const Flows& flows);

/// The inbound of a link that meets its target_share: within one point of that part of what all
/// links carry today, in the expected forecast at the measured statistic.
struct TargetBand {
  model::Bps from, to;
};
/// Nothing where the link has no target.
[[nodiscard]] std::optional<TargetBand> target_band(const Baseline& baseline,
                                                    model::LinkIndex link);
/// Sum over the links of how far they are from their bands.
[[nodiscard]] model::Bps off_target(const Baseline& baseline, const Flows& flows);
/// Values of off_target that differ by at most this are the same: one point of all inbound.
[[nodiscard]] model::Bps target_tolerance(const Baseline& baseline);

/// Values of loss or excess that differ by at most this are the same: policy.tolerance of the least
/// capacity among the links above their thresholds today; 0 where there is none.
[[nodiscard]] model::Bps relief_tolerance(const Baseline& baseline);
/// The same for the loss after failures: policy.tolerance of the least capacity of all links.
[[nodiscard]] model::Bps failure_tolerance(const Baseline& baseline);

/// What each change must bring at least, so that none is made for next to nothing: a part of what
/// all links lose, or are above their thresholds, but no more than three times that part of the
/// worst link: many links that are easy to help are not each held to all of them. Of a link counts
/// only what prefixes that may move bring there: one that nothing can help hides none.
struct LeastRelief {
  model::Bps loss;    ///< The part is a fifth of policy.least_relief.
  model::Bps excess;  ///< The part is policy.least_relief.
};
[[nodiscard]] LeastRelief least_relief(const Baseline& baseline);

/// Do no harm: the most that a link may carry after a change; nothing where policy.do_no_harm does
/// not ask.
struct HarmLimits {
  /// In the expected forecast at the peak. Not asked where traffic is lost today: a link may rise
  /// above its ceiling to relieve one that drops.
  std::optional<model::Bps> expected;
  /// Of Flows::harm: the high end of the range.
  std::optional<model::Bps> high;
};
/// Of each link, where the network carries `before` without the plan.
[[nodiscard]] std::vector<HarmLimits> harm_limits(const Baseline& baseline, const Flows& before);
/// True if no link is above its limits.
[[nodiscard]] bool harmless(const Baseline& baseline, const Flows& before, const Flows& after);

}  // namespace bgpte::evaluation
