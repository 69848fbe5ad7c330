#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/model/units.hpp"

namespace bgpte::model {

/// What is minimised, after the least excess over the ceilings.
enum class Strategy : std::uint8_t {
  congestion,  ///< Fortz-Thorup congestion alone; the bill breaks ties.
  balanced,    ///< The weighted sum of bill, congestion and number of changes.
  cost         ///< The same without congestion.
};

/// Which end of a forecast's range a rule looks at.
enum class ForecastLevel : std::uint8_t { low, expected, high };

/// Of three values of a range, the one that a rule looks at.
template <class T>
[[nodiscard]] constexpr const T& at_level(ForecastLevel level, const T& low, const T& expected,
                                          const T& high) {
  switch (level) {
    case ForecastLevel::low:
      return low;
    case ForecastLevel::expected:
      return expected;
    case ForecastLevel::high:
      return high;
  }
  return expected;
}

/// Loads while one link or shared risk is down.
enum class NMinusOne : std::uint8_t {
  off,       ///< Not looked at.
  report,    ///< Reported, no constraint.
  no_worse,  ///< As little more loss than today as relief allows (docs/optimiser.md, "Levels").
  require    ///< No link above the greater of its capacity and its load of today.
};

/// In which forecast no change may do harm: `expected` holds each link to the greater of its
/// ceiling and its load of today; `high` does that too, and holds the high end of the range to the
/// greater of policy.saturation.from of the capacity and the load of today.
enum class DoNoHarm : std::uint8_t { off, expected, high };

/// Levers that the optimiser may use.
struct Actions {
  bool prepend = true;
  bool withdraw = false;
  bool announce = false;
  bool community = false;
  bool med = false;
  bool deaggregate = false;  ///< Announce a listed part of a prefix (Prefix::part_of).
  bool operator==(const Actions&) const = default;
};

/// Weights of the terms of the objective (docs/optimiser.md).
struct Weights {
  Ratio cost{1'000'000};
  Ratio congestion{20'000};  ///< Times the mean unit price of one Mbps.
  /// Times the mean unit price of one Mbps; nothing: by the size of the network
  /// (docs/evaluation.md, "The objective and its weights").
  std::optional<Ratio> change;
  /// What each prepend after the first counts, of the price of a change.
  Ratio step{500'000};
  bool operator==(const Weights&) const = default;
};

/// When a full link hides demand, and how much more the high forecast assumes.
struct Saturation {
  Ratio from{950'000};      ///< Of the capacity: from here on a link hides demand.
  Ratio uplift{1'100'000};  ///< Factor on what enters there, in the high forecast.
  bool operator==(const Saturation&) const = default;
};

/// When what a prefix brings looks like an attack (docs/history.md): two of three must hold.
struct AttackTests {
  Ratio growth{3'000'000};       ///< Times its usual rate of that hour, and above `link_share`.
  Ratio link_share{50'000};      ///< Part of the link's capacity.
  Ratio suspect_share{600'000};  ///< Part from amplification ports, SYN only or fragments.
  Ratio sources{10'000'000};     ///< Times its usual sources.
  bool operator==(const AttackTests&) const = default;
};

/// When `bgpte watch` tells somebody, and how often it proposes a change (docs/watching.md).
struct WatchPolicy {
  std::int64_t raise_after = 3;       ///< Intervals above the ceiling, one after the other.
  Ratio clear_below{100'000};         ///< Of the capacity: so far below the ceiling it is over ...
  std::int64_t clear_after_s = 3600;  ///< ... once that has lasted so long.
  /// After a change of a prefix was proposed, no other one of it for so long. Neighbours damp a
  /// route that changes more often than every 15 minutes (RFC 2439).
  std::int64_t prefix_rest_s = 21'600;
  std::int64_t changes_per_day = 1;  ///< Steps that are proposed in any 24 hours.
  /// Names (label `alertname`) of the alerts that mean a full link; empty: every one does.
  std::vector<std::string> alerts{};
  bool operator==(const WatchPolicy&) const = default;
};

/// What the operator allows and prefers, with the defaults of docs/scenario.md.
struct Policy {
  Strategy strategy = Strategy::balanced;
  Ratio max_utilisation{800'000};
  Prepend max_prepend = 3;
  Actions actions;
  std::optional<std::size_t> max_changes = 10;  ///< Nothing: no limit.
  std::size_t max_changes_per_prefix = 2;
  std::vector<PrefixIndex> pinned_prefixes;  ///< policy.pin; sorted.
  std::vector<LinkIndex> pinned_links;       ///< policy.pin; sorted.
  std::size_t min_links = 1;
  bool min_links_given = false;  ///< The file says min_links itself: it rules failures too.
  NMinusOne n_minus_1 = NMinusOne::no_worse;
  ForecastLevel forecast = ForecastLevel::expected;
  DoNoHarm do_no_harm = DoNoHarm::high;
  /// Of a capacity: so little above a ceiling is no reason for a change.
  Ratio tolerance{5'000};
  /// Part of today's excess that each change must bring; a fifth of it of today's loss.
  Ratio least_relief{100'000};
  Weights weights;
  Saturation saturation;
  AttackTests attack;
  WatchPolicy watch;
  bool operator==(const Policy&) const = default;
};

// Names in files and on the command line, one table for each enum.
[[nodiscard]] std::string_view name_of(Strategy strategy);
[[nodiscard]] std::string_view name_of(ForecastLevel level);
[[nodiscard]] std::string_view name_of(NMinusOne mode);
[[nodiscard]] std::string_view name_of(DoNoHarm mode);

}  // namespace bgpte::model
