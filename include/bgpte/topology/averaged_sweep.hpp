#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/topology/behaviour.hpp"
#include "bgpte/topology/sweep.hpp"

namespace bgpte::topology {

/// For every AS and vector, the probability of each ingress link when every AS averages over its
/// equally good next hops: Ties for all vectors at once, by behaviour class.
class AveragedSweep {
 public:
  [[nodiscard]] std::size_t vectors() const { return place_.size(); }
  [[nodiscard]] std::size_t links() const { return links_; }
  /// Here a class has the same probabilities under every vector.
  [[nodiscard]] const BehaviourClasses& classes() const { return classes_; }
  /// Over the links they sum to 1, or are all 0 where the class has no route.
  [[nodiscard]] double probability(ClassNumber of, std::size_t vector, LinkNumber link) const;

 private:
  friend AveragedSweep averaged_sweep(const AsGraph&, const Origin&,
                                      std::span<const model::Advertisement>, unsigned);

  /// Vectors computed side by side: distinct outcomes, and which one each class has.
  struct Part {
    std::vector<float> rows;  ///< [row][link][lane]
    std::vector<std::uint32_t> row_of;
  };
  struct Place {
    std::uint32_t part = 0;
    std::uint32_t lane = 0;
  };

  std::size_t links_ = 0;
  BehaviourClasses classes_;
  std::vector<Part> parts_;
  std::vector<Place> place_;  ///< by vector
};

/// What compute_ties gives, for every vector. Exact up to the rounding of single precision; no
/// seed. The result does not depend on `threads` (at least 1). Throws as sweep does.
[[nodiscard]] AveragedSweep averaged_sweep(const AsGraph& graph, const Origin& origin,
                                           std::span<const model::Advertisement> vectors,
                                           unsigned threads = 1);

/// Weighted shares by vector and link, as for Sweep.
[[nodiscard]] Shares shares(const AveragedSweep& sweep, std::span<const double> weights);

}  // namespace bgpte::topology
