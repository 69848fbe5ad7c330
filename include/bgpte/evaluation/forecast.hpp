#pragma once

#include <optional>
#include <set>
#include <vector>

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/plan.hpp"

/// What the network carries in one state: under a plan, while some links are down. Growth, prices
/// and capacities make another scenario and so another baseline. Every number about a state comes
/// from here, whoever asks (docs/evaluation.md, "One forecast for one state").
namespace bgpte::evaluation {

/// Links that are down at the same time, sorted.
using LinksDown = std::vector<model::LinkIndex>;

/// The prefix whose announcements traffic of `prefix` follows: itself where some link that is up
/// carries it, else the longest listed prefix that covers it and is carried (longest match, RFC
/// 4632, section 5.1). Nothing where no prefix covers it so: its traffic is unreachable.
[[nodiscard]] std::optional<model::PrefixIndex> followed(const Baseline& baseline, const Plan& plan,
                                                         const LinksDown& down,
                                                         model::PrefixIndex prefix);

/// The announcements of that prefix on the links that are up. This is the only place that knows
/// failures and covers.
[[nodiscard]] std::optional<model::Advertisement> effective(const Baseline& baseline,
                                                            const Plan& plan, const LinksDown& down,
                                                            model::PrefixIndex prefix);

/// The same for every prefix whose traffic follows another advertisement than today's own. An
/// advertisement without links: unreachable.
[[nodiscard]] Plan effective(const Baseline& baseline, const Plan& plan, const LinksDown& down);

/// Prefixes whose traffic a plan may move: those that it changes, and all that are within them.
[[nodiscard]] std::set<model::PrefixIndex> touched(const Baseline& baseline, const Plan& plan);

/// Rates by link, bps, of which those of the links that are down have moved to the others in
/// proportion to their capacity, by largest remainder. Gone where no link is up.
[[nodiscard]] Rates re_entered(const model::Scenario& scenario, const LinksDown& down, Rates rates);

/// The same of background with rates `home` [link], by billing::BillCalculator::place(profile,
/// link): what has moved keeps the profile of the link that it came from. Empty where no bill
/// replays samples.
[[nodiscard]] Rates background_volumes(const Baseline& baseline, const LinksDown& down,
                                       const Rates& home);

/// Traffic of no listed prefix on each link, bps.
struct Background {
  Rates low, expected, high;
};
/// Background while links are down, from what it is on each link now, expected and high. That of
/// failed links re-enters by the others in proportion to their capacity. The high end has all of it
/// on any one link, the low end none (docs/evaluation.md, "Failures").
[[nodiscard]] Background background_under(const model::Scenario& scenario, const LinksDown& down,
                                          const Rates& expected, const Rates& high);

/// What every link carries, and what has no way in: the sum over all prefixes of Baseline::flows
/// of their effective advertisements, and the background. The same on any number of threads.
[[nodiscard]] Flows forecast(const Baseline& baseline, const Plan& plan, const LinksDown& down = {},
                             unsigned threads = 1);

/// The same from `today`, which is forecast(baseline, {}, down): quick where a plan changes few
/// prefixes.
[[nodiscard]] Flows forecast_from(const Baseline& baseline, Flows today, const Plan& plan,
                                  const LinksDown& down);

}  // namespace bgpte::evaluation
