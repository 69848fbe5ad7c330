#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "src/optimiser/problem/lexicographic_level.hpp"

namespace bgpte::optimiser {

/// Goal and violation of a level in floating point, for local search. Fast at loads near those of
/// the last `focus`. What a search finds is compared again in integers.
class FloatObjective {
 public:
  explicit FloatObjective(const LevelView& view);

  struct Merit {
    double violation = 0;  ///< Beyond limits and holds, bps and units of the held goals.
    double value = 0;      ///< The goal.
    friend bool operator<(const Merit& a, const Merit& b) {
      return a.violation != b.violation ? a.violation < b.violation : a.value < b.value;
    }
  };
  [[nodiscard]] Merit at(const double* loads);
  /// So much the goal may be above that of integers, but for what floating point loses: replayed
  /// bills round each term of a sample down to a bps.
  [[nodiscard]] double rounding() const { return rounding_; }
  /// True if it is less than `least` at these loads, which it then is; quick where it is clearly
  /// not.
  [[nodiscard]] bool lower(const double* loads, Merit& least);
  /// Later questions are about loads near these: replayed samples are sorted here, and only those
  /// that can have come to the percentile are looked at again.
  void focus(const double* loads);
  /// Samples looked at since the last time.
  [[nodiscard]] std::uint64_t take_steps() { return std::exchange(steps_, 0); }

 private:
  struct Piece {
    double from, value, slope;
  };
  struct Curve {
    std::size_t dimension = 0;
    std::vector<Piece> pieces;
    [[nodiscard]] double at(double y) const {
      const Piece* piece = pieces.data() + pieces.size() - 1;
      while (piece != pieces.data() && y < piece->from) {
        --piece;
      }
      return piece->value + piece->slope * (y - piece->from);
    }
  };
  struct Limit {
    std::size_t dimension = 0;
    double max = 0;
  };
  static Curve in_floating_point(const billing::Piecewise& curve, std::size_t dimension);
  [[nodiscard]] double violation(const double* loads, double enough) const;
  [[nodiscard]] double value(const double* loads);

  /// One percentile of a replayed bill; rows in falling order of their value at the focus.
  struct Percentile {
    std::vector<std::size_t> dimensions;
    std::vector<double> slope;        ///< [row * terms + term]
    std::vector<double> base, floor;  ///< [row]; base: the linear part at the focus.
    std::vector<double> value;        ///< [row]: the greater of both.
    std::vector<double> max_slope;    ///< [term]: the largest slope.
    std::size_t dropped = 0;
    double least = 0;  ///< The part's floor.
  };
  [[nodiscard]] double rate(const Percentile& part, const double* loads);

  const LevelView& view_;
  std::vector<Curve> objective_;  ///< Those that are not zero everywhere, like `held_`.
  std::vector<Limit> limit_;      ///< Where there is one.
  std::vector<std::vector<Curve>> capped_;
  std::vector<double> cap_;
  /// A joint term where it counts: in the goal, in a capped goal, or for a limit of its own.
  struct Joint {
    std::size_t term = 0;
    Curve curve;
    [[nodiscard]] double at(double rate) const { return curve.at(rate); }
  };
  [[nodiscard]] double joint_rate(std::size_t term, const double* loads) const;
  std::vector<Joint> joint_;
  std::vector<std::vector<Joint>> capped_joint_;             ///< [cap]
  std::vector<std::pair<std::size_t, double>> joint_limit_;  ///< Term and limit.
  std::vector<Curve> replayed_;                              ///< [bill]
  std::vector<std::vector<Percentile>> parts_;               ///< [bill]
  std::vector<double> focus_;                                ///< [dimension]
  std::vector<double> move_, window_;                        ///< Working memory of `rate`.
  double rounding_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace bgpte::optimiser
