#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <vector>

namespace bgpte::optimiser {

/// The cuts of a proximal bundle method for a concave function: each is a supergradient with its
/// linearisation error at the centre.
class Bundle {
 public:
  explicit Bundle(std::size_t variables) : variables_(variables) {}

  /// A cut with its error at the present centre (>= 0 but for rounding), and the number of the
  /// relaxed answer it comes from.
  void add(const std::vector<double>& gradient, double error, std::size_t answer);
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

  /// Relaxed answers by number, with weights that sum to 1.
  using Mixture = std::map<std::size_t, double>;
  /// The answers that the last solution is made of: near the optimum, their mean is too.
  [[nodiscard]] Mixture mixture() const;
  /// Answers that some cut comes from.
  [[nodiscard]] std::set<std::size_t> remembered() const;

 private:
  void compress();
  void add(const std::vector<double>& gradient, double error, Mixture answers);

  std::size_t variables_;
  std::vector<std::vector<double>> gradients_;
  std::vector<double> errors_;
  std::vector<Mixture> answers_;
  std::vector<double> weights_;            ///< Of the last solution.
  std::vector<std::vector<double>> gram_;  ///< Inner products.
};

}  // namespace bgpte::optimiser
