// Behaviour classes: ASes that choose alike under every vector.
#include "bgpte/topology/behaviour.hpp"

namespace bgpte::topology {

BehaviourClasses::BehaviourClasses(const AsGraph& graph, Asn origin,
                                   std::span<const std::uint32_t> alike, std::size_t numbers)
    : of_(graph.size(), no_class) {
  std::vector<ClassNumber> class_of_number(numbers, no_class);
  std::vector<std::size_t> sizes;
  for (const AsIndex as : graph.by_asn()) {
    if (graph.asn(as) == origin) {
      continue;
    }
    ClassNumber& one = class_of_number[alike[as]];
    if (one == no_class) {
      one = static_cast<ClassNumber>(sizes.size());
      sizes.push_back(0);
    }
    of_[as] = one;
    ++sizes[one];
  }
  for (const std::size_t size : sizes) {
    begin_.push_back(begin_.back() + size);
  }
  members_.resize(begin_.back());
  std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
  for (const AsIndex as : graph.by_asn()) {
    if (of_[as] != no_class) {
      members_[next[of_[as]]++] = as;
    }
  }
}

std::vector<double> BehaviourClasses::sums(std::span<const double> weights) const {
  std::vector<double> sums(size(), 0.0);
  for (ClassNumber one = 0; one < size(); ++one) {
    for (const AsIndex as : members(one)) {
      sums[one] += weights[as];
    }
  }
  return sums;
}

}  // namespace bgpte::topology
