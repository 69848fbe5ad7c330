#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgpte/topology/as_graph.hpp"

namespace bgpte::topology {

/// ASes that choose alike under every vector of a sweep are one behaviour class.
using ClassNumber = std::uint32_t;
inline constexpr ClassNumber no_class = 0xFFFFFFFFU;

/// Which AS behaves like which: every AS but the origin is in one class. Classes are numbered by
/// their lowest ASN, so the numbers depend on nothing but the graph and the vectors.
class BehaviourClasses {
 public:
  BehaviourClasses() = default;
  /// From any numbers by AsIndex (less than `numbers`) that are equal where ASes behave alike.
  BehaviourClasses(const AsGraph& graph, Asn origin, std::span<const std::uint32_t> alike,
                   std::size_t numbers);

  [[nodiscard]] std::size_t size() const { return begin_.size() - 1; }
  /// no_class for the origin, which has no ingress.
  [[nodiscard]] ClassNumber of(AsIndex as) const { return of_[as]; }
  /// In ascending ASN.
  [[nodiscard]] std::span<const AsIndex> members(ClassNumber one) const {
    return {members_.data() + begin_[one], members_.data() + begin_[one + 1]};
  }
  /// Sum over each class of a weight given by AsIndex, added in ascending ASN.
  [[nodiscard]] std::vector<double> sums(std::span<const double> weights) const;

 private:
  std::vector<ClassNumber> of_;
  std::vector<std::size_t> begin_ = {0};
  std::vector<AsIndex> members_;
};

}  // namespace bgpte::topology
