#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "bgpte/ingress/ingress_model.hpp"
#include "src/ingress/response/siblings.hpp"

namespace bgpte::ingress {

/// Nine of ten errors of a normal distribution are within so many standard deviations.
inline constexpr double ninety_percent = 1.645;

/// What a share is off by, in standard deviations of it, however well its sources are known: the
/// part of `drift` that is noise of one measurement.
[[nodiscard]] inline double noise_of(double drift) {
  return drift / 2;
}

/// How much more each link is prepended than today. Common prepends count: only differences
/// between links mean anything.
class Rises {
 public:
  Rises(const model::Advertisement& today, const model::Advertisement& x);

  /// Withdrawn links rise most, newly announced ones least.
  [[nodiscard]] int of(model::LinkIndex link) const { return rise_[link]; }
  /// True if, up to a common number, one link alone is prepended more or withdrawn.
  [[nodiscard]] bool one_link_rises() const { return one_link_rises_; }
  /// True if no announced link rises less.
  [[nodiscard]] bool least(model::LinkIndex link) const { return rise_[link] == least_; }

 private:
  std::vector<int> rise_;  ///< [link]
  int least_ = 0;
  bool one_link_rises_ = false;
};

/// Where one link alone is prepended more, a home cell behaves like so many independent sources,
/// and elsewhere like so many (docs/ingress.md, "The range": measured).
inline constexpr double sources_when_one_rises = 4;
inline constexpr double sources_otherwise = 2;

/// The effective number of independent sources in a home cell.
[[nodiscard]] double effective_sources(const Rises& rises);

/// What the variance of a forecast is multiplied by, given how earlier ones came out.
[[nodiscard]] double calibration_factor(const model::Calibration& calibration, const Rises& rises);

/// The variance of what enters, noise included. Noise is never taken for less than it is.
[[nodiscard]] constexpr double calibrated(double variance, double noise_variance, double factor) {
  return factor * variance + std::max(1.0, factor) * noise_variance;
}

/// What of a home cell the range of one link may hold at most, and at least.
struct Reach {
  const model::Advertisement& today;
  const std::vector<bool>& open;  ///< [link]: a source of any other home link may enter by it.
  const Siblings& siblings;       ///< [home link]: its sources may enter by these too.
  Rises rises;

  /// True if traffic that enters by `home` today may move to another link `to`.
  [[nodiscard]] bool may_move(model::LinkIndex home, model::LinkIndex to) const;
  /// True if all of the link's home cell stays on it.
  [[nodiscard]] bool keeps_its_own(model::LinkIndex link) const;
};

/// What is known of one link's load before it is limited; all in the unit of the home cells.
struct Uncertain {
  double expected = 0;
  double variance = 0;          ///< Of the model, noise not included.
  double below = 0, above = 0;  ///< What the operator's own numbers leave open.
  double noise = 0;             ///< Standard deviation.
  double factor = 1;            ///< Calibration: what the variance is multiplied by.
  double least = 0, most = 0;   ///< Where the home cells can be at all.
};

struct RangeEnds {
  double low = 0, high = 0;  ///< With the noise at the limits.
  double harm = 0;           ///< The high end within the limits.
};

/// Nine in ten of what enters (docs/ingress.md, "The range"). `all`: of the prefix.
[[nodiscard]] RangeEnds range_of(const Uncertain& load, double all);

/// Widens low and high of announced links by nine in ten of the noise. `all`: of the prefix.
void add_noise(const model::Advertisement& x, double drift, double all, Forecast& forecast);

/// Prepends of `link` between today's and those of `x` at which its own end may be tighter than at
/// `x`: those near another link's, since sources compare no others.
[[nodiscard]] std::vector<model::Prepend> prepends_between(const model::Advertisement& today,
                                                           const model::Advertisement& x,
                                                           model::LinkIndex link);

}  // namespace bgpte::ingress
