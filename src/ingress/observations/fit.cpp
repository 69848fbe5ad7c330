// Reweights a population to today's shares and to observations, with the least relative entropy.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "bgpte/ingress/population.hpp"
#include "src/ingress/observations/observed_moves.hpp"

namespace bgpte::ingress {
namespace {

/// The convex dual of the fit: the sum over home links of s_j log Z_j(mu), plus e^2 |mu|^2 / 2, is
/// minimised over the multipliers mu, one for each measured link. A member of home link j gets the
/// factor exp(-mu . A) / Z_j, its tilt.
class FitDual {
 public:
  FitDual(const MemberClasses& classes, std::span<const double> today_shares,
          const std::vector<ObservedShares>& seen, double measurement_error)
      : classes_(classes),
        today_shares_(today_shares),
        moves_(classes),
        measured_(seen, classes.links),
        tilt_(classes.home.size(), 1),
        weight_(classes.weight) {
    const double error = std::max(measurement_error, 1e-4);
    for (const MeasuredRows::Row& row : measured_.rows()) {
      variance_.push_back(row.variance(error));
    }
  }

  /// The tilts at the minimum. Where observations are far from what the prior says, Newton's steps
  /// are of little use at first: it begins with larger errors of measurement, then lowers them in
  /// steps, each from the minimum before (on 20 contradicting observations 25 steps for 200).
  std::optional<std::vector<double>> minimise(const parallel::Deadline& deadline) {
    const std::vector<double> variance = variance_;
    std::vector<double> mu(variance.size(), 0);
    const std::vector<double> residual = gradient_at(mu, moves_.means(classes_, weight_));
    double surprise = 0;  // Of the prior, in squared errors of measurement.
    for (std::size_t i = 0; i < mu.size(); ++i) {
      surprise += residual[i] * residual[i] / variance[i];
    }
    double larger = surprise / 10;
    while (larger > 1) {
      for (std::size_t i = 0; i < mu.size(); ++i) {
        variance_[i] = larger * variance[i];
      }
      descend(mu, 1e-2, deadline);
      larger /= 4;
    }
    variance_ = variance;
    descend(mu, 1e-12, deadline);
    return deadline.passed() ? std::nullopt : std::optional(tilt_);
  }

 private:
  /// Newton's method with halved steps, until half of what a step still brings is below
  /// `least_decrement`; shares are right to its square root.
  void descend(std::vector<double>& mu, double least_decrement,
               const parallel::Deadline& deadline) {
    const std::size_t n = mu.size();
    double value = value_at(mu);
    for (int round = 0; round < 200 && n > 0 && !deadline.passed(); ++round) {
      const std::vector<double> means = moves_.means(classes_, weight_);
      const std::vector<double> gradient = gradient_at(mu, means);
      double steepest = 0;
      for (const double g : gradient) {
        steepest = std::max(steepest, std::abs(g));
      }
      if (steepest < 1e-11) {
        break;
      }
      std::vector<double> hessian =
          measured_.of_matrix(moves_.covariance(classes_, weight_, today_shares_, means));
      for (std::size_t i = 0; i < n; ++i) {
        hessian[i * n + i] += variance_[i];
      }
      const std::vector<double> step = Cholesky(std::move(hessian), n).solve(gradient);
      const double decrement = std::inner_product(step.begin(), step.end(), gradient.begin(), 0.0);
      if (decrement < least_decrement || !step_along(step, gradient, mu, value)) {
        break;
      }
    }
  }

  [[nodiscard]] std::size_t count() const { return classes_.home.size(); }

  /// The dual's value; leaves the tilts of mu behind.
  double value_at(const std::vector<double>& mu) {
    const std::vector<double> price = measured_.back(mu);
    std::vector<double> power(count(), 0);
    std::vector<double> most(classes_.links, -std::numeric_limits<double>::infinity());
    for (std::size_t c = 0; c < count(); ++c) {
      for (const ObservedMoves::Entry& entry : moves_.of(c)) {
        power[c] -= price[entry.place] * entry.change;
      }
      most[classes_.home[c]] = std::max(most[classes_.home[c]], power[c]);
    }
    std::vector<double> sum(classes_.links, 0);
    for (std::size_t c = 0; c < count(); ++c) {
      tilt_[c] = std::exp(power[c] - most[classes_.home[c]]);
      sum[classes_.home[c]] += classes_.weight[c] * tilt_[c];
    }
    double value = 0;
    for (std::size_t place = 0; place < price.size(); ++place) {
      value -= today_shares_[place % classes_.links] * price[place];
    }
    for (std::size_t j = 0; j < classes_.links; ++j) {
      if (sum[j] > 0 && today_shares_[j] > 0) {
        value += today_shares_[j] * (std::log(sum[j]) + most[j]);
      }
    }
    for (std::size_t c = 0; c < count(); ++c) {
      tilt_[c] /= sum[classes_.home[c]];
      weight_[c] = classes_.weight[c] * tilt_[c];
    }
    for (std::size_t i = 0; i < mu.size(); ++i) {
      value += variance_[i] * mu[i] * mu[i] / 2;
    }
    return value;
  }

