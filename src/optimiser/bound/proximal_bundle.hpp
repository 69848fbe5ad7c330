#pragma once

#include <cstddef>
#include <vector>

#include "src/optimiser/bound/concave_envelope.hpp"

namespace bgpte::optimiser {

/// The cuts of a proximal bundle method for a concave function (Kiwiel 1990): each is a
/// supergradient with its linearisation error at the centre. A concave function of each of the
/// first variables can be added that is known exactly and needs no cuts.
class ProximalBundle {
 public:
  /// `least`: what each variable stays at or above.
  ProximalBundle(std::vector<ConcaveEnvelope> known, std::vector<double> least)
      : known_(std::move(known)), least_(std::move(least)) {}

  /// A cut with its error at the present centre (>= 0 but for rounding).
  void add(const std::vector<double>& gradient, double error);
  /// The centre moved by `step` where the function behind the cuts rose by `rise`.
  void move(const std::vector<double>& step, double rise);

  struct Step {
    std::vector<double> step;
    double expected = 0;  ///< Rise that the cuts and what is known promise; may be no number.
  };
  /// Maximises the cuts' minimum and what is known less |step|^2 / (2 t), to a ten-thousandth of
  /// the rise or to `negligible`.
  [[nodiscard]] Step solve(double t, const std::vector<double>& centre, double negligible = 0);

  /// What is known, summed, at these variables; a supergradient of it is added to `slope`.
  [[nodiscard]] double known(const std::vector<double>& at) const;
  void add_known_slope(const std::vector<double>& at, std::vector<double>& slope) const;

 private:
  void compress();
  /// The step that is best where the cuts' slopes add up to `pull`.
  void step(const std::vector<double>& pull, double t, const std::vector<double>& centre,
            std::vector<double>& result) const;

  /// How the weights have to change so that all cuts with weight, and `to`, promise the same; empty
  /// where that is not to be had. `slope`: what each cut promises now.
  [[nodiscard]] std::vector<double> newton(const std::vector<double>& pull, double t,
                                           const std::vector<double>& centre,
                                           const std::vector<double>& slope, std::size_t to) const;

  std::vector<ConcaveEnvelope> known_;
  std::vector<double> least_;
  std::vector<std::vector<double>> gradients_;
  std::vector<double> errors_;
  std::vector<double> weights_;  ///< Of the last solution.
};

}  // namespace bgpte::optimiser
