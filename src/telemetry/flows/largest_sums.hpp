#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "src/telemetry/saturating.hpp"

namespace bgpte::telemetry {

/// The keys with the largest sums, in constant memory: now and then the smaller half is forgotten,
/// so that sums are a little low where there are very many keys.
class LargestSums {
 public:
  void add(std::uint64_t key, std::int64_t bytes) {
    add_to(sums_[key], bytes);
    if (sums_.size() > most) {
      std::vector<Sum> all(sums_.begin(), sums_.end());
      const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
      std::ranges::nth_element(all, middle, larger);
      sums_ = Sums(all.begin(), middle);
    }
  }

  using Sum = std::pair<std::uint64_t, std::int64_t>;
  /// The first `shown`, the largest first.
  [[nodiscard]] std::vector<Sum> largest(std::ptrdiff_t shown) const {
    std::vector<Sum> all(sums_.begin(), sums_.end());
    const auto end = all.begin() + std::min(std::ssize(all), shown);
    std::ranges::partial_sort(all, end, larger);
    all.erase(end, all.end());
    return all;
  }

 private:
  static constexpr std::size_t most = 65536;
  struct Hash {
    std::size_t operator()(std::uint64_t key) const { return key * 0x9E3779B97F4A7C15 >> 16U; }
  };
  using Sums = std::unordered_map<std::uint64_t, std::int64_t, Hash>;

  static bool larger(const Sum& a, const Sum& b) {
    return std::tie(b.second, a.first) < std::tie(a.second, b.first);
  }

  Sums sums_;
};

}  // namespace bgpte::telemetry
