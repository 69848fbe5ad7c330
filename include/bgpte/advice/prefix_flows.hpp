#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bgpte/advice/advice.hpp"
#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/forecast.hpp"

namespace bgpte::advice {

/// What enters by each link, expected, at the measured statistic: of one prefix or of several.
struct PrefixFlow {
  std::string name;                ///< "11.0.0.0/24".
  std::vector<model::Bps> before;  ///< [link], in the order of Advice::links.
  std::vector<model::Bps> after;
  model::Bps unreachable_before, unreachable_after;  ///< Without a way in.
};

/// Which prefix enters by which link, before and after. The rows of a link add up to what the
/// advice forecasts for it.
struct PrefixFlows {
  std::vector<PrefixFlow> named;  ///< What moves most first, then what is largest.
  std::size_t others = 0;         ///< Prefixes that `rest` stands for.
  PrefixFlow rest;                ///< They, and traffic of no listed prefix.
};

/// The network before and after changes.
struct FlowsAsked {
  const evaluation::Baseline& now;   ///< As measured.
  const evaluation::Baseline& then;  ///< With growth and capacities; often the same.
  const std::vector<ChangeText>& changes;
  evaluation::LinksDown down = {};  ///< In `then`.
};

/// At most `most` prefixes by name. Changes that name nothing of the scenario are left out.
[[nodiscard]] PrefixFlows prefix_flows(const FlowsAsked& asked, std::size_t most = 12);

}  // namespace bgpte::advice
