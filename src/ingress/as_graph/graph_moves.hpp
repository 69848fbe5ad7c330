#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "bgpte/topology/averaged_sweep.hpp"
#include "src/ingress/as_graph/graph_sources.hpp"

namespace bgpte::ingress {

/// A sweep over the AS graph, and the place of each advertisement in it.
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

/// ASes that behave alike before and after, classes of one sweep each, and their part of the
/// traffic.
struct ClassPair {
  topology::ClassNumber before = 0;
  topology::ClassNumber after = 0;
  double weight = 0;
};

/// Pairs with traffic, in ascending order; their weights sum to 1.
[[nodiscard]] std::vector<ClassPair> class_pairs(const topology::BehaviourClasses& before,
                                                 const topology::BehaviourClasses& after,
                                                 const SourceMix& mix);

/// Matrices of the joint probabilities of the link `before` and the link `after`, at [from * (links
/// + 1) + to], where `to` = links means that none is left. The first is of averaged choices, then
/// there is one for each link, with all ties towards that link.
[[nodiscard]] std::vector<std::vector<double>> joint_chances(std::span<const ClassPair> pairs,
                                                             std::size_t links,
                                                             const topology::SweptVector& before,
                                                             const topology::SweptVector& after);

}  // namespace bgpte::ingress
