#pragma once

#include <vector>

#include "src/optimiser/problem/dimensions.hpp"
#include "src/optimiser/problem/problem.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// What all groups together can add to each dimension at most.
[[nodiscard]] std::vector<double> max_flow_sums(std::size_t dims,
                                                const std::vector<DecisionGroup>& groups);

/// Of columns with as many changes at the same price that are expected to do the same, those go
/// that are less certain than one no farther from today's announcements: whose high ends are
/// nowhere lower and somewhere higher than another's. Goals and limits look at high ends only from
/// below, so nothing is lost. Before dimensions are dropped, and only where policy.forecast is
/// `expected`: then all links have their loads.
void drop_less_certain(const std::vector<LoadKind>& load_kinds, std::vector<DecisionGroup>& groups);

/// Dimensions that no choice can bring to a limit or a price leave the problem, the sources and the
/// flows.
void drop_free_dimensions(std::vector<LoadKind>& load_kinds, const std::vector<double>& max_flow,
                          std::vector<DecisionGroup>& groups, Problem& problem);

/// Moves the groups into the problem without columns that bring the same bps everywhere as an
/// other: the least by the tie rules stays. Units that are left without a choice go. False if it
/// was asked to stop before all were moved.
[[nodiscard]] bool merge_columns(const model::Scenario& scenario, const WorkBudget& budget,
                                 std::vector<DecisionGroup>& groups, Problem& problem);

}  // namespace bgpte::optimiser
