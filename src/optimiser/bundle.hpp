#pragma once

#include <cstddef>
#include <vector>

namespace bgpte::optimiser {

/// The cuts of a proximal bundle method for a concave function: each is a supergradient with its
/// linearisation error at the centre.
class Bundle {
 public:
  explicit Bundle(std::size_t variables) : variables_(variables) {}

  /// A cut with its error at the present centre (>= 0 but for rounding).
  void add(const std::vector<double>& gradient, double error);
  /// The centre moved by `step` where the function rose by `rise`.
  void move(const std::vector<double>& step, double rise);

  struct Step {
    std::vector<double> step;
    double expected = 0;  ///< Rise that the cuts promise.
    double slope2 = 0;    ///< Squared norm of the aggregate supergradient.
    double error = 0;     ///< Its linearisation error.
  };
  /// Maximises the cuts' minimum less |step|^2 / (2 t).
  [[nodiscard]] Step solve(double t);

 private:
  void compress();

  std::size_t variables_;
  std::vector<std::vector<double>> gradients_;
  std::vector<double> errors_;
  std::vector<double> weights_;            ///< Of the last solution.
  std::vector<std::vector<double>> gram_;  ///< Inner products.
};

}  // namespace bgpte::optimiser
