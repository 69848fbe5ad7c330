#pragma once

#include <cstdint>
#include <optional>
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

/// Loads while one link or shared risk is down: not looked at, reported, or held to the capacities.
enum class NMinusOne : std::uint8_t { off, report, require };

/// In which forecast no link may end above the greater of its ceiling and its load of today.
enum class DoNoHarm : std::uint8_t { off, expected, high };

/// Levers that the optimiser may use.
struct Actions {
  bool prepend = true;
  bool withdraw = false;
  bool announce = false;
  bool community = false;
  bool med = false;
  bool operator==(const Actions&) const = default;
};

/// Weights of the terms of the objective (docs/optimiser.md).
struct Weights {
  Ratio cost{1'000'000};
  Ratio congestion{20'000};  ///< Times today's average price of one Mbps.
  Ratio change{5'000'000};   ///< Times today's average price of one Mbps.
  bool operator==(const Weights&) const = default;
};

/// When a full link hides demand, and how much more the high forecast assumes.
struct Saturation {
  Ratio from{950'000};      ///< Of the capacity: from here on a link hides demand.
  Ratio uplift{1'100'000};  ///< Factor on what enters there, in the high forecast.
  bool operator==(const Saturation&) const = default;
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
  NMinusOne n_minus_1 = NMinusOne::report;
  ForecastLevel forecast = ForecastLevel::expected;
  DoNoHarm do_no_harm = DoNoHarm::high;
  Weights weights;
  Saturation saturation;
  bool operator==(const Policy&) const = default;
};

// Names in files and on the command line, one table for each enum.
[[nodiscard]] std::string_view name_of(Strategy strategy);
[[nodiscard]] std::string_view name_of(ForecastLevel level);
[[nodiscard]] std::string_view name_of(NMinusOne mode);
[[nodiscard]] std::string_view name_of(DoNoHarm mode);

}  // namespace bgpte::model
