#pragma once

#include <cstdint>
#include <vector>

#include "bgpte/billing/percentile_meter.hpp"
#include "bgpte/billing/percentile_underestimator.hpp"
#include "bgpte/billing/piecewise.hpp"

namespace bgpte::optimiser {

using model::Int128;

/// Where a dimension, or every dimension, can still end.
struct Span {
  std::int64_t lo = 0;
  std::int64_t hi = 0;
};

/// A bill over replayed samples as the search sees it: outer(sum of max(meter, floor) over the
/// parts), each meter's volumes being dimensions of its own.
struct ReplayedBill {
  struct Part {
    billing::PercentileMeter meter;
    std::vector<std::size_t> dimensions;  ///< [term]
    std::int64_t floor = 0;

    [[nodiscard]] std::int64_t rate(const std::vector<std::int64_t>& loads) const;
  };
  std::vector<Part> parts;
  billing::Piecewise outer;  ///< In 1e-12 of the currency.

  [[nodiscard]] std::int64_t rate(const std::vector<std::int64_t>& loads) const;
  [[nodiscard]] std::int64_t max_rate() const;  ///< With all that there is in every part.
  [[nodiscard]] std::uint64_t work() const;     ///< Steps of one `rate`.
};

/// What a replayed bill, less prices for its volumes, comes to at least.
///
/// Linear functions that no percentile is below (billing::PercentileUnderestimator) stand in for
/// it, weighed by prices of the rate (at least zero): over a box of volumes the least of a linear
/// function is at a corner, so the whole is exact in integers. It is compared with the percentile
/// at the lower ends (no volume ever lowers it), which is sharp where spans close.
class ReplayBound {
 public:
  /// `factor`: what one unit of the bill counts in the goal. Without minorants.
  ReplayBound(const ReplayedBill& bill, Int128 factor)
      : bill_(&bill), outer_(factor * bill.outer) {}

  /// Finds underestimators that are near the percentile at the loads and at `today`. Counts
  /// `steps`.
  void aim(const std::vector<std::int64_t>& loads, const std::vector<std::int64_t>& today,
           std::uint64_t& steps);
  /// Prices of the rate: one for each underestimator of the whole bill; the first is that at the
  /// loads.
  [[nodiscard]] std::size_t prices() const { return whole_.size(); }

  /// Least of factor * bill - sum of prices * volumes over the spans; a true lower bound.
  [[nodiscard]] Int128 least(const Int128* rate_prices, const std::vector<Int128>& prices,
                             const std::vector<Span>& spans) const;
  /// The slopes at the loads that it was aimed at.
  void first_prices(const std::vector<std::int64_t>& loads, Int128* rate_prices,
                    std::vector<Int128>& prices) const;
  [[nodiscard]] std::int64_t max_rate() const { return max_rate_; }

 private:
  friend class RelaxedReplay;
  /// The underestimator of a part that a underestimator of the whole bill is made of.
  [[nodiscard]] const billing::PercentileUnderestimator& of(std::size_t whole,
                                                            std::size_t part) const {
    return parts_[part][whole_[whole][part]];
  }
  const ReplayedBill* bill_;
  billing::Piecewise outer_;
  std::vector<std::vector<billing::PercentileUnderestimator>> parts_;  ///< [part]
  std::vector<std::vector<std::size_t>> whole_;  ///< [price][part] which of them.
  std::int64_t max_rate_ = 0;
};

/// The same in floating point over fixed spans, for climbing: concave in all prices.
class RelaxedReplay {
 public:
  RelaxedReplay(const ReplayBound& bound, const std::vector<Span>& spans);

  [[nodiscard]] std::size_t prices() const { return base_.size(); }
  /// Value and its slopes: adds to rate_slopes [price], and to slopes[d] of the dimensions.
  double add(const double* rate_prices, const double* prices, double* rate_slopes,
             double* slopes) const;

 private:
  struct Term {
    std::size_t dimension = 0;
    double lo = 0, hi = 0;
    std::vector<double> slopes;  ///< [price]
  };
  struct Stretch {
    double from = 0, to = 0, value = 0, slope = 0;
  };
  std::vector<double> base_;  ///< [price]
  std::vector<Term> terms_;
  std::vector<Stretch> outer_;
};

}  // namespace bgpte::optimiser
