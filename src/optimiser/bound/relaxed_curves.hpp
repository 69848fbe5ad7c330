#pragma once

#include <vector>

#include "src/optimiser/bound/concave_envelope.hpp"
#include "src/optimiser/problem/lexicographic_level.hpp"

namespace bgpte::optimiser {

/// The part of a level's Lagrangian that stands in its curves, in floating point: what a bundle
/// ascends. Variables are the prices of the dimensions, then of the caps, then of the
/// underestimators of replayed bills. The end point is evaluated again in integers, so nothing here
/// needs to be exact.
class RelaxedCurves {
 public:
  /// Curves over the spans; the prices of joint bills stay as they are in `start`.
  RelaxedCurves(const LevelView& view, const std::vector<Span>& spans, const Prices& start);

  /// False where some span is beyond its limit.
  [[nodiscard]] bool possible() const { return possible_; }
  [[nodiscard]] std::size_t dimensions() const { return stretches_.size(); }
  [[nodiscard]] std::size_t variables() const {
    return stretches_.size() + goal_caps_ + replay_prices_;
  }

  /// Each dimension's part as a function of its price times `scale`; empty where some part depends
  /// on other prices too, as on those of caps.
  [[nodiscard]] std::vector<ConcaveEnvelope> known(const std::vector<double>& scale) const;

  /// Adds the curves' value and supergradient at the prices.
  double add(const std::vector<double>& prices, std::vector<double>& gradient) const;

 private:
  /// One stretch of a dimension, clipped to its span, with all its curves linear on it.
  struct Stretch {
    double from = 0, to = 0;
    double value = 0, slope = 0;               ///< Of the level's goal (and joint bills) at `from`.
    std::vector<double> capped, capped_slope;  ///< Of each cap.
  };

  std::size_t goal_caps_;
  bool possible_ = true;
  std::vector<double> base_;
  std::vector<std::vector<Stretch>> stretches_;
  std::vector<double> cap_;
  std::vector<RelaxedReplay> replays_;
  std::size_t replay_prices_;
};

/// Prices rounded to integers, caps at least zero, none so large that a bound over the spans could
/// leave 128 bits; joint bills, and what is not finite, as in `like`.
[[nodiscard]] Prices rounded(const LevelView& view, const std::vector<Span>& spans,
                             const std::vector<double>& prices, const Prices& like);

/// The slope of every curve at today's loads.
[[nodiscard]] Prices first_prices(const LevelView& view);

/// What one unit of each variable counts: how much flow a price can move.
[[nodiscard]] std::vector<double> price_scale(const LevelView& view,
                                              const std::vector<Span>& spans);

/// The prices as variables.
[[nodiscard]] std::vector<double> as_variables(const Prices& prices);

}  // namespace bgpte::optimiser
