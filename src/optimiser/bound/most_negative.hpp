#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

namespace bgpte::optimiser {

/// Sets all but the `count` least of the negative costs to 0, the earlier where they are equal: a
/// relaxed plan changes no more groups than a plan may have changes. `dropped(i)` is called for
/// each that was set to 0.
template <typename Cost, typename Dropped>
void keep_most_negative(std::vector<Cost>& costs, std::size_t count, const Dropped& dropped) {
  std::vector<std::pair<Cost, std::size_t>> order;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    if (costs[i] < 0) {
      order.emplace_back(costs[i], i);
    }
  }
  if (order.size() <= count) {
    return;
  }
  const auto rest = order.begin() + static_cast<std::ptrdiff_t>(count);
  std::nth_element(order.begin(), rest, order.end());
  for (auto entry = rest; entry != order.end(); ++entry) {
    costs[entry->second] = 0;
    dropped(entry->second);
  }
}

/// The sum of the `count` greatest of numbers that are not negative: what so many changes can bring
/// at most. Reorders them.
template <typename Number>
[[nodiscard]] Number sum_of_greatest(std::vector<Number>& numbers, std::size_t count) {
  auto end = numbers.end();
  if (count < numbers.size()) {
    end = numbers.begin() + static_cast<std::ptrdiff_t>(count);
    std::nth_element(numbers.begin(), end, numbers.end(), std::greater<>());
  }
  return std::accumulate(numbers.begin(), end, Number{0});
}

}  // namespace bgpte::optimiser
