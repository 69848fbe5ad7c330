// Exact prices over candidates that classes of prefixes share: the bound, and what is cheap.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "bgpte/parallel/parallel_for.hpp"
#include "src/optimiser/bound/most_negative.hpp"
#include "src/optimiser/candidates/candidate_scan.hpp"
#include "src/optimiser/tie_break.hpp"

namespace bgpte::optimiser {
namespace {

/// Bound on the error of the floating point sums, relative to volume times price. It is far above
/// what rounding of doubles can do.
constexpr double float_error = 1e-12;

}  // namespace

void CandidateClasses::price_all(const Prices& prices) {
  Margin margin;
  std::vector<double> real;
  for (std::size_t d = 0; d < load_kinds_.size(); ++d) {
    real.push_back(static_cast<double>(prices.dimensions[d]));
    margin.constant +=
        std::abs(real[d]) * rounding_bps * static_cast<double>(load_kinds_[d].links.size());
  }
  cell_prices_ = price_cells(real);
  margin.of_bps = float_error * cell_prices_.largest;
  margin.constant += float_error * (1e9 * std::abs(cell_prices_.priced_change) +
                                    1e3 * std::abs(cell_prices_.change));
  parallel::parallel_for(threads_, classes_.size(),
                         [&](std::size_t k) { price_class(classes_[k], Extent::all); });
  margin_ = margin;
}

double CandidateClasses::largest_margin() const {
  const auto largest = std::max_element(volume_.begin(), volume_.end());
  return margin_.of(largest == volume_.end() ? 0 : *largest, links_);
}

std::vector<double> CandidateClasses::least_costs(const Prices& prices) {
  price_all(prices);
  const double limit = largest_margin();
  std::vector<double> costs(group_of_.size(), 0.0);
  std::vector<std::uint64_t> asked(blocks_.size(), 0);
  std::vector<std::uint64_t> scanned(blocks_.size(), 0);
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& cls = classes_[blocks_[b].cls];
    ExactPricing pricing;
    const auto take = [&](std::size_t row, const Listed& listed) {
      const double too_high = margin_.of(volume_[row], links_);
      double least = listed.front().first - too_high;
      if (exact_) {
        price_row_exactly(cls, row, listed, too_high, asked[b], pricing);
        keep_open(row, pricing);
        least = pricing.floor;
      }
      costs[row] = std::min(0.0, std::floor(least));
    };
    scanned[b] =
        cls.candidates->size() * (exact_ ? scan(cls, blocks_[b], listed_at_once, all_rows, take)
                                         : scan(cls, blocks_[b], 1, limit, take));
  });
  priced_exactly_ += std::accumulate(asked.begin(), asked.end(), std::uint64_t{0});
  scanned_ += std::accumulate(scanned.begin(), scanned.end(), std::uint64_t{0});
  note_opened();
  return costs;
}

Int128 CandidateClasses::bound(const Prices& prices) {
  std::vector<double> costs = least_costs(prices);
  keep_most_negative(costs, most_changes_, [](std::size_t) {});
  Int128 total = 0;
  for (const double cost : costs) {
    total += static_cast<Int128>(cost);
  }
  return total;
}

std::vector<std::uint32_t> CandidateClasses::alike(std::size_t group, std::uint32_t pick) const {
  const std::size_t row = static_cast<std::size_t>(
      std::find(group_of_.begin(), group_of_.end(), group) - group_of_.begin());
  const Class& cls = *std::find_if(classes_.begin(), classes_.end(), [&](const Class& one) {
    return row >= one.first && row < one.first + one.count;
  });
  const std::vector<model::Advertisement>& list = *cls.candidates;
  const std::span<const double> home(home_.data() + row * links_, links_);
  const std::vector<double> wanted = cls.transitions[pick]->entering(home);
  std::vector<std::uint32_t> result;
  for (std::uint32_t c = 1; c < list.size(); ++c) {
    if (c == pick || cls.changes[c] != cls.changes[pick] ||
        distance(list.front(), list[c]) > distance(list.front(), list[pick])) {
      continue;
    }
    const std::vector<double> brought = cls.transitions[c]->entering(home);
    bool same = true;
    for (std::size_t l = 0; l < links_; ++l) {
      same = same && std::abs(brought[l] - wanted[l]) <= rounding_bps;
    }
    if (same) {
      result.push_back(c);
    }
  }
  return result;
}

void CandidateClasses::list_cheap(double limit, std::vector<std::vector<std::uint32_t>>& picks) {
  const double most = limit + largest_margin();
  std::vector<std::uint64_t> scanned(blocks_.size(), 0);
  parallel::parallel_for(threads_, blocks_.size(), [&](std::size_t b) {
    const Class& cls = classes_[blocks_[b].cls];
    const auto visit = [&](std::size_t row, std::uint16_t first, const double* costs) {
      const double here = limit + margin_.of(volume_[row], links_);
      for (std::uint16_t i = 0; i < lanes; ++i) {
        if (costs[i] <= here && first + i != 0) {
          picks[group_of_[row]].push_back(static_cast<std::uint32_t>(first + i));
        }
      }
    };
    // Rows whose least is equal are not left out.
    const double above = std::nextafter(most, std::numeric_limits<double>::infinity());
    scanned[b] = cls.candidates->size() * price_rows(cls, blocks_[b], above, visit);
  });
  scanned_ += std::accumulate(scanned.begin(), scanned.end(), std::uint64_t{0});
}

}  // namespace bgpte::optimiser
