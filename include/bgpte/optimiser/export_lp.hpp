#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bgpte/evaluation/baseline.hpp"

namespace bgpte::optimiser {

/// Which of the two levels of the objective a model minimises (docs/evaluation.md, "The objective
/// and its weights").
enum class LpStage : std::uint8_t {
  objective,  ///< The objective of policy.strategy among plans with the least excess.
  excess      ///< Total excess over the ceilings, Mbps.
};

/// The exact optimisation model in CPLEX LP format, so that any solver can check the optimum:
/// loads in Mbps with 6 decimals, money in the currency, one binary for each candidate. The
/// objective's constant is the coefficient of a column `one` that is fixed to 1. Comments name the
/// prefix and advertisement behind each column. Ties are not part of the model.
/// `excess` is what the objective stage allows in total; without it the least is searched first.
[[nodiscard]] std::string export_lp(const evaluation::Baseline& baseline, LpStage stage,
                                    std::optional<model::Bps> excess = std::nullopt);

}  // namespace bgpte::optimiser
