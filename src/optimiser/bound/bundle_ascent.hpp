#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "src/optimiser/bound/proximal_bundle.hpp"

namespace bgpte::optimiser {

/// Value and supergradient of a concave function of prices.
using Evaluate = std::function<double(const std::vector<double>&, std::vector<double>&)>;

/// Maximises a concave function of prices, plus a known concave function of each of the first of
/// them, by a proximal bundle method with an adaptive step length (Kiwiel 1990, "Proximity control
/// in bundle methods for convex nondifferentiable minimization"). The oracle's values may fall when
/// candidates join: the cuts made before stay upper bounds of the function.
class BundleAscent {
 public:
  /// `known`: of the first variables times their scale. `scale`: what one unit of each variable
  /// counts; `nonnegative` variables stay at least zero; beyond `goal` nothing is wanted, and rises
  /// below `close_enough` / 50 are not worth a step.
  BundleAscent(std::vector<double> centre, std::vector<double> scale,
               const std::vector<bool>& nonnegative, std::vector<ConcaveEnvelope> known,
               double goal, double close_enough);

  [[nodiscard]] const std::vector<double>& centre() const { return centre_; }
  /// With what is known.
  [[nodiscard]] double value() const { return value_ + known_; }

  /// What the function is at the centre, by asking there anew.
  void renew(double value, const std::vector<double>& gradient);
  /// The function was asked at the centre and is worse there than at `back`: back there, and
  /// shorter steps.
  void retreat(double value, const std::vector<double>& gradient, const std::vector<double>& back,
               double value_back);
  /// At most so many steps. `accepted` is told of each that succeeds, right after the function was
  /// asked there.
  void ascend(std::size_t max_steps, const Evaluate& evaluate, const std::function<bool()>& stop,
              const std::function<void()>& accepted);

 private:
  [[nodiscard]] std::vector<double> scaled(const std::vector<double>& gradient) const;
  [[nodiscard]] std::vector<double> variables(const std::vector<double>& prices) const;
  void move_to(std::vector<double> centre, double value);

  std::vector<double> centre_, scale_;
  double goal_, close_enough_;
  double value_ = 0;  ///< At the centre, without what is known.
  double known_ = 0;
  ProximalBundle bundle_;
  double t_ = 0;        ///< 0: not begun.
  double first_t_ = 0;  ///< When `ascend` was last called.
  int null_steps_ = 0;
};

}  // namespace bgpte::optimiser