  /// `means`: of the changes at the tilts of mu.
  [[nodiscard]] std::vector<double> gradient_at(const std::vector<double>& mu,
                                                const std::vector<double>& means) const {
    std::vector<double> entering(moves_.places());
    for (std::size_t place = 0; place < entering.size(); ++place) {
      entering[place] = today_shares_[place % classes_.links];
      for (std::size_t j = 0; j < classes_.links; ++j) {
        entering[place] += today_shares_[j] * means[j * moves_.places() + place];
      }
    }
    std::vector<double> gradient = measured_.of(entering);
    for (std::size_t i = 0; i < mu.size(); ++i) {
      gradient[i] = variance_[i] * mu[i] - gradient[i];
    }
    return gradient;
  }

  /// Takes the longest of 1, 1/2, 1/4 ... times `step` that lowers the value enough (Armijo's
  /// rule). False where none lowers it: mu and its tilts stay.
  bool step_along(const std::vector<double>& step, const std::vector<double>& gradient,
                  std::vector<double>& mu, double& value) {
    const double slope = std::inner_product(step.begin(), step.end(), gradient.begin(), 0.0);
    double length = 1;
    std::vector<double> next(mu.size());
    bool better = false;
    for (int halving = 0; halving < 30; ++halving, length /= 2) {
      for (std::size_t i = 0; i < mu.size(); ++i) {
        next[i] = mu[i] - length * step[i];
      }
      const double trial = value_at(next);
      if (trial <= value - 1e-4 * length * slope) {
        better = trial < value;
        value = trial;
        break;
      }
    }
    if (!better) {
      value = value_at(mu);
      return false;
    }
    mu = next;
    return true;
  }

  const MemberClasses& classes_;
  std::span<const double> today_shares_;
  ObservedMoves moves_;
  MeasuredRows measured_;
  std::vector<double> variance_;  ///< [row] e^2
  std::vector<double> tilt_;      ///< [class]
  std::vector<double> weight_;    ///< [class] with the tilts.
};

}  // namespace

std::vector<double> residual_of(const ObservedShares& seen, std::span<const double> predicted) {
  double measured = 0;
  for (std::size_t l = 0; l < predicted.size(); ++l) {
    measured += seen.share[l] ? predicted[l] : 0;
  }
  std::vector<double> residual(predicted.size(), 0);
  for (std::size_t l = 0; l < predicted.size(); ++l) {
    if (seen.share[l]) {
      residual[l] = *seen.share[l] * measured - predicted[l];
    }
  }
  return residual;
}

MemberClasses classify_members(const Population& population, std::size_t links,
                               const std::vector<std::vector<std::uint8_t>>& observed_winners) {
  MemberClasses classes;
  classes.links = links;
  const std::vector<std::uint8_t>& homes = population.homes();
  const std::vector<double>& weights = population.weights();
  classes.of_member.resize(homes.size());
  std::map<std::vector<std::uint8_t>, std::uint32_t> known;
  std::vector<std::uint8_t> key(observed_winners.size() + 1);
  for (std::size_t m = 0; m < homes.size(); ++m) {
    key[0] = homes[m];
    for (std::size_t o = 0; o < observed_winners.size(); ++o) {
      key[o + 1] = observed_winners[o][m];
    }
    const auto [entry, added] =
        known.try_emplace(key, static_cast<std::uint32_t>(classes.home.size()));
    if (added) {
      classes.home.push_back(homes[m]);
      classes.weight.push_back(0);
      classes.winner.emplace_back(key.begin() + 1, key.end());
    }
    classes.of_member[m] = entry->second;
    classes.weight[entry->second] += weights[m];
  }
  return classes;
}

std::optional<Fit> fit_observations(const MemberClasses& classes,
                                    std::span<const double> today_shares,
                                    const std::vector<ObservedShares>& seen,
                                    double measurement_error, const parallel::Deadline& deadline) {
  std::optional<std::vector<double>> tilt =
      FitDual(classes, today_shares, seen, measurement_error).minimise(deadline);
  if (!tilt) {
    return std::nullopt;
  }
  Fit fit;
  fit.tilt = *std::move(tilt);
  for (std::size_t o = 0; o < seen.size(); ++o) {
    std::vector<double> predicted(classes.links, 0);
    for (std::size_t c = 0; c < classes.home.size(); ++c) {
      if (classes.winner[c][o] < classes.links) {
        predicted[classes.winner[c][o]] +=
            today_shares[classes.home[c]] * classes.weight[c] * fit.tilt[c];
      }
    }
    fit.residual.push_back(residual_of(seen[o], predicted));
  }
  return fit;
}

}  // namespace bgpte::ingress
