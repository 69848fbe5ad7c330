#pragma once

#include <algorithm>
#include <limits>

#include "src/optimiser/candidates/candidate_classes.hpp"

// How the candidates of many prefixes are priced one after the other: for candidate_prices.cpp and
// candidate_bounds.cpp.
namespace bgpte::optimiser {

/// Candidates of a row that a pricing of all of them lists for exact pricing.
inline constexpr std::size_t listed_at_once = 32;

/// As a limit of costs: no row is left out.
inline constexpr double all_rows = std::numeric_limits<double>::infinity();

template <typename Visit>
std::size_t CandidateClasses::price_rows(const Class& cls, const Block& block, double limit,
                                         const Visit& visit) const {
  const std::size_t tiles = cls.bias.size() / lanes;
  std::size_t priced = 0;
  for (std::size_t row = block.first; row < block.last; row += rows_at_once) {
    // A single last row is priced twice.
    const std::size_t here = std::min(rows_at_once, block.last - row);
    const double volume = std::max(volume_[row], volume_[row + here - 1]);
    if (cls.least_bias - volume * cell_prices_.gain >= limit) {
      continue;
    }
    priced += here;
    const double* home[rows_at_once] = {home_.data() + row * links_,
                                        home_.data() + (row + here - 1) * links_};
    for (std::size_t t = 0; t < tiles; ++t) {
      double sum[rows_at_once][lanes];
      for (std::size_t i = 0; i < lanes; ++i) {
        sum[0][i] = sum[1][i] = cls.bias[t * lanes + i];
      }
      const double* cost = cls.tiles.data() + t * links_ * lanes;
      for (std::size_t j = 0; j < links_; ++j, cost += lanes) {
        const double first = home[0][j];
        const double second = home[1][j];
        for (std::size_t i = 0; i < lanes; ++i) {
          sum[0][i] += first * cost[i];
          sum[1][i] += second * cost[i];
        }
      }
      for (std::size_t r = 0; r < here; ++r) {
        visit(row + r, static_cast<std::uint16_t>(t * lanes), sum[r]);
      }
    }
  }
  return priced;
}

template <typename Take>
std::size_t CandidateClasses::scan(const Class& cls, const Block& block, std::size_t keep,
                                   double limit, const Take& take) const {
  Listed least[rows_at_once];
  double worst[rows_at_once];
  const std::size_t last = cls.bias.size() - lanes;
  return price_rows(
      cls, block, limit, [&](std::size_t row, std::uint16_t first, const double* costs) {
        const std::size_t r = (row - block.first) % rows_at_once;
        if (first == 0) {
          least[r].clear();
          worst[r] = std::numeric_limits<double>::infinity();
        }
        for (std::size_t i = 0; i < lanes; ++i) {
          if (!(costs[i] < worst[r])) {
            continue;
          }
          const std::pair<double, std::uint16_t> entry{costs[i],
                                                       static_cast<std::uint16_t>(first + i)};
          if (least[r].size() == keep) {
            least[r].pop_back();
          }
          least[r].insert(std::upper_bound(least[r].begin(), least[r].end(), entry), entry);
          if (least[r].size() == keep) {
            worst[r] = least[r].back().first;
          }
        }
        if (first == last) {
          take(row, least[r]);
        }
      });
}

}  // namespace bgpte::optimiser
