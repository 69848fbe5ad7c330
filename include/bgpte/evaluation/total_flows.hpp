#pragma once

#include "bgpte/evaluation/baseline.hpp"
#include "bgpte/evaluation/plan.hpp"

namespace bgpte::evaluation {

/// The sum of the flows of all prefixes under a plan, and the background. It is the same on any
/// number of threads.
[[nodiscard]] Flows total_flows(const Baseline& baseline, const Plan& plan, unsigned threads = 1);

}  // namespace bgpte::evaluation
