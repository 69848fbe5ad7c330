#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "bgpte/model/finding.hpp"
#include "bgpte/model/scenario.hpp"
#include "bgpte/topology/as_graph.hpp"
#include "bgpte/topology/origin.hpp"
#include "bgpte/topology/weights.hpp"

namespace bgpte::ingress {

/// The graph of scenario.ingress.as_rel_file with the origin in it; what was odd about the file
/// becomes findings. Throws std::runtime_error where it cannot be read.
[[nodiscard]] topology::AsGraph load_graph(const model::Scenario& scenario,
                                           const topology::Origin& origin,
                                           std::vector<model::Finding>& findings);

/// ASes with traffic and how much of it, in ascending ASN.
using SourceMix = std::vector<std::pair<topology::AsIndex, double>>;

/// Where the traffic of each prefix comes from.
struct SourceMixes {
  std::vector<SourceMix> mixes;        ///< 0 is that of prefixes without rows of their own.
  std::vector<std::size_t> of_prefix;  ///< [prefix]
};

/// scenario.ingress.weights_file, or nothing where there is none. Throws as load_graph.
[[nodiscard]] std::optional<topology::LoadedWeights> load_source_weights(
    const model::Scenario& scenario);

/// Without weights all ASes count alike.
[[nodiscard]] SourceMixes source_mixes(const model::Scenario& scenario,
                                       const topology::AsGraph& graph,
                                       const std::optional<topology::LoadedWeights>& weights,
                                       std::vector<model::Finding>& findings);

}  // namespace bgpte::ingress
