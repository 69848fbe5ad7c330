#pragma once

#include <memory>
#include <span>
#include <vector>

#include "dimensions.hpp"
#include "effort.hpp"
#include "problem.hpp"

namespace bgpte::optimiser {

/// What the price of a column depends on.
struct ColumnRules {
  const States& states;
  std::span<const Source> sources;  ///< One for each dimension.
  std::span<const FailureCase> failures;
  std::span<const std::vector<model::PrefixIndex>> covering;  ///< [prefix]; where there are any.
};

/// Fills Unit::flows of every unit, on effort.threads() threads. False if it was asked to stop
/// before all were filled.
[[nodiscard]] bool price_columns(const ColumnRules& rules, const Effort& effort,
                                 std::vector<Unit>& units);

/// Fills Unit::flows of the columns from `first` on of a unit with one prefix; `transitions` by
/// candidate. If it was asked to stop, those columns are taken away again.
void price_more(const ColumnRules& rules,
                std::span<const std::shared_ptr<const ingress::Transition>> transitions,
                const Effort& effort, std::size_t first, Unit& unit);

}  // namespace bgpte::optimiser
