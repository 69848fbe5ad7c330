#pragma once

#include "bgpte/evaluation/baseline.hpp"

namespace bgpte::evaluation {

/// What congestion and changes count in money (docs/evaluation.md, "The objective and its
/// weights"), in 1e-12 of the currency.
struct DerivedWeights {
  model::Int128 congestion = 0;     ///< For each Mbps of Phi.
  model::Int128 change = 0;         ///< For each change.
  model::Int128 average_price = 0;  ///< Today's bill for each Mbps of today's load.
};
[[nodiscard]] DerivedWeights derived_weights(const Baseline& baseline);

/// The weights of the objective of policy.strategy as exact integers.
struct ObjectiveWeights {
  model::Int128 cost = 0;        ///< 1e-18 for each 1e-12 of the currency: millionths.
  model::Int128 congestion = 0;  ///< 1e-18 for each bps of Phi.
  model::Int128 change = 0;      ///< 1e-18 for each change.
};
/// For `congestion` one bps of Phi is 1e12 (the objective is in 1e-18 of a Mbps) and the rest is
/// zero. Throws std::overflow_error where the largest value that the scenario can reach does not
/// fit in 128 bits.
[[nodiscard]] ObjectiveWeights objective_weights(const Baseline& baseline);

}  // namespace bgpte::evaluation
