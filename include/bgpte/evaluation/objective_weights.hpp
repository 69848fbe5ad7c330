#pragma once

#include <cstdint>

#include "bgpte/billing/piecewise.hpp"
#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/plan.hpp"

namespace bgpte::evaluation {

/// What congestion and changes count in money (docs/evaluation.md, "The objective and its
/// weights"), in 1e-12 of the currency.
struct DerivedWeights {
  model::Int128 congestion = 0;  ///< For each Mbps of Phi.
  model::Int128 change = 0;      ///< For each change.
  model::Int128 unit_price = 0;  ///< Mean unit price of one Mbps.
};
[[nodiscard]] DerivedWeights derived_weights(const Baseline& baseline);

/// The weights of the objective of policy.strategy as exact integers.
struct ObjectiveWeights {
  model::Int128 cost = 0;        ///< 1e-18 for each 1e-12 of the currency: millionths.
  model::Int128 congestion = 0;  ///< 1e-18 for each bps of Phi.
  model::Int128 change = 0;      ///< 1e-18 for each millionth of a change (priced_changes).
};
/// For `congestion` one bps of Phi is 1e12 (the objective is in 1e-18 of a Mbps) and the rest is
/// zero. Throws std::overflow_error where the largest value that the scenario can reach does not
/// fit in 128 bits.
[[nodiscard]] ObjectiveWeights objective_weights(const Baseline& baseline);

/// Congestion of one link in units of the objective (1e-18) as a function of its load at the peak.
/// `balanced` counts what Phi gains above two thirds of the capacity; one unit for each bps of Phi
/// decides where all else is the same.
[[nodiscard]] billing::Piecewise congestion_curve(const model::Policy& policy,
                                                  const ObjectiveWeights& weights,
                                                  model::Bps capacity);

/// How many changes it counts to announce `x` instead of `today`, in millionths: one for each link,
/// and `step` more for each prepend that is added there after the first.
[[nodiscard]] std::int64_t priced_changes(const model::Advertisement& today,
                                          const model::Advertisement& x, model::Ratio step);

}  // namespace bgpte::evaluation
