// What was observed exactly is what is forecast.
#include "src/ingress/response/seen.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace bgpte::ingress {
namespace {

using Experiment = ObservedAnnouncement::Experiment;

/// True if the experiment says what one prefix does on every link.
bool tells_all(const Experiment& experiment) {
  return experiment.of_one_prefix && !experiment.trial && experiment.fully_measured();
}

/// Adds what another experiment saw of the same announcement, each by its variance. Where the two
/// differ by more than that, either may be what comes.
void add_seen(SeenAnnouncement& seen, const ObservedShares& other, double variance) {
  const double both = seen.variance + variance;
  const double weight = seen.variance / both;
  double square = 0;
  for (std::size_t l = 0; l < seen.share.size(); ++l) {
    const double differs = other.share[l].value_or(0) - seen.share[l];
    square = std::max(square, differs * differs);
    seen.share[l] += weight * differs;
  }
  const double between = weight * (1 - weight) * std::max(0.0, square - both);
  seen.disagreement = std::max(seen.disagreement, between);
  seen.variance = seen.variance * (1 - weight) + between;
}

/// What the fit misses is the only thing known of its error there, so its square is taken for the
/// fit's variance: the two are weighed by their variances.
void correct_fit(SeenAnnouncement& seen) {
  const std::vector<double>& fitted = seen.fitted;
  double reached = 0;
  for (const double share : fitted) {
    reached += share;
  }
  std::vector<double> misses(fitted.size());
  double square = 0;
  for (std::size_t l = 0; l < misses.size(); ++l) {
    misses[l] = seen.share[l] * reached - fitted[l];
    square = std::max(square, misses[l] * misses[l]);
  }
  if (square <= seen.variance) {
    return;
  }
  const double weight = square / (square + seen.variance);
  double moved = 0;
  for (double& miss : misses) {
    miss *= weight;
    moved += std::max(0.0, miss);
  }
  for (std::size_t l = 0; l < misses.size(); ++l) {
    seen.leaves.push_back(misses[l] < 0 ? std::min(1.0, -misses[l] / fitted[l]) : 0);
    seen.enters.push_back(std::max(0.0, misses[l]) / moved);
  }
}

}  // namespace

void SeenAnnouncement::correct(std::vector<double>& rows) const {
  const std::size_t links = leaves.size();
  for (std::size_t first = 0; links > 0 && first < rows.size(); first += links) {
    double moved = 0;
    for (std::size_t l = 0; l < links; ++l) {
      const double part = rows[first + l] * leaves[l];
      rows[first + l] -= part;
      moved += part;
    }
    for (std::size_t l = 0; l < links; ++l) {
      rows[first + l] += moved * enters[l];
    }
  }
}

const SeenAnnouncement* FitErrors::of(const model::Advertisement& x) const {
  if (seen.empty()) {
    return nullptr;
  }
  const model::Advertisement wanted = x.without_common_prepends();
  const auto found = std::find_if(seen.begin(), seen.end(), [&](const SeenAnnouncement& one) {
    return one.advertise == wanted;
  });
  return found == seen.end() ? nullptr : &*found;
}

const SeenAnnouncement* FitErrors::nearest(const model::Advertisement& x,
                                           std::span<const double> fitted) const {
  constexpr double rounding = 1e-9;
  const model::Advertisement wanted = x.without_common_prepends();
  const SeenAnnouncement* found = nullptr;
  int least = std::numeric_limits<int>::max();
  for (const SeenAnnouncement& one : seen) {
    bool alike = true;
    int away = 0;
    for (model::LinkIndex l = 0; l < fitted.size(); ++l) {
      alike = alike && one.advertise.carried_on(l) == wanted.carried_on(l) &&
              std::abs(one.fitted[l] - fitted[l]) <= rounding;
      away += std::abs(one.advertise[l] - wanted[l]);
    }
    if (alike && away <= least) {
      found = away < least ? &one : nullptr;
      least = away;
    }
  }
  return found;
}

bool FitErrors::any_corrected() const {
  return std::any_of(seen.begin(), seen.end(),
                     [](const SeenAnnouncement& one) { return !one.leaves.empty(); });
}

FitErrors fit_errors(const std::vector<Experiment>& experiments,
                     std::vector<std::vector<double>> fitted, double measurement_error) {
  constexpr double least_error = 1e-4;
  FitErrors errors;
  errors.fitted = std::move(fitted);
  const std::size_t links = errors.fitted.empty() ? 0 : errors.fitted.front().size();
  errors.squares.assign(links, 0);
  std::vector<double> measured(links, 0);
  for (std::size_t e = 0; e < experiments.size(); ++e) {
    const Experiment& one = experiments[e];
    const std::vector<double> residual = residual_of(one.seen, errors.fitted[e]);
    const double variance = measurement_error * measurement_error + one.seen.spread;
    for (std::size_t l = 0; l < links; ++l) {
      const double square = residual[l] * residual[l];
      errors.squares[l] += square > 4 * variance ? square : 0;
      measured[l] += one.seen.share[l] ? 1 : 0;
    }
    if (!tells_all(one)) {
      continue;
    }
    const double error = std::max(measurement_error, least_error);
    const double of_mean = error * error / one.seen.count + one.seen.spread;
    if (!errors.seen.empty() && errors.seen.back().advertise == one.advertise) {
      add_seen(errors.seen.back(), one.seen, of_mean);
      continue;
    }
    SeenAnnouncement seen{one.advertise, {}, errors.fitted[e], of_mean};
    for (const std::optional<double>& share : one.seen.share) {
      seen.share.push_back(share.value_or(0));
    }
    errors.seen.push_back(std::move(seen));
  }
  for (std::size_t l = 0; l < links; ++l) {
    errors.squares[l] /= std::max(1.0, measured[l]);
  }
  std::for_each(errors.seen.begin(), errors.seen.end(), correct_fit);
  return errors;
}

}  // namespace bgpte::ingress
