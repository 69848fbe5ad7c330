// Rounding by largest remainder.
#include "bgpte/model/rounding.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace bgpte::model {

std::vector<std::int64_t> largest_remainder(std::span<const double> parts, std::int64_t total) {
  std::vector<std::int64_t> result(parts.size());
  std::vector<double> remainder(parts.size());
  std::int64_t left = total;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double part = std::max(0.0, parts[i]);
    result[i] = static_cast<std::int64_t>(std::floor(part));
    remainder[i] = part - std::floor(part);
    left -= result[i];
  }
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Remainders that differ by noise are a tie; the earlier link (by name) gets the unit.
  const auto grain = [&](std::size_t i) { return std::llround(remainder[i] * 1e3); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return grain(a) > grain(b); });
  for (std::size_t k = 0; left > 0 && !order.empty(); k = (k + 1) % order.size(), --left) {
    ++result[order[k]];
  }
  for (std::size_t k = order.size(); left < 0 && k-- > 0;) {  // Parts summed to more by noise.
    const std::int64_t taken = std::min(-left, result[order[k]]);
    result[order[k]] -= taken;
    left += taken;
  }
  return result;
}

}  // namespace bgpte::model
