#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bgpte/evaluation/failures.hpp"
#include "src/optimiser/problem/problem.hpp"

namespace bgpte::optimiser {

/// Which number of a column a dimension sums up: a quantity, and of what it is.
struct LoadKind {
  enum class Quantity : std::uint8_t {
    billed,
    peak,
    low,
    high,
    harm,
    failure,
    changes,
    priced_changes,  ///< Millionths, with steps.
    volume
  };
  Quantity quantity = Quantity::peak;
  std::vector<model::LinkIndex> links;  ///< Summed; one, or the ports of a contract.
  std::size_t failure = 0;
  std::size_t profile = 0;  ///< Of `volume`: what enters by the link of it.
  bool operator==(const LoadKind&) const = default;
};

/// "load_0", "billed_0_1", "failure2_1", "changes", "volume2_1" (of profile 2 by link 1).
[[nodiscard]] std::string name_of(const LoadKind& load_kind);

/// Everything that the goals and the rules depend on, with today's sums: fills dimensions, joint
/// bills and constants of a problem whose weights are set. Returns the source of each dimension.
[[nodiscard]] std::vector<LoadKind> make_dimensions(
    const evaluation::Baseline& baseline, std::span<const evaluation::FailureCase> failures,
    Problem& problem);

}  // namespace bgpte::optimiser
