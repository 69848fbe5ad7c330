#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "bgpte/model/advertisement.hpp"
#include "src/ingress/observations/observed_announcement.hpp"

namespace bgpte::ingress {

/// An announcement that was observed on every link that carries it, of one prefix: what is forecast
/// of it is what was seen (docs/ingress.md, "Observations").
struct SeenAnnouncement {
  model::Advertisement advertise;  ///< Without common prepends.
  std::vector<double> share;       ///< [link] seen.
  std::vector<double> fitted;      ///< [link] by the fit.
  double variance = 0;  ///< Of a share seen: its error, its age, and how far repeats disagree.
  /// What takes the fit to what was seen: of what the fit lets enter by a link this part does not
  /// [link], and of all that does not this part enters by a link instead [link]. Empty where the
  /// fit is within the error of what was seen.
  std::vector<double> leaves = {}, enters = {};
  double disagreement = 0;  ///< Of the variance what comes from repeats that disagree.

  /// `rows`: the fit's, [home * links + link]. Each keeps its sum.
  void correct(std::vector<double>& rows) const;
};

/// How the fit of a behaviour compares with what was observed of it.
struct FitErrors {
  /// [experiment][link] shares by the fit.
  std::vector<std::vector<double>> fitted;
  /// [link] mean square of what the fit misses, where it is more than twice the error: what
  /// observations say that contradict each other, or that the sources cannot do.
  std::vector<double> squares;
  std::vector<SeenAnnouncement> seen;

  /// What was seen of `x`; null: it was not observed, or not on all links.
  [[nodiscard]] const SeenAnnouncement* of(const model::Advertisement& x) const;
  /// The same, or the nearest in prepends that was seen of those by which every source enters where
  /// it does under `x`, by the fit; null where there is none, or no single one. `fitted`: [link]
  /// shares under `x` by the fit.
  [[nodiscard]] const SeenAnnouncement* nearest(const model::Advertisement& x,
                                                std::span<const double> fitted) const;
  /// True if some announcement is forecast otherwise than by the fit.
  [[nodiscard]] bool any_corrected() const;
};

/// `fitted`: [experiment][link] shares by the fit, without what was seen; `measurement_error`: of a
/// share.
[[nodiscard]] FitErrors fit_errors(const std::vector<ObservedAnnouncement::Experiment>& experiments,
                                   std::vector<std::vector<double>> fitted,
                                   double measurement_error);

}  // namespace bgpte::ingress
