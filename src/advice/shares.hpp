#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/advice/rules.hpp"

/// What one prefix does: its shares by link, and what an advertisement would make of them.
namespace bgpte::advice {

/// A share that moves by less than this is not said to move and is no condition of a step.
inline constexpr double moved_share = 0.005;

/// The load that policy.forecast asks for.
[[nodiscard]] model::Bps at_level(const evaluation::RateRange& range, model::ForecastLevel level);

/// What the link carries at the peak.
[[nodiscard]] evaluation::RateRange peak_range(const evaluation::Flows& flows,
                                               model::LinkIndex link);

/// Where the prefix enters under a plan in the state that is asked about, by the announcements that
/// its traffic then follows; `home` by today's link, any unit.
[[nodiscard]] ingress::Forecast ingress_under(const NetworkToday& network,
                                              const evaluation::Plan& plan,
                                              model::PrefixIndex prefix,
                                              const std::vector<double>& home);

/// load / capacity, to six decimals.
[[nodiscard]] double utilisation_of(model::Bps load, model::Bps capacity);
[[nodiscard]] Utilisation utilisation_of(const evaluation::RateRange& load, model::Bps capacity);

/// The least capacity at which `load` is not above the link's ceiling.
[[nodiscard]] model::Bps capacity_for(const model::Scenario& scenario, model::LinkIndex link,
                                      model::Bps load);

/// True where what was measured (at the peak) is only a lower bound of the demand.
[[nodiscard]] bool is_saturated(const NetworkToday& network, model::LinkIndex link);

/// The sum of home cells, in their unit.
[[nodiscard]] double total_of(const std::vector<double>& volumes);
/// Home cells of a prefix at the measured statistic, and at the peak of their home links.
[[nodiscard]] std::vector<double> home_of(const NetworkToday& network, model::PrefixIndex prefix);
[[nodiscard]] std::vector<double> peak_home_of(const NetworkToday& network,
                                               model::PrefixIndex prefix);

/// Shares of a prefix's own inbound by link, to six decimals.
struct PrefixShares {
  std::vector<double> low, expected, high;  ///< [link].
  std::vector<double> today;                ///< [link]; before the changes.
  double volume = 0;                        ///< bps at the measured statistic; 0: no shares.
};
[[nodiscard]] PrefixShares shares_of(const NetworkToday& network, const evaluation::Plan& plan,
                                     model::PrefixIndex prefix);

/// Today's advertisement with all that policy.max_prepend allows on `link` and no prepend on the
/// others: as little of the prefix enters by `link` as prepends can bring about.
[[nodiscard]] model::Advertisement most_repelling(const model::Scenario& scenario,
                                                  model::PrefixIndex prefix, model::LinkIndex link);

/// True if no prepend within the cap moves 1 % of what enters by `link`, not even at the
/// favourable end of the range. False where nothing enters there or no other link carries it.
[[nodiscard]] bool is_inert(const NetworkToday& network, model::PrefixIndex prefix,
                            model::LinkIndex link);

/// Today's cells of a link, largest first, ties in the order of prefixes, at most `most`.
struct Cell {
  model::PrefixIndex prefix = 0;
  model::Bps volume;
};
[[nodiscard]] std::vector<Cell> largest_cells(const NetworkToday& network, model::LinkIndex link,
                                              std::size_t most);

[[nodiscard]] std::string name_of(const model::Scenario& scenario, model::PrefixIndex prefix);

}  // namespace bgpte::advice
