#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "stage.hpp"

namespace bgpte::optimiser {

/// A stage in floating point, for the heuristics: fast to ask at loads near the last ones. What
/// they find is judged again in integers.
class RealView {
 public:
  explicit RealView(const StageView& view);

  struct Merit {
    double violation = 0;  ///< Beyond limits and holds, bps and units of the held goals.
    double value = 0;      ///< The goal.
    friend bool operator<(const Merit& a, const Merit& b) {
      return a.violation != b.violation ? a.violation < b.violation : a.value < b.value;
    }
  };
  /// From now on what is beyond the limit of a dimension costs `price` a unit, part of the value,
  /// and is no violation. [dimension]; empty: limits are limits again.
  void soften(std::vector<double> price) { soft_ = std::move(price); }
  /// At loads + sum of the rows (each one of the unit's flow rows or a difference of two).
  [[nodiscard]] Merit at(const double* loads) const;

 private:
  struct Curve {
    std::vector<double> from, value, slope;
    [[nodiscard]] double at(double y) const {
      std::size_t i = from.size() - 1;
      while (i > 0 && y < from[i]) {
        --i;
      }
      return value[i] + slope[i] * (y - from[i]);
    }
  };
  static Curve real(const Piecewise& curve);

  const StageView& view_;
  std::vector<Curve> objective_;
  std::vector<double> limit_;
  std::vector<std::vector<Curve>> held_;
  std::vector<double> most_;
  std::vector<Curve> joint_;
  std::vector<double> soft_;
};

}  // namespace bgpte::optimiser
