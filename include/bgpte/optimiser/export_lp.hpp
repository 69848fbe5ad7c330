#pragma once

#include <cstdint>
#include <string>

#include "bgpte/evaluation/baseline.hpp"

namespace bgpte::optimiser {

/// Which level a model minimises (docs/optimiser.md, "Levels"). Those before it are rows that hold
/// them at their best values and tolerances.
enum class LpStage : std::uint8_t {
  loss,      ///< What is above the capacities, and the least relief for each change, Mbps.
  excess,    ///< What is above the thresholds, and the least relief for each change, Mbps.
  failures,  ///< Loss under single failures beyond today's, Mbps; policy.n_minus_1 no-worse.
  targets,   ///< How far links are from the bands of their target_share, Mbps.
  objective  ///< The objective of policy.strategy.
};

/// The exact optimisation model in CPLEX LP format, so that any solver can check the optimum:
/// loads in Mbps with 6 decimals, money in the currency, one binary for each candidate. The
/// objective's constant is the coefficient of a column `one` that is fixed to 1. Comments name the
/// prefix and advertisement behind each column. The rules of ties are not part of the model.
[[nodiscard]] std::string export_lp(const evaluation::Baseline& baseline, LpStage stage);

}  // namespace bgpte::optimiser
