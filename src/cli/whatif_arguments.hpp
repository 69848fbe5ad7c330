#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/model/scenario.hpp"
#include "src/cli/whatif_world.hpp"

/// The arguments of `bgpte whatif`, as texts and as what they mean for a scenario.
namespace bgpte::cli {

struct WhatifTexts {
  std::vector<std::string> set;       ///< PREFIX@LINK=N, =withdraw, =LEVER, =N+LEVER, =none
  std::vector<std::string> fail;      ///< LINK
  std::vector<std::string> price;     ///< LINK=0.9
  std::vector<std::string> capacity;  ///< LINK=2Gbps
  std::string growth;                 ///< 20%
};

struct WhatifMeaning {
  std::vector<model::Change> changes;  ///< `from` is today's; cells that stay as they are left out.
  World world;
  std::vector<std::string> notes;   ///< What was left out, and why.
  std::vector<std::string> faults;  ///< Every argument that means nothing here.
};

[[nodiscard]] WhatifMeaning meaning_of(const model::Scenario& scenario, const WhatifTexts& texts);

/// A non-negative decimal number with at most six decimals, in millionths; at most 10^9.
[[nodiscard]] std::optional<std::int64_t> parse_decimal(std::string_view text);

}  // namespace bgpte::cli
