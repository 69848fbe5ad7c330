#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/model/scenario.hpp"
#include "src/cli/whatif/changed_world.hpp"

/// The arguments of `bgpte whatif`, as the command line has them and parsed for a scenario.
namespace bgpte::cli {

/// The texts of the options.
struct WhatifArguments {
  std::vector<std::string> set;       ///< PREFIX@LINK=N, =withdraw, =LEVER, =N+LEVER, =none
  std::vector<std::string> fail;      ///< LINK
  std::vector<std::string> price;     ///< LINK=0.9
  std::vector<std::string> capacity;  ///< LINK=2Gbps
  std::string growth;                 ///< 20%
};

/// What the arguments ask for.
struct ParsedWhatif {
  /// From today's announcements; without those that change nothing.
  std::vector<model::Change> changes;
  WorldChanges world;
  std::vector<std::string> notes;   ///< One sentence for each change that was left out.
  std::vector<std::string> faults;  ///< One sentence for each argument that is not valid.
};

/// Parses all arguments; every fault is kept.
[[nodiscard]] ParsedWhatif parse_whatif(const model::Scenario& scenario,
                                        const WhatifArguments& texts);

/// A non-negative decimal number with at most six decimals, in millionths; at most 10^9.
[[nodiscard]] std::optional<std::int64_t> parse_decimal(std::string_view text);

}  // namespace bgpte::cli
