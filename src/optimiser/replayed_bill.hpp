#pragma once

#include <cstdint>
#include <vector>

#include "meter.hpp"
#include "piecewise.hpp"

namespace bgpte::optimiser {

/// Where a dimension, or every dimension, can still end.
struct Span {
  std::int64_t lo = 0;
  std::int64_t hi = 0;
};

/// A bill over replayed samples as the search sees it: outer(sum of max(meter, floor) over the
/// parts), each meter's volumes being dimensions of its own.
struct ReplayedBill {
  struct Part {
    Meter meter;
    std::vector<std::size_t> dimensions;  ///< [term]
    std::int64_t floor = 0;

    [[nodiscard]] std::int64_t rate(const std::vector<std::int64_t>& loads) const;
  };
  std::vector<Part> parts;
  Piecewise outer;  ///< In 1e-12 of the currency.

  [[nodiscard]] std::int64_t rate(const std::vector<std::int64_t>& loads) const;
  [[nodiscard]] std::int64_t most_rate() const;  ///< With all that there is in every part.
  [[nodiscard]] std::uint64_t work() const;      ///< Steps of one `rate`.
};

/// What a replayed bill, less prices for its volumes, comes to at least.
///
/// The (dropped + 1)-th largest sample is at least the least of any dropped + 1 of them. Those that
/// are largest at a reference stand in for it: over a box of volumes the minimum of a linear
/// function of each is at the box's corners, so the whole is exact in integers. It is compared with
/// the percentile at the lower ends (no volume ever lowers it), which is sharp where spans close.
/// A price for each bps of the rate (at least zero) joins both to the curve of the bill.
class ReplayBound {
 public:
  /// `factor`: what one unit of the bill counts in the goal.
  ReplayBound(const ReplayedBill& bill, Int128 factor, const std::vector<std::int64_t>& reference);

  /// Least of factor * bill - sum of prices * volumes over the spans; a true lower bound.
  [[nodiscard]] Int128 least(Int128 rate_price, const std::vector<Int128>& prices,
                             const std::vector<Span>& spans) const;
  /// Rate price and prices of the volumes at the reference: the slopes there.
  [[nodiscard]] Int128 first_rate_price() const { return first_; }
  void first_prices(std::vector<Int128>& prices) const;

 private:
  friend class RelaxedReplay;
  /// Rows that stand in for one part's percentile.
  struct StandIn {
    bool constant = false;  ///< Only the part's floor counts.
    std::vector<std::size_t> rows;
    std::vector<bool> held;  ///< [row]: at its own floor.
    std::size_t at = 0;      ///< The row at the percentile.
  };
  const ReplayedBill* bill_;
  Piecewise outer_;
  std::vector<StandIn> parts_;
  Int128 first_ = 0;
};

/// The same in floating point over fixed spans, for climbing: concave in all prices.
class RelaxedReplay {
 public:
  RelaxedReplay(const ReplayBound& bound, const std::vector<Span>& spans);

  /// Value and its slopes: adds to `rate_slope`, and to slopes[d] of the volumes' dimensions.
  double add(double rate_price, const double* prices, double& rate_slope, double* slopes) const;

 private:
  struct Part {
    std::vector<std::size_t> dimensions;
    std::vector<double> lo, hi;  ///< [term]
    std::vector<double> slope;   ///< [row * terms + term]
    std::vector<double> base;    ///< [row]
  };
  struct Stretch {
    double from = 0, to = 0, value = 0, slope = 0;
  };
  std::vector<Part> parts_;
  std::vector<Stretch> outer_;
};

}  // namespace bgpte::optimiser
