#pragma once

#include "bgpte/billing/bill_groups.hpp"
#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/evaluate.hpp"

namespace bgpte::evaluation {

/// The weights of the objective as exact integers.
struct ObjectiveWeights {
  model::Int128 cost = 0;        ///< atto for each pico of money (millionths).
  model::Int128 congestion = 0;  ///< atto for each bps of Phi.
  model::Int128 change = 0;      ///< atto for each change.
};

/// Weights of policy.strategy's objective (mathematics.md, section 3). For `congestion` one bps
/// of Phi is 1e12 atto-Mbps and the rest is zero. Throws std::overflow_error where the largest
/// value that the scenario can reach does not fit in 128 bits.
[[nodiscard]] ObjectiveWeights objective_weights(const Baseline& states);
[[nodiscard]] DerivedWeights derived_weights(const Baseline& states);

/// The same on any number of threads.
[[nodiscard]] Evaluation evaluate(const Baseline& states, const Plan& plan, unsigned threads = 1);

}  // namespace bgpte::evaluation
