#pragma once

#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/topology/averaged_sweep.hpp"
#include "graph_sources.hpp"

namespace bgpte::ingress {

/// A sweep and where each advertisement is in it.
struct SweptVectors {
  topology::AveragedSweep sweep;
  std::map<model::Advertisement, std::size_t> place;
};

/// Sweeps the advertisements of `wanted` (without common prepends).
[[nodiscard]] std::shared_ptr<const SweptVectors> sweep_vectors(
    const topology::AsGraph& graph, const topology::Origin& origin,
    const std::set<model::Advertisement>& wanted, unsigned threads);

/// Adds `today` (without common prepends) and what may be asked for beside it: every prepend vector
/// on its links, or, where these are very many, those that differ on at most two links.
void add_vectors_beside(const model::Advertisement& today, model::Prepend most,
                        std::set<model::Advertisement>& wanted);

/// Classes with traffic and their parts of it, which sum to 1.
using ClassWeights = std::vector<std::pair<topology::ClassNumber, double>>;
[[nodiscard]] ClassWeights class_weights(const topology::BehaviourClasses& classes,
                                         const SourceMix& mix);

/// [story][from * (links + 1) + to]: the joint chances of the link under `before` and that under
/// `after` (`links`: none is left), both places in the sweep: of the averaged choices, then with
/// ties towards each link.
[[nodiscard]] std::vector<std::vector<double>> joint_chances(const topology::AveragedSweep& sweep,
                                                             const ClassWeights& weights,
                                                             std::size_t before, std::size_t after);

}  // namespace bgpte::ingress
