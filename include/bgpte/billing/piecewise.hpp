#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "bgpte/model/billing.hpp"
#include "bgpte/model/units.hpp"

namespace bgpte::billing {

using model::Int128;

inline constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

/// A piecewise linear function of a rate in bps, on the integers >= 0. It need not be continuous or
/// convex. Each segment holds from its rate to the next segment's.
class Piecewise {
 public:
  struct Segment {
    std::int64_t from = 0;
    Int128 value = 0;  ///< At `from`.
    Int128 slope = 0;  ///< For each bps above.
    bool operator==(const Segment&) const = default;
  };

  Piecewise() : segments_{Segment{}} {}
  /// `segments` ascend by `from`, and the first begins at 0.
  explicit Piecewise(std::vector<Segment> segments);

  [[nodiscard]] const std::vector<Segment>& segments() const { return segments_; }
  [[nodiscard]] Int128 at(std::int64_t rate) const;
  /// What the next bps above `rate` adds, within its segment.
  [[nodiscard]] Int128 slope_at(std::int64_t rate) const;
  /// The least value of f(y) - price * y over the integers lo <= y <= hi.
  [[nodiscard]] Int128 least(std::int64_t lo, std::int64_t hi, Int128 price) const;
  [[nodiscard]] bool is_zero() const;
  /// Continuous, and no slope less than the one before.
  [[nodiscard]] bool is_convex() const { return convex_; }

 private:
  std::vector<Segment> segments_;
  bool convex_ = true;
};

[[nodiscard]] Piecewise operator+(const Piecewise& a, const Piecewise& b);
[[nodiscard]] Piecewise operator*(Int128 factor, const Piecewise& f);
/// The function y -> f(max(y, floor)).
[[nodiscard]] Piecewise at_least(const Piecewise& f, std::int64_t floor);

/// A month's bill of a billable rate, in 1e-12 of the currency; what model::bill computes.
[[nodiscard]] Piecewise bill_curve(const model::Billing& billing);
/// What is above a ceiling, in bps.
[[nodiscard]] Piecewise excess_curve(model::Bps ceiling);

}  // namespace bgpte::billing
