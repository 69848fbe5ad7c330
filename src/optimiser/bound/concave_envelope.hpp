#pragma once

#include <cstddef>
#include <vector>

namespace bgpte::optimiser {

/// The minimum of some lines: a concave, piecewise linear function of one variable.
class ConcaveEnvelope {
 public:
  struct Line {
    double value = 0;  ///< At 0.
    double slope = 0;
  };
  /// At least one line, in any order.
  explicit ConcaveEnvelope(std::vector<Line> lines);

  [[nodiscard]] double at(double z) const;
  /// A supergradient.
  [[nodiscard]] double slope(double z) const;
  /// The s with z + s >= least that maximises f(z + s) + pull * s - s^2 / (2 t).
  [[nodiscard]] double step(double z, double pull, double t, double least) const;
  /// True where that s follows the pull, by t for each unit; false where it is held at an end of a
  /// line or at `least`.
  [[nodiscard]] bool follows(double z, double pull, double t, double least) const;

 private:
  /// The step along the line that decides, and where that begins.
  struct Along {
    double step, from;
  };
  [[nodiscard]] Along along(double z, double pull, double t, double least) const;

  std::vector<Line> lines_;   ///< Each least somewhere; slopes falling.
  std::vector<double> ends_;  ///< [line] up to where it is least; of the last infinity.
};

}  // namespace bgpte::optimiser
