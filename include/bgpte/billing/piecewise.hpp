#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "bgpte/model/billing.hpp"
#include "bgpte/model/units.hpp"

namespace bgpte::billing {

using model::Int128;

inline constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

/// A piecewise linear function of a rate in bps, on the integers >= 0. Need not be continuous or
/// convex: each segment says from which rate it holds.
class Piecewise {
 public:
  struct Segment {
    std::int64_t from = 0;
    Int128 value = 0;  ///< At `from`.
    Int128 slope = 0;  ///< For each bps above.
    bool operator==(const Segment&) const = default;
  };

  Piecewise() : segments_{Segment{}} {}
  /// Segments in order of `from`, the first from 0.
  explicit Piecewise(std::vector<Segment> segments);

  [[nodiscard]] const std::vector<Segment>& segments() const { return segments_; }
  [[nodiscard]] Int128 at(std::int64_t rate) const;
  /// Least value of f(y) - price * y over lo <= y <= hi.
  [[nodiscard]] Int128 least(std::int64_t lo, std::int64_t hi, Int128 price) const;
  [[nodiscard]] bool is_zero() const;

 private:
  std::vector<Segment> segments_;
  bool convex_ = true;  ///< Continuous, and no slope less than the one before.
};

[[nodiscard]] Piecewise operator+(const Piecewise& a, const Piecewise& b);
[[nodiscard]] Piecewise operator*(Int128 factor, const Piecewise& f);
/// f(max(y, floor)).
[[nodiscard]] Piecewise at_least(const Piecewise& f, std::int64_t floor);

[[nodiscard]] Piecewise bill_curve(const model::Billing& billing);  ///< In 1e-12 of the currency.
[[nodiscard]] Piecewise excess_curve(model::Bps ceiling);           ///< In bps.

}  // namespace bgpte::billing
