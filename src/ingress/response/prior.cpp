// Quadrature nodes for the propensity of a population.
#include "bgpte/ingress/prior.hpp"

#include <cmath>
#include <numbers>

namespace bgpte::ingress {

std::vector<ClassNode> class_nodes(const Prior& prior, std::size_t links) {
  if (prior.classes == 1) {
    return {{1, {1, 0, 0}}};
  }
  if (prior.classes == 3) {
    return {{1, {1.0 / 3, 1.0 / 3, 1.0 / 3}}};
  }
  if (prior.upper) {
    return {{1, {*prior.upper, 1 - *prior.upper, 0}}};
  }
  const std::size_t count = links / 2 + 1;
  std::vector<ClassNode> nodes;
  nodes.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double angle =
        static_cast<double>(2 * i + 1) * std::numbers::pi / static_cast<double>(2 * count);
    const double upper = (1 + std::cos(angle)) / 2;
    nodes.push_back({1 / static_cast<double>(count), {upper, 1 - upper, 0}});
  }
  return nodes;
}

}  // namespace bgpte::ingress
