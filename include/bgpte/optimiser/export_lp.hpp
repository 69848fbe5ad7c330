#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bgpte/ingress/ingress_model.hpp"
#include "bgpte/model/scenario.hpp"

namespace bgpte::optimiser {

/// Which of the two stages a model minimises (mathematics.md, section 3).
enum class LpStage : std::uint8_t {
  objective,  ///< The objective of policy.strategy among plans with the least excess.
  excess      ///< Total excess over the ceilings, Mbps.
};

/// The exact optimisation model in CPLEX LP format, so that any solver can check the optimum:
/// loads in Mbps with 6 decimals, money in the currency, one binary for each candidate. The
/// objective's constant is the coefficient of a column `one` that is fixed to 1. Comments name the
/// prefix and advertisement behind each column. Ties are not part of the model.
/// `excess` is what the objective stage allows in total; without it the least is searched first.
[[nodiscard]] std::string export_lp(const model::Scenario& scenario,
                                    const ingress::IngressModel& ingress, LpStage stage,
                                    std::optional<model::Bps> excess = std::nullopt);

}  // namespace bgpte::optimiser
