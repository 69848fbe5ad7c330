#pragma once

#include <memory>
#include <span>
#include <vector>

#include "src/optimiser/problem/dimensions.hpp"
#include "src/optimiser/problem/problem.hpp"
#include "src/optimiser/work_budget.hpp"

namespace bgpte::optimiser {

/// What the price of a column depends on.
struct ColumnRules {
  const evaluation::Baseline& baseline;
  std::span<const LoadKind> load_kinds;  ///< One for each dimension.
  std::span<const evaluation::FailureCase> failures;
};

/// Fills DecisionGroup::flows of every group, on budget.threads() threads. False if it was asked to
/// stop before all were filled.
[[nodiscard]] bool price_columns(const ColumnRules& rules, const WorkBudget& budget,
                                 std::vector<DecisionGroup>& groups);

/// Fills DecisionGroup::flows of the columns from `first` on of a group with one prefix;
/// `transitions` by candidate. If it was asked to stop, those columns are taken away again.
void price_more(const ColumnRules& rules,
                std::span<const std::shared_ptr<const ingress::Transition>> transitions,
                const WorkBudget& budget, std::size_t first, DecisionGroup& group);

}  // namespace bgpte::optimiser
